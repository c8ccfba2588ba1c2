import { createHash } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { Unavailable } from '../../shared/unavailable.ts';
import { DerError } from '../authority/derReader.ts';
import type { IssuerFacts } from '../authority/issuerFacts.ts';
import { readOcspRequest } from './ocspRequest.ts';
import type { AskedCertificate, OcspRequest } from './ocspRequest.ts';
import { ocspFailure, signOcspResponse } from './ocspResponse.ts';
import { oids } from '../authority/oids.ts';
import type { PublicStatus } from './publicStatus.ts';
import type { Authority } from '../authority/signer.ts';
import { wholeSecond } from '../authority/validity.ts';

/** Collaborators of `OcspResponder`, handed in by composition/. */
export interface OcspResponderParts {
  readonly issuer: IssuerFacts;
  /** The delegated responder that is valid now. */
  readonly responder: () => Promise<Authority>;
  readonly status: (serialHex: string) => Promise<PublicStatus>;
  readonly clock: Clock;
}

const hashes: ReadonlyMap<string, string> = new Map([
  [oids.sha1, 'sha1'],
  [oids.sha256, 'sha256'],
]);

/** Answers OCSP requests (RFC 6960) for the issuing authority. */
export class OcspResponder {
  readonly #parts: OcspResponderParts;
  readonly #own: ReadonlyMap<string, { readonly name: Buffer; readonly key: Buffer }>;

  constructor(parts: OcspResponderParts) {
    this.#parts = parts;
    const hash = (algorithm: string, bytes: Buffer): Buffer => createHash(algorithm).update(bytes).digest();
    this.#own = new Map(
      Array.from(hashes, ([oid, algorithm]) => [
        oid,
        { name: hash(algorithm, parts.issuer.name), key: hash(algorithm, parts.issuer.keyBits) },
      ]),
    );
  }

  /** @returns always a DER OCSPResponse: malformedRequest for what is none, tryLater during an outage */
  async answer(request: Buffer): Promise<Buffer> {
    const read = this.#read(request);
    if (!read) return ocspFailure('malformedRequest');
    try {
      return await this.#answer(read);
    } catch (error) {
      if (error instanceof Unavailable) return ocspFailure('tryLater');
      throw error;
    }
  }

  #read(request: Buffer): OcspRequest | undefined {
    try {
      return readOcspRequest(request);
    } catch (error) {
      if (error instanceof DerError) return undefined;
      throw error;
    }
  }

  async #answer({ asked, nonce }: OcspRequest): Promise<Buffer> {
    const { responder, clock } = this.#parts;
    const answers = await Promise.all(asked.map(async (one) => ({ asked: one, status: await this.#status(one) })));
    return signOcspResponse({ at: wholeSecond(clock.now()), answers, nonce }, await responder());
  }

  async #status(asked: AskedCertificate): Promise<PublicStatus> {
    const own = this.#own.get(asked.hashOid);
    const isOurs = own?.name.equals(asked.issuerNameHash) && own.key.equals(asked.issuerKeyHash);
    return isOurs ? this.#parts.status(asked.serialHex) : { kind: 'unknown' };
  }
}
