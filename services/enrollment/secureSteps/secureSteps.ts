import type { CertificateIssuing, ProductCode } from '../../certificates/certificateService.ts';
import { personContext, type CaseRecord } from '../../cases/caseRecord.ts';
import type { CaseHappening, Conversations } from '../../conversations/conversations.ts';
import type { BankIdentity } from '../../banks/bankLogin.ts';
import type { IdentityVerifier } from '../../identity/identityVerifier.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Random } from '../../shared/random.ts';
import { ok, refuse, type Result } from '../../shared/result.ts';
import type { Sealer } from '../../shared/sealed.ts';
import type { Counters } from '../../state/counters.ts';
import type { Records } from '../../state/records.ts';
import type {
  CredentialFields,
  CredentialPolicy,
  CredentialRefusal,
  IdentityFields,
  IdentityRefusal,
  SecureStep,
  SecureStepHandlers,
  VisitFacts,
  VisitOwner,
} from '../../visits/secureStep.ts';
import { answered } from '../fields.ts';
import type { PersonKeys } from '../personKeys.ts';
import { identify } from './identify.ts';
import { issueCertificate } from './issueCertificate.ts';
import { caseOf, waitingFor } from './openCase.ts';

/** What the secure steps act with. */
export interface SecureStepCollaborators {
  readonly records: Records;
  readonly counters: Counters;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: Random;
  readonly personKeys: PersonKeys;
  readonly identityVerifier: IdentityVerifier;
  readonly certificates: CertificateIssuing;
  readonly conversations: Conversations;
  /** HMAC of a phone for counters (services/sms/smsLimits). */
  readonly phoneKey: (phone: string) => string;
  /** The token of a visit's link. */
  readonly visitToken: (owner: VisitOwner) => string;
  readonly credentialPolicies: (product: ProductCode) => readonly CredentialPolicy[];
}

/**
 * What happens when a customer completes a step of the secure view: the one consumer of each field. Each tells the case
 * under an id of the visit, so that a second submit of the same page is the same event.
 */
export class EnrollmentSecureSteps implements SecureStepHandlers {
  readonly #with: SecureStepCollaborators;

  constructor(collaborators: SecureStepCollaborators) {
    this.#with = collaborators;
  }

  async facts(owner: VisitOwner): Promise<VisitFacts | undefined> {
    const record = await caseOf(this.#with.records, owner);
    if (!record) return undefined;
    if (record.issued?.visit === owner.visitNumber) return this.#issuedFacts(record, record.issued);
    const { enrollment, visit } = record;
    if (!enrollment || visit?.number !== owner.visitNumber) return undefined;
    const claims =
      enrollment.login && this.#with.sealer.open<BankIdentity>(enrollment.login.claims, personContext(record.id));
    const product = enrollment.kind ?? 'personal';
    return {
      locale: record.locale,
      purpose: enrollment.task,
      bankCode: enrollment.bank ?? '',
      product,
      maskedName: enrollment.person?.maskedName,
      prefill: claims && { name: claims.name, phone: claims.phone, email: claims.email },
      credentialPolicies: this.#with.credentialPolicies(product),
      done: visit.steps.filter((step) => this.#isDone(record, step)),
    };
  }

  #isDone(record: CaseRecord, step: SecureStep): boolean {
    return record.enrollment !== undefined && answered(record.enrollment, step, this.#with.clock.now());
  }

  #issuedFacts(record: CaseRecord, issued: NonNullable<CaseRecord['issued']>): VisitFacts {
    return {
      locale: record.locale,
      purpose: 'issue',
      bankCode: issued.bank,
      product: issued.product,
      credentialPolicies: this.#with.credentialPolicies(issued.product),
      done: record.visit?.number === issued.visit ? record.visit.steps : ['credential'],
      issued: { serialHex: issued.serialHex, notAfter: issued.notAfter },
    };
  }

  /** The bank has said who logged in: its claims are sealed, the person is known by key. */
  async bankLogin(
    owner: VisitOwner,
    identity: BankIdentity,
  ): Promise<Result<void, 'bankLogin.otherPerson' | 'visit.stepGone'>> {
    const now = this.#with.clock.now();
    const record = await caseOf(this.#with.records, owner);
    if (!record) return refuse('visit.stepGone');
    if (!waitingFor(record, owner, 'bankLogin', now)) {
      const done = record.visit?.number === owner.visitNumber && this.#isDone(record, 'bankLogin');
      return done ? ok(undefined) : refuse('visit.stepGone');
    }
    const login = {
      at: now.toString(),
      subjectKey: this.#with.personKeys.ofSubject(identity.bankCode, identity.subject),
      personKey: this.#with.personKeys.ofCi(identity.ci),
      claims: this.#with.sealer.seal(identity, personContext(owner.caseId)),
    };
    await this.#tell(owner, { name: 'bankLogin.done', login });
    return ok(undefined);
  }

  async identity(owner: VisitOwner, fields: IdentityFields): Promise<Result<void, IdentityRefusal>> {
    const now = this.#with.clock.now();
    const record = await caseOf(this.#with.records, owner);
    if (!record) return refuse('visit.stepGone');
    const waiting = waitingFor(record, owner, 'identity', now);
    if (!waiting) return this.#doneOrGone(record, owner, 'identity');
    const found = await identify({ ...this.#with, waiting, fields, now });
    if (!found.ok) return found;
    await this.#tell(owner, { name: 'identity.done', ...found.value });
    return ok(undefined);
  }

  async credential(owner: VisitOwner, fields: CredentialFields): Promise<Result<void, CredentialRefusal>> {
    const now = this.#with.clock.now();
    const record = await caseOf(this.#with.records, owner);
    if (!record) return refuse('visit.stepGone');
    if (record.issued?.visit === owner.visitNumber) return ok(undefined);
    const waiting = waitingFor(record, owner, 'credential', now);
    if (!waiting) return refuse('visit.stepGone');
    return issueCertificate({ ...this.#with, waiting, owner, fields, now });
  }

  #doneOrGone(record: CaseRecord, owner: VisitOwner, step: SecureStep): Result<void, 'visit.stepGone'> {
    const done = record.visit?.number === owner.visitNumber && this.#isDone(record, step);
    return done ? ok(undefined) : refuse('visit.stepGone');
  }

  async renewLink(owner: VisitOwner, ownBrowser: boolean): Promise<string | undefined> {
    await this.#tell(owner, { name: 'visit.renew', shown: !ownBrowser });
    const record = await caseOf(this.#with.records, owner);
    const next = record?.visit;
    if (!record || !next || next.number <= owner.visitNumber || !ownBrowser) return undefined;
    return this.#with.visitToken({ caseId: owner.caseId, visitNumber: next.number });
  }

  async showRebindNumber(owner: VisitOwner, twoDigits: string): Promise<void> {
    const id = `visit.rebind:${owner.visitNumber}:${twoDigits}:${this.#with.clock.now().epochMilliseconds}`;
    await this.#with.conversations.tell(owner.caseId, { id, name: 'visit.rebind', number: twoDigits });
  }

  async #tell(owner: VisitOwner, happening: CaseHappening): Promise<void> {
    await this.#with.conversations.tell(owner.caseId, { ...happening, id: `${happening.name}:${owner.visitNumber}` });
  }
}
