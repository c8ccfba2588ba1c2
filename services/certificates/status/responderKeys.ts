import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Audit } from '../../audit/audit.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Sealed, Sealer } from '../../shared/sealed.ts';
import { changeRecord } from '../../state/changeRecord.ts';
import type { Records } from '../../state/records.ts';
import { authorityOf } from '../authority/issuerFacts.ts';
import type { Authority, Signer } from '../authority/signer.ts';
import { wholeSecond } from '../authority/validity.ts';

/** A responder lives a month, because with no-check nobody can revoke it, and is followed ten days before its end. */
const daysToLive = 30;
const daysLeftWhenFollowed = 10;
/** A responder is asked the moment it is made; whoever asks may have a clock that is behind ours. */
const minutesBegunBefore = 60;
const recordKey = 'ocsp:responder';

interface StoredResponder {
  readonly schema: 1;
  /** base64url. */
  readonly certificate: string;
  readonly key: Sealed<string>;
}

/** What makes a responder's certificate: for this public key, valid in this span. */
export type CertifyResponder = (request: {
  readonly publicKey: Buffer;
  readonly notBefore: Temporal.Instant;
  readonly notAfter: Temporal.Instant;
}) => Promise<Buffer>;

/** Collaborators of `ResponderKeys`, handed in by composition/. */
export interface ResponderKeysParts {
  readonly records: Records;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly certify: CertifyResponder;
  readonly signerOf: (key: KeyObject) => Signer;
}

interface ValidResponder extends Authority {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** The delegated OCSP responder: one key for all instances, followed by a new one in time. */
export class ResponderKeys {
  readonly #parts: ResponderKeysParts;
  #known: ValidResponder | undefined;
  #making: Promise<Authority> | undefined;

  constructor(parts: ResponderKeysParts) {
    this.#parts = parts;
  }

  /** The responder that is valid now. Outage: `Unavailable('store' | 'ca')`. */
  async current(): Promise<Authority> {
    if (this.#known && this.#isGood(this.#known)) return this.#known;
    this.#making ??= this.#open().finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  async #open(): Promise<Authority> {
    const { after } = await changeRecord<StoredResponder>(this.#parts.records, recordKey, (stored) => {
      const responder = stored && this.#opened(stored);
      return responder && this.#isGood(responder) ? undefined : this.#make();
    });
    this.#known = after && this.#opened(after);
    if (!this.#known) throw new Error('expected a responder that opens after one was made, found none');
    return this.#known;
  }

  /** Undefined when the pepper it was sealed under is gone: then a new responder follows. */
  #opened(stored: StoredResponder): ValidResponder | undefined {
    const { sealer, signerOf } = this.#parts;
    const certificate = Buffer.from(stored.certificate, 'base64url');
    const { notBefore: from, notAfter: until } = authorityOf(certificate);
    try {
      const pkcs8 = Buffer.from(sealer.open(stored.key, recordKey), 'base64url');
      const signer = signerOf(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
      return { certificate, signer, from, until };
    } catch {
      return undefined;
    }
  }

  async #make(): Promise<StoredResponder> {
    const { audit, certify, clock, sealer } = this.#parts;
    const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
    const now = wholeSecond(clock.now());
    const notBefore = now.subtract({ minutes: minutesBegunBefore });
    const notAfter = now.add({ hours: 24 * daysToLive });
    const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
    const about = { actor: 'system', subject: 'ocsp responder' };
    await audit.write({ action: 'certificate.sign.before', ...about });
    const certificate = await certify({ publicKey, notBefore, notAfter });
    await audit.write({ action: 'certificate.sign.after', ...about });
    const key = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64url');
    return { schema: 1, certificate: certificate.toString('base64url'), key: sealer.seal(key, recordKey) };
  }

  #isGood({ from, until }: { readonly from: Temporal.Instant; readonly until: Temporal.Instant }): boolean {
    const now = this.#parts.clock.now();
    const last = until.subtract({ hours: 24 * daysLeftWhenFollowed });
    return Temporal.Instant.compare(from, now) <= 0 && Temporal.Instant.compare(now, last) < 0;
  }
}
