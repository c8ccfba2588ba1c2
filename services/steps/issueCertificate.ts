import { personContext } from '../cases/caseRecord.ts';
import type { IssueRefusal } from '../certificates/certificateIssuing.ts';
import type { CertificateSummary } from '../certificates/certificate.ts';
import { checkCredential } from '../certificates/keys/credentialPolicy.ts';
import type { CaseEvent } from '../cases/caseEvents.ts';
import { ok, refuse, type Result } from '../shared/result.ts';
import type { VisitOwner } from '../visits/secureStep.ts';
import type { CredentialRefusal, CredentialFields } from '../certificates/credential.ts';
import type { Enrollment, KeptField, Person } from '../enrollment/enrollment.ts';
import { tasks } from '../enrollment/tasks.ts';
import type { WaitingCase } from './openCase.ts';
import type { SecureStepCollaborators } from './secureStepCollaborators.ts';

type Issue = SecureStepCollaborators & {
  readonly waiting: WaitingCase;
  readonly owner: VisitOwner;
  readonly fields: CredentialFields;
  readonly now: Temporal.Instant;
};

/**
 * The last step: judges the credential, issues the certificate for exactly what was confirmed, and tells the case. Called
 * again for the same enrollment it finds the same certificate.
 *
 * Outage: `Unavailable('ca' | 'store')`; what was issued by then is found again by the next try.
 */
export async function issueCertificate(request: Issue): Promise<Result<void, CredentialRefusal>> {
  const { waiting, fields, sealer } = request;
  const { enrollment, record } = waiting;
  const { identity: person, bank, kind, confirmation } = enrollment;
  if (!person || !bank || !kind || !confirmation) throw new Error('expected a whole enrollment before the credential');
  if (!request.credentialPolicies(kind).includes(fields.policy)) return refuse('credential.form');
  const { personKey } = person;
  const permit = await request.guard.permit({ enrollment, enrollmentId: enrollment.id, personKey });
  if (!permit.ok) return tellMissing(request, permit.answer);
  const opened = sealer.open<Person>(person.sealed, personContext(record.id));
  const judged = checkCredential(fields.policy, fields.secret, fields.confirmation, opened);
  if (!judged.ok) return judged;
  const certificate = {
    subject: {
      enrollmentId: enrollment.id,
      caseId: record.id,
      personKey,
      product: kind,
      bankCode: bank,
      name: opened.name,
      vid: person.vid,
    },
    credential: { policy: fields.policy, secret: judged.value },
    confirmedHash: confirmation.hash,
    now: request.now,
  };
  const issued = tasks[enrollment.task].replaces
    ? await request.certificates.reissue({ ...certificate, reason: replaceReasonOf(enrollment.reason) })
    : await request.certificates.issue({ ...certificate, replaceConsent: enrollment.replacement !== undefined });
  return issued.ok ? tellIssued(request, issued.value) : tellRefused(request, issued.code);
}

/** Why the old one ends: only a key in doubt is listed as such. */
function replaceReasonOf(reason: Enrollment['reason']): 'superseded' | 'keyCompromise' {
  return reason === 'suspicion' || reason === 'lostDevice' ? 'keyCompromise' : 'superseded';
}

async function tellIssued(request: Issue, certificate: CertificateSummary): Promise<Result<void, never>> {
  const { enrollment } = request.waiting;
  await request.conversations.tell(request.owner.caseId, issuedEvent(enrollment.id, certificate));
  return ok(undefined);
}

/** How a case hears of its certificate; the same event from the page and from recovery, so it counts once. */
export function issuedEvent(enrollmentId: string, certificate: CertificateSummary): CaseEvent {
  return { id: `issued:${enrollmentId}`, name: 'certificate.issued', enrollmentId, certificate };
}

/** The chat asks for the proof that is missing; this page is over. */
async function tellMissing(
  { owner, waiting, conversations }: Issue,
  answer: KeptField,
): Promise<Result<void, CredentialRefusal>> {
  const id = `evidence.missing:${owner.visitNumber}`;
  const enrollmentId = waiting.enrollment.id;
  await conversations.tell(owner.caseId, { id, name: 'evidence.missing', enrollmentId, answer });
  return refuse('visit.stepGone');
}

/** Refusals that the chat must deal with before the page can go on. */
async function tellRefused(
  request: Issue,
  code: IssueRefusal | 'reissue.none',
): Promise<Result<void, CredentialRefusal>> {
  const { owner, waiting, certificates, conversations } = request;
  const id = `${code}:${owner.visitNumber}`;
  if (code === 'issue.paused' || code === 'issue.productNotSold') return refuse('issue.paused');
  if (code === 'issue.identityGone') {
    await conversations.tell(owner.caseId, { id, name: 'field.withdrawn', field: 'identity' });
    return refuse('visit.stepGone');
  }
  const personKey = waiting.enrollment.identity?.personKey ?? '';
  const existing = await certificates.active(personKey, waiting.enrollment.kind ?? 'personal');
  const found = code === 'issue.replaceConsentNeeded' && existing;
  const event: CaseEvent = found
    ? { id, name: 'replacement.found', existing }
    : { id, name: 'field.withdrawn', field: 'confirmation' };
  await conversations.tell(owner.caseId, event);
  return refuse('issue.confirmationChanged');
}
