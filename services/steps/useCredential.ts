import { personContext } from '../cases/caseRecord.ts';
import type { CertificateDetails } from '../certificates/certificateLifeCycle.ts';
import type { Credential, CredentialRefusal } from '../certificates/credential.ts';
import type { BankIdentity } from '../banks/bankLogin.ts';
import type { CaseHappening } from '../cases/caseEvents.ts';
import { ok, refuse, type Result } from '../shared/result.ts';
import type { NewCredentialFields, UseFields, UseFieldsRefusal, VisitOwner } from '../visits/secureStep.ts';
import { loginOf } from '../enrollment/enrollment.ts';
import { ownCertificate } from '../enrollment/holdings.ts';
import { enteredCredential } from '../enrollment/proofs.ts';
import { provedBy } from './answered.ts';
import { issuedEvent } from './issueCertificate.ts';
import type { WaitingCase } from './openCase.ts';
import type { SecureStepCollaborators } from './secureStepCollaborators.ts';
import { usedCertificate } from './visitFacts.ts';

/** One submit of a page that asks for the credential of a certificate there is. */
export interface Use<Fields> {
  readonly parts: SecureStepCollaborators;
  readonly waiting: WaitingCase;
  readonly owner: VisitOwner;
  readonly fields: Fields;
  readonly now: Temporal.Instant;
  tell(happening: CaseHappening): Promise<void>;
}

/** The credential opens the key: the customer is whose certificate it is. */
export async function proveOwnership(use: Use<UseFields>): Promise<Result<void, UseFieldsRefusal>> {
  const { parts, waiting, fields, now } = use;
  const own = await usedCertificate(parts, waiting.enrollment);
  if (!own) return gone(use);
  const checked = await parts.certificates.checkCredential({
    requestId: requestId(parts),
    serialHex: own.serialHex,
    credential: credentialOf(fields),
  });
  if (!checked.ok) return refused(use, own, checked);
  const maskedName = waiting.enrollment.known?.maskedName;
  const proof = { at: now.toString(), by: 'credential', personKey: own.personKey } as const;
  await use.tell(provedBy({ ...proof, ...(maskedName !== undefined && { maskedName }) }));
  return ok(undefined);
}

/** Renews for exactly the card that came back with the credential; another one by now is shown first. */
export async function renewCertificate(use: Use<UseFields>): Promise<Result<void, UseFieldsRefusal>> {
  const { parts, waiting, fields, owner, now } = use;
  const { enrollment, record } = waiting;
  const own = await usedCertificate(parts, enrollment);
  if (!own || !enrollment.proof) return gone(use);
  if (!(await permitted(use, own.personKey))) return refuse('visit.stepGone');
  const renewed = await parts.certificates.renew({
    requestId: requestId(parts),
    enrollmentId: enrollment.id,
    caseId: record.id,
    personKey: own.personKey,
    product: own.product,
    bankCode: enrollment.bank ?? own.bankCode,
    credential: credentialOf(fields),
    confirmedHash: fields.confirmed ?? '',
    now,
  });
  if (renewed.ok) {
    await parts.conversations.tell(owner.caseId, issuedEvent(enrollment.id, renewed.value));
    return ok(undefined);
  }
  const { code, details = {} } = renewed;
  if (code === 'issue.confirmationChanged' || code === 'issue.paused') return refuse(code);
  if (code === 'credential.wrong' || code === 'credential.locked' || code === 'credential.keyGone')
    return refused(use, own, { ok: false, code, details });
  await use.tell({
    name: 'field.answered',
    field: 'holdings',
    value: (await parts.certificates.ofPerson(own.personKey)).map(ownCertificate),
    by: 'service',
    enrollmentId: enrollment.id,
    outlook: { ok: false, code, details },
  });
  return refuse('visit.stepGone');
}

/** Puts the key under a new credential; nobody but the customer ever knew the old one. */
export async function changeCredential(
  use: Use<NewCredentialFields>,
): Promise<Result<void, UseFieldsRefusal | CredentialRefusal>> {
  const { parts, waiting, fields } = use;
  const { enrollment, record } = waiting;
  const own = await usedCertificate(parts, enrollment);
  if (!own) return gone(use);
  if (!(await permitted(use, own.personKey))) return refuse('visit.stepGone');
  const login = loginOf(enrollment);
  const claims = login && parts.sealer.open<BankIdentity>(login.claims, personContext(record.id));
  const registered = await parts.registered(own.personKey);
  const phone = registered?.phone ?? claims?.phone;
  const changed = await parts.certificates.changeCredential({
    requestId: requestId(parts),
    serialHex: own.serialHex,
    credential: credentialOf(fields.current),
    next: fields.next,
    person: {
      ...(claims?.birthDate !== undefined && { birthDate: claims.birthDate }),
      ...(phone !== undefined && { phone }),
    },
  });
  if (changed.ok) {
    await use.tell({ name: 'credential.changed', enrollmentId: enrollment.id, certificate: ownCertificate(own) });
    return ok(undefined);
  }
  const { code, details = {} } = changed;
  if (isUseRefusal(code)) return refused(use, own, { ok: false, code, details });
  return refuse(code, details);
}

/** Signs the sample text; the answer is a CMS SignedData with the text in it. */
export async function signSample(use: Use<UseFields>): Promise<Result<Buffer, UseFieldsRefusal>> {
  const { parts, waiting, fields, now } = use;
  const own = await usedCertificate(parts, waiting.enrollment);
  if (!own) return gone(use);
  if (!(await permitted(use, own.personKey))) return refuse('visit.stepGone');
  const signed = await parts.certificates.sign({
    requestId: requestId(parts),
    serialHex: own.serialHex,
    credential: credentialOf(fields),
    bytes: Buffer.from(parts.sampleText(waiting.record.locale, now)),
    form: 'cmsAttached',
  });
  if (!signed.ok) return refused(use, own, signed);
  await use.tell({ name: 'signature.made', enrollmentId: waiting.enrollment.id });
  return signed;
}

/** Whether the evidence of the task lets the act be done with the credential of this request; else the chat asks again. */
async function permitted<Fields>(use: Use<Fields>, personKey: string): Promise<boolean> {
  const { parts, waiting, now } = use;
  const { enrollment } = waiting;
  const enrollmentId = enrollment.id;
  const given = [enteredCredential(personKey, now)];
  const permit = await parts.guard.permit({ enrollment, enrollmentId, personKey, given });
  if (!permit.ok) await use.tell({ name: 'evidence.missing', enrollmentId, answer: permit.answer });
  return permit.ok;
}

function credentialOf({ policy, secret }: UseFields): Credential {
  return { policy, secret };
}

/** Names one entry of the credential; a second submit is a second entry. */
function requestId({ random }: SecureStepCollaborators): string {
  return random.bytes(16).toString('base64url');
}

type UseCode = 'credential.wrong' | 'credential.locked' | 'credential.keyGone' | 'certificate.notActive';

function isUseRefusal(code: string): code is UseCode {
  return ['credential.wrong', 'credential.locked', 'credential.keyGone', 'certificate.notActive'].includes(code);
}

/** A lock is news for the case, and so is a certificate that has no credential to enter any more. */
async function refused<Fields>(
  use: Use<Fields>,
  own: CertificateDetails,
  refusal: { readonly ok: false; readonly code: UseCode; readonly details?: Readonly<Record<string, string | number>> },
): Promise<Result<never, UseFieldsRefusal>> {
  const { enrollment } = use.waiting;
  const { code, details = {} } = refusal;
  if (code === 'credential.locked')
    await use.tell({ name: 'credential.locked', enrollmentId: enrollment.id, certificate: ownCertificate(own) });
  if (code === 'certificate.notActive' || code === 'credential.keyGone')
    await use.tell({ name: 'field.withdrawn', field: 'proof' });
  return refuse(code, details);
}

async function gone<Fields>(use: Use<Fields>): Promise<Result<never, 'visit.stepGone'>> {
  await use.tell({ name: 'field.withdrawn', field: 'proof' });
  return refuse('visit.stepGone');
}
