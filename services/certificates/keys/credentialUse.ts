import type { Records } from '../../state/records.ts';
import type { Clock } from '../../shared/clock.ts';
import type { RefusalCode } from '../../shared/refusals.ts';
import { ok, refuse } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { Audit, AuditAction, AuditEvent } from '../../audit/audit.ts';
import type { CertificateLifeCycle, KeyUse, UseRefusal } from '../certificateLifeCycle.ts';
import type { CertificateRegister } from '../certificateRegister.ts';
import { instantText } from '../certificateRegister.ts';
import { signedAttributes, signedData } from './cms.ts';
import type { CmsContent } from './cms.ts';
import { checkCredential, normalizeCredential } from './credentialPolicy.ts';
import type { CredentialWeakness, CredentialFault } from '../credential.ts';
import { checkRecipient } from './identityProof.ts';
import type { KeyCustody } from './keyCustody.ts';
import type { Profiles } from '../authority/profile.ts';
import { changeAt, ownRequest } from '../standing.ts';
import type { CertificateStanding, CertificateStandings } from '../standing.ts';
import { wholeSecond } from '../authority/validity.ts';

/** Collaborators of `CredentialUses`, handed in by composition/. */
export interface CredentialUsesParts {
  readonly profiles: Profiles;
  readonly custody: KeyCustody;
  readonly standings: CertificateStandings;
  readonly register: CertificateRegister;
  readonly records: Records;
  readonly audit: Audit;
  readonly clock: Clock;
  /** DER of the issuing authority's certificate; goes along in a CMS. */
  readonly issuingCertificate: Buffer;
}

interface LastUse {
  readonly schema: 1;
  readonly at: string;
}

/** Everything that a customer's credential opens a key for. */
export class CredentialUses {
  readonly #parts: CredentialUsesParts;

  constructor(parts: CredentialUsesParts) {
    this.#parts = parts;
  }

  async checkCredential(use: KeyUse): Promise<Result<void, UseRefusal>> {
    return this.#used(use, ({ certificate }) => this.#parts.custody.check({ ...use, keyId: certificate.keyId }));
  }

  async changeCredential(
    use: Parameters<CertificateLifeCycle['changeCredential']>[0],
  ): Promise<Result<void, UseRefusal | CredentialWeakness>> {
    const { policy, secret, confirmation } = use.next;
    const previous = use.credential.policy === policy ? normalizeCredential(policy, use.credential.secret) : undefined;
    const judged = checkCredential(policy, secret, confirmation, { ...use.person, previous });
    if (!judged.ok) return judged;
    const { requestId } = use;
    const next = { policy, secret: judged.value };
    return this.#used(use, async ({ certificate }) => {
      if (!this.#parts.profiles.of(certificate.product).credentialPolicies.includes(policy))
        return refuse('credential.form');
      await this.#audit('certificate.credential', certificate.serialHex, certificate.personKey);
      return this.#parts.custody.changeCredential({
        requestId,
        keyId: certificate.keyId,
        current: use.credential,
        next,
      });
    });
  }

  async sign(use: Parameters<CertificateLifeCycle['sign']>[0]): Promise<Result<Buffer, UseRefusal>> {
    return this.#used(use, async (standing) => {
      const { keyId, serialHex, personKey } = standing.certificate;
      await this.#audit('certificate.use', serialHex, personKey);
      const cms = use.form === 'pkcs1' ? undefined : await this.#cms(standing, use);
      const toBeSigned = cms ? signedAttributes(cms) : use.bytes;
      const { requestId, credential } = use;
      const bytes = toBeSigned.toString('base64url');
      const signed = await this.#parts.custody.sign({ requestId, keyId, credential, bytes });
      if (!signed.ok) return signed;
      const signature = Buffer.from(signed.value.signature, 'base64url');
      return ok(cms ? signedData(cms, signature) : signature);
    });
  }

  async proveIdentity(use: Parameters<CertificateLifeCycle['proveIdentity']>[0]): Promise<Result<string, UseRefusal>> {
    const { requestId, credential, reader } = use;
    checkRecipient(reader.publicKey);
    return this.#used(use, async ({ certificate: { keyId, serialHex, personKey } }) => {
      await this.#audit('certificate.identityProof', serialHex, personKey, { reader: reader.name });
      const { publicKey: recipient, nonce } = reader;
      const proved = await this.#parts.custody.proveIdentity({ requestId, keyId, credential, recipient, nonce });
      return proved.ok ? ok(proved.value.envelope) : proved;
    });
  }

  /** When the key of a certificate was last used. */
  async lastUsedAt(serialHex: string): Promise<string | undefined> {
    return (await this.#parts.records.get<LastUse>(useKey(serialHex)))?.value.at;
  }

  /** Writes into the register that a key is locked for good. */
  async lock(standing: CertificateStanding): Promise<void> {
    const { standings, audit, clock } = this.#parts;
    const { serialHex, personKey } = standing.certificate;
    const change = { state: 'locked', actor: 'system', requestId: ownRequest('locked', serialHex) } as const;
    await audit.write({ action: 'certificate.locked', actor: 'system', personKey, subject: serialHex });
    await standings.change(standing, changeAt(clock.now(), change), (state) => state === 'active');
  }

  async #used<T, Code extends RefusalCode>(
    use: KeyUse,
    act: (standing: CertificateStanding) => Promise<Result<T, Code | CredentialFault>>,
  ): Promise<Result<T, Code | UseRefusal>> {
    const standing = await this.#parts.standings.of(use.serialHex);
    if (standing?.state === 'locked') return refuse('credential.locked');
    if (standing?.state !== 'active') return refuse('certificate.notActive');
    const result = await act(standing);
    if (result.ok) await this.#remember(use.serialHex);
    else if (result.code === 'credential.locked') await this.lock(standing);
    return result;
  }

  async #cms(
    { certificate }: CertificateStanding,
    { bytes, form }: Parameters<CertificateLifeCycle['sign']>[0],
  ): Promise<CmsContent> {
    const { register, clock, issuingCertificate, profiles } = this.#parts;
    const own = await register.body(certificate.serialHex);
    if (!own) throw new Error('expected the bytes of a stored certificate, found none');
    return {
      content: bytes,
      attached: form === 'cmsAttached',
      signedAt: wholeSecond(clock.now()),
      certificates: [own, issuingCertificate],
      keyType: profiles.of(certificate.product).keyType,
    };
  }

  async #remember(serialHex: string): Promise<void> {
    const { records, clock } = this.#parts;
    const found = await records.get<LastUse>(useKey(serialHex));
    const use: LastUse = { schema: 1, at: instantText(clock.now()) };
    // Another use at the same moment is as good.
    await records.putIfVersion(useKey(serialHex), use, found?.version ?? 0);
  }

  async #audit(
    action: AuditAction,
    subject: string,
    personKey: string,
    details?: AuditEvent['details'],
  ): Promise<void> {
    await this.#parts.audit.write({ action, actor: 'customer', personKey, subject, ...(details && { details }) });
  }
}

function useKey(serialHex: string): string {
  return `use:${serialHex}`;
}
