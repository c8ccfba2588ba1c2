import type { SecureStepCollaborators } from './secureStepCollaborators.ts';
import { personContext, type CaseRecord } from '../cases/caseRecord.ts';
import type { CaseHappening } from '../cases/caseEvents.ts';
import type { BankIdentity } from '../banks/bankLogin.ts';
import { maskName, maskPhone } from '../shared/masks.ts';
import { ok, refuse, type Result } from '../shared/result.ts';
import type {
  IdentityFields,
  IdentityRefusal,
  NewCredentialFields,
  SecureStep,
  SecureStepHandlers,
  UseFields,
  UseFieldsRefusal,
  VisitFacts,
  VisitOwner,
} from '../visits/secureStep.ts';
import type { CredentialRefusal, CredentialFields } from '../certificates/credential.ts';
import type { LoginEvidence, Person, ReachedAt } from '../enrollment/enrollment.ts';
import { stepAnswered } from '../enrollment/plan/progress.ts';
import { loginEvidence, identityEvidence } from '../enrollment/proofs.ts';
import { sendsToRegisteredPhone, tasks } from '../enrollment/tasks.ts';
import { askWeakUntil } from '../identity/weakPhone.ts';
import { answered, provedBy } from './answered.ts';
import { identify, identifyOnly } from './identify.ts';
import { issueCertificate } from './issueCertificate.ts';
import { caseOf, waitingFor, type WaitingCase } from './openCase.ts';
import { changeCredential, proveOwnership, renewCertificate, signSample, type Use } from './useCredential.ts';
import { factsOf } from './visitFacts.ts';

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
    return record && factsOf(this.#with, record, owner);
  }

  #isDone({ enrollment }: CaseRecord, step: SecureStep): boolean {
    return enrollment !== undefined && stepAnswered(enrollment, step, this.#with.clock.now());
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
      bank: identity.bankCode,
      subjectKey: this.#with.personKeys.ofSubject(identity.bankCode, identity.subject),
      personKey: this.#with.personKeys.ofCi(identity.ci),
      claims: this.#with.sealer.seal(identity, personContext(owner.caseId)),
    };
    await this.#tell(owner, await this.#loggedIn(record, login, identity));
    return ok(undefined);
  }

  /** For a task of a certificate's later life the log-in is the proof itself. */
  async #loggedIn(record: CaseRecord, login: LoginEvidence, identity: BankIdentity): Promise<CaseHappening> {
    const task = record.enrollment?.task ?? 'issue';
    if (tasks[task].identifies) return answered('bankLogin', login, loginEvidence(login, 'secureView'));
    const { at, personKey } = login;
    const maskedName = identity.name === undefined ? undefined : maskName(identity.name);
    const contact = sendsToRegisteredPhone(task) ? await this.#contact(record, personKey, identity) : undefined;
    const name = maskedName === undefined ? {} : { maskedName };
    return provedBy({ at, by: 'bankLogin', personKey, ...name, login, ...(contact && { contact }) });
  }

  /** Where a code goes: the phone registered with the certificate, else the one that the bank knows. */
  async #contact(record: CaseRecord, personKey: string, identity: BankIdentity): Promise<ReachedAt | undefined> {
    const registered = await this.#with.registered(personKey);
    const phone = registered?.phone ?? identity.phone;
    if (phone === undefined) return undefined;
    const person = { name: identity.name ?? '', birthDate: identity.birthDate ?? '', phone, email: '' };
    const { identityVerifier: bureau, clock, phoneQuietHours: quietHours } = this.#with;
    const weakUntil = await askWeakUntil({ phone, bureau, quietHours, now: clock.now() });
    return {
      sealed: this.#with.sealer.seal<Person>(person, personContext(record.id)),
      maskedPhone: maskPhone(phone),
      phoneKey: this.#with.phoneKey(phone),
      ...(weakUntil && { phoneWeakUntil: weakUntil.toString() }),
    };
  }

  async identity(owner: VisitOwner, fields: IdentityFields): Promise<Result<void, IdentityRefusal>> {
    const now = this.#with.clock.now();
    const record = await caseOf(this.#with.records, owner);
    if (!record) return refuse('visit.stepGone');
    const waiting = waitingFor(record, owner, 'identity', now);
    if (!waiting) return this.#doneOrGone(record, owner, 'identity');
    const { task } = waiting.enrollment;
    if (!tasks[task].identifies) return this.#proveByIdentity(owner, waiting, fields, now);
    const found = await identify({ ...this.#with, waiting, fields, now });
    if (!found.ok) return found;
    await this.#tell(owner, answered('identity', found.value, identityEvidence(found.value, 'secureView')));
    return ok(undefined);
  }

  async #proveByIdentity(
    owner: VisitOwner,
    waiting: WaitingCase,
    fields: IdentityFields,
    now: Temporal.Instant,
  ): Promise<Result<void, IdentityRefusal>> {
    const found = await identifyOnly({ ...this.#with, waiting, fields, now });
    if (!found.ok) return found;
    await this.#tell(owner, provedBy({ at: now.toString(), by: 'identity', ...found.value }));
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

  ownership(owner: VisitOwner, fields: UseFields): Promise<Result<void, UseFieldsRefusal>> {
    return this.#use(owner, 'ownership', fields, proveOwnership, undefined);
  }

  renewal(owner: VisitOwner, fields: UseFields): Promise<Result<void, UseFieldsRefusal>> {
    return this.#use(owner, 'renewal', fields, renewCertificate, undefined);
  }

  newCredential(
    owner: VisitOwner,
    fields: NewCredentialFields,
  ): Promise<Result<void, UseFieldsRefusal | CredentialRefusal>> {
    return this.#use(owner, 'newCredential', fields, changeCredential, undefined);
  }

  /** A second submit of a signed page has nothing to answer with: the sample waits on the finished page. */
  signature(owner: VisitOwner, fields: UseFields): Promise<Result<Buffer, UseFieldsRefusal>> {
    return this.#use(owner, 'signature', fields, signSample, refuse('visit.stepGone'));
  }

  /** @param again what a step that this visit has done already is answered with; undefined: that all is well */
  async #use<Fields, T, Code extends string>(
    owner: VisitOwner,
    step: SecureStep,
    fields: Fields,
    act: (use: Use<Fields>) => Promise<Result<T, Code>>,
    again: Result<T, 'visit.stepGone'> | undefined,
  ): Promise<Result<T, Code | 'visit.stepGone'>> {
    const now = this.#with.clock.now();
    const record = await caseOf(this.#with.records, owner);
    if (!record) return refuse('visit.stepGone');
    const waiting = waitingFor(record, owner, step, now);
    if (waiting) {
      const tell = (happening: CaseHappening): Promise<void> => this.#tell(owner, happening);
      return act({ parts: this.#with, waiting, owner, fields, now, tell });
    }
    const isDone = record.issued?.visit === owner.visitNumber || this.#doneOrGone(record, owner, step).ok;
    // Only steps that answer nothing are answered again.
    return isDone ? (again ?? (ok(undefined) as Result<T, never>)) : refuse('visit.stepGone');
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
    const what = 'field' in happening ? `${happening.name}.${happening.field}` : happening.name;
    await this.#with.conversations.tell(owner.caseId, { ...happening, id: `${what}:${owner.visitNumber}` });
  }
}
