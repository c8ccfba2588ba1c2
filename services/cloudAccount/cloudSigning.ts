import type { Audit } from '../audit/audit.ts';
import type { CertificateDetails, CertificateLifeCycle } from '../certificates/certificateLifeCycle.ts';
import type { CertificateState } from '../certificates/certificate.ts';
import type { Credential, CredentialFault } from '../certificates/credential.ts';
import type { Random } from '../shared/random.ts';
import { ok, refuse } from '../shared/result.ts';
import type { Result } from '../shared/result.ts';
import type { CloudLogins } from './cloudLogins.ts';
import { loginStatement } from './loginStatement.ts';
import type { LoginAnswer, LoginRequest } from './loginStatement.ts';
import type { TokenHolder } from './recordedCloudDevices.ts';
import type { RelyingParty } from './relyingParties.ts';

/** Collaborators of `CloudSigning`, handed in by composition/. */
export interface CloudSigningParts {
  readonly certificates: Pick<CertificateLifeCycle, 'ofPerson' | 'details' | 'sign' | 'proveIdentity'> & {
    certificate(serialHex: string): Promise<Buffer | undefined>;
  };
  readonly logins: CloudLogins;
  readonly audit: Audit;
  readonly random: Random;
}

/** Why a certificate can't be used now; the last words of `certificate.…` are its state. */
export type SignRefusal = CredentialFault | `certificate.${Exclude<CertificateState, 'active' | 'locked'> | 'gone'}`;

/** Answers a relying party in the name of somebody who holds a connected device and enters their credential. */
export class CloudSigning {
  readonly #parts: CloudSigningParts;

  constructor(parts: CloudSigningParts) {
    this.#parts = parts;
  }

  /** The certificates in somebody's place in the cloud, the newest first; one that another took the place of is left out. */
  async certificatesOf(personKey: string | undefined): Promise<readonly CertificateDetails[]> {
    if (personKey === undefined) return [];
    const all = await this.#parts.certificates.ofPerson(personKey);
    return all.filter(({ state }) => state !== 'superseded').toReversed();
  }

  /**
   * Signs the relying party's challenge and proves to it, and to nobody else, whose certificate it is. Both ask for the
   * credential; a wrong one is counted once and nothing leaves.
   */
  async sign(request: {
    readonly holder: TokenHolder;
    readonly party: RelyingParty;
    readonly asked: LoginRequest;
    readonly serialHex: string;
    readonly credential: Credential;
  }): Promise<Result<LoginAnswer, SignRefusal>> {
    const { holder, party, asked, serialHex, credential } = request;
    const { certificates, logins, audit, random } = this.#parts;
    const { personKey, address, device } = holder;
    const certificate = await this.#ownCertificate(personKey, serialHex);
    if (!certificate) return refuse('certificate.gone');
    const connection = await logins.begin({ party: party.id, address, deviceId: device.id });
    const entry = random.bytes(12).toString('base64url');
    const bytes = loginStatement({ party: party.id, origin: party.origin, challenge: asked.challenge, connection });
    const use = { serialHex, credential };
    const signed = await certificates.sign({ ...use, requestId: `${entry}.sign`, bytes, form: 'pkcs1' });
    if (!signed.ok) return this.#refusal(signed, serialHex);
    const reader = { name: party.id, publicKey: party.encryptionKey, nonce: asked.challenge };
    const proof = await certificates.proveIdentity({ ...use, requestId: `${entry}.proof`, reader });
    if (!proof.ok) return this.#refusal(proof, serialHex);
    const details = { party: party.id, device: device.id };
    await audit.write({ action: 'cloud.login', actor: 'customer', personKey, subject: serialHex, details });
    return ok({
      state: asked.state,
      challenge: asked.challenge,
      certificate: certificate.toString('base64url'),
      signature: signed.value.toString('base64url'),
      identity: proof.value,
      connection,
    });
  }

  /** The bytes of a certificate, when it is this person's. */
  async #ownCertificate(personKey: string | undefined, serialHex: string): Promise<Buffer | undefined> {
    const details = await this.#parts.certificates.details(serialHex);
    if (personKey === undefined || details?.personKey !== personKey) return undefined;
    return this.#parts.certificates.certificate(serialHex);
  }

  /** `certificate.notActive` in the words of what it is instead. */
  async #refusal(
    refusal: Extract<Awaited<ReturnType<CertificateLifeCycle['sign']>>, { ok: false }>,
    serialHex: string,
  ): Promise<Result<never, SignRefusal>> {
    const { code, details } = refusal;
    if (code !== 'certificate.notActive') return refuse(code, details);
    const state = (await this.#parts.certificates.details(serialHex))?.state ?? 'gone';
    // Active again since: whoever tries once more succeeds.
    if (state === 'active') return refuse('certificate.held');
    return refuse(state === 'locked' ? 'credential.locked' : `certificate.${state}`);
  }
}
