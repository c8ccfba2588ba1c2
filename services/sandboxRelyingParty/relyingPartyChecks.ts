import { timingSafeEqual, verify, X509Certificate } from 'node:crypto';
import { compactDecrypt, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { loginStatement } from '../cloudAccount/loginStatement.ts';
import type { RefusalToldBy } from '../shared/refusals.ts';
import { ok, refuse, type Result } from '../shared/result.ts';
import { askStatus, isWithin, type Exchange } from './relyingPartyStatus.ts';
import { certifiedIdentity, virtualIdOf } from './relyingPartyVid.ts';
import type { SandboxPeople } from '../sandbox/people.ts';
import type { SandboxPerson } from '../sandbox/person.ts';

/** Why somebody is not let in, or not any more. */
export type RelyingPartyRefusal = RefusalToldBy<'relyingParty'>;

/** What the relying party checks with: its own anchor, its own key, and addresses that it asks over HTTP. */
export interface RelyingPartyChecksParts {
  /** Installed by hand, as a trust anchor is. */
  readonly rootCertificate: Buffer;
  /** Where issuing certificate, status and connection are asked: `http://localhost:3978`. */
  readonly authority: string;
  readonly exchange: Exchange;
  readonly party: { readonly id: string; readonly origin: string };
  readonly privateKey: JWK;
  readonly people: SandboxPeople;
}

/** An answer as a browser brought it. */
export interface BroughtAnswer {
  readonly certificate: string;
  readonly signature: string;
  readonly identity: string;
  readonly connection: string;
}

const proof = z.object({ randomNumber: z.string().regex(/^[\w-]{27}$/), nonce: z.string() });

/** The checks that a relying party makes on its own side; none of them asks the code that issued or signed. */
export class RelyingPartyChecks {
  readonly #parts: RelyingPartyChecksParts;
  readonly #root: X509Certificate;

  constructor(parts: RelyingPartyChecksParts) {
    this.#parts = parts;
    this.#root = new X509Certificate(parts.rootCertificate);
  }

  /** Who the answer to a challenge lets in: chain, signature, status, VID, connection, in this order. */
  async admit(
    answer: BroughtAnswer,
    challenge: string,
    now: Temporal.Instant,
  ): Promise<Result<{ readonly person: SandboxPerson; readonly certificate: Buffer }, RelyingPartyRefusal>> {
    const leaf = parseCertificate(Buffer.from(answer.certificate, 'base64url'));
    if (!leaf) return refuse('relyingParty.malformed');
    const standing = await this.check(leaf.raw, answer.connection, now, () => this.#isSigned(leaf, answer, challenge));
    if (!standing.ok) return standing;
    const person = await this.#personOf(leaf, answer.identity, challenge);
    return person ? ok({ person, certificate: leaf.raw }) : refuse('relyingParty.identity');
  }

  /**
   * Whether a certificate and the connection it came through still stand.
   *
   * @param also checked once the chain is known to be good
   * @returns refusal `unavailable` when authority or cloud could not be asked: a check that cannot be made is no yes
   */
  async check(
    certificate: Buffer,
    connection: string,
    now: Temporal.Instant,
    also: () => boolean = () => true,
  ): Promise<Result<void, RelyingPartyRefusal>> {
    const leaf = parseCertificate(certificate);
    if (!leaf) return refuse('relyingParty.malformed');
    try {
      const issuer = await this.#issuerOf(leaf, now);
      if (!issuer) return refuse('relyingParty.untrusted');
      if (!isWithin(leaf, now)) return refuse('relyingParty.expired');
      if (!also()) return refuse('relyingParty.signature');
      const [status, isConnected] = await Promise.all([this.#status(leaf, issuer, now), this.#isConnected(connection)]);
      if (status === 'unknown') return refuse('relyingParty.untrusted');
      if (status !== 'good') return refuse(`relyingParty.${status}`);
      return isConnected ? ok(undefined) : refuse('relyingParty.disconnected');
    } catch {
      return refuse('relyingParty.unavailable');
    }
  }

  /** The authority between the certificate and our anchor; undefined when the chain does not hold. */
  async #issuerOf(leaf: X509Certificate, now: Temporal.Instant): Promise<X509Certificate | undefined> {
    const { authority, exchange } = this.#parts;
    const issuer = parseCertificate(await exchange(`${authority}/pki/issuing.cer`, '', Buffer.alloc(0)));
    if (!issuer || leaf.ca || !issuer.ca || !this.#root.ca) return undefined;
    const links: readonly (readonly [X509Certificate, X509Certificate])[] = [
      [leaf, issuer],
      [issuer, this.#root],
    ];
    const holds = links.every(([child, parent]) => child.checkIssued(parent) && child.verify(parent.publicKey));
    return holds && isWithin(issuer, now) && isWithin(this.#root, now) ? issuer : undefined;
  }

  #isSigned(leaf: X509Certificate, { signature, connection }: BroughtAnswer, challenge: string): boolean {
    const { id, origin } = this.#parts.party;
    const bytes = loginStatement({ party: id, origin, challenge, connection });
    return verify('sha256', bytes, leaf.publicKey, Buffer.from(signature, 'base64url'));
  }

  #status(certificate: X509Certificate, issuer: X509Certificate, now: Temporal.Instant): ReturnType<typeof askStatus> {
    const { authority, exchange } = this.#parts;
    return askStatus({ certificate, issuer, responder: `${authority}/pki/ocsp`, now, exchange });
  }

  async #isConnected(connection: string): Promise<boolean> {
    const { authority, exchange, party } = this.#parts;
    const question = Buffer.from(JSON.stringify({ party: party.id, connection }));
    const answer = await exchange(`${authority}/cloud/logins/check`, 'application/json', question);
    return z.object({ connected: z.boolean() }).parse(JSON.parse(answer.toString())).connected;
  }

  /** The member whose number, with R, makes the VID of the certificate; the name alone lets nobody in. */
  async #personOf(leaf: X509Certificate, envelope: string, challenge: string): Promise<SandboxPerson | undefined> {
    const certified = certifiedIdentity(leaf);
    const randomNumber = await this.#openProof(envelope, challenge);
    if (!certified || !randomNumber) return undefined;
    const { people } = this.#parts;
    const namesakes = people.list(0, people.count).filter(({ name }) => name.normalize('NFC') === certified.name);
    return namesakes.find(({ number }) => isSame(virtualIdOf(number, randomNumber), certified.virtualId));
  }

  async #openProof(envelope: string, challenge: string): Promise<Buffer | undefined> {
    try {
      const key = await importJWK(this.#parts.privateKey, 'ECDH-ES+A256KW');
      const { plaintext } = await compactDecrypt(envelope, key, { keyManagementAlgorithms: ['ECDH-ES+A256KW'] });
      const { randomNumber, nonce } = proof.parse(JSON.parse(new TextDecoder().decode(plaintext)));
      return nonce === challenge ? Buffer.from(randomNumber, 'base64url') : undefined;
    } catch {
      return undefined;
    }
  }
}

function parseCertificate(bytes: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}

function isSame(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
