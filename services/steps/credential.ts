import type { CaseHappening } from '../cases/caseEvents.ts';
import { personContext } from '../cases/caseRecord.ts';
import type { CertificateSummary } from '../certificates/certificate.ts';
import type { CertificateIssuing, IssueRefusal } from '../certificates/certificateIssuing.ts';
import type { CredentialFields, CredentialPolicy, CredentialRefusal } from '../certificates/credential.ts';
import { checkCredential } from '../certificates/keys/credentialPolicy.ts';
import type { Enrollment, Person } from '../enrollment/enrollment.ts';
import { tasks } from '../enrollment/tasks.ts';
import { ok, refuse, type Result } from '../shared/result.ts';
import { stepPage } from '../visits/stepPage.ts';
import { formStep } from '../visits/visitStep.ts';
import { chosenCredential, judgePolicy, readChosen } from './credentialForm.ts';
import { tellMissing, whenDue, type DueStep } from './dueStep.ts';
import { issuedEvent } from './issuedEvent.ts';
import { openCase } from './openCase.ts';
import type { SecureStepCollaborators } from './secureStepCollaborators.ts';

/** What the page shows on which the credential of a new certificate is chosen. */
export interface CredentialShown {
  readonly policies: readonly CredentialPolicy[];
}

/** 비밀번호 정하기: the last step of an issue. Who sends the same page twice finds the same certificate. */
export const credentialPage = stepPage<CredentialShown>('credential').withForm({
  keypads: ['secret', 'confirmation'],
  shape: chosenCredential,
  read: readChosen,
  judge: (fields, { policies }) => judgePolicy(fields, policies),
  mayBeSentAgain: true,
});

/** The step over its case: the certificate is issued with it. */
export function credentialStep(parts: SecureStepCollaborators) {
  return formStep(credentialPage, {
    shown: async (owner) => {
      const open = await openCase(parts.cases, owner);
      return open && { policies: parts.credentialPolicies(open.enrollment.kind ?? 'personal') };
    },
    complete: (owner, fields) =>
      whenDue(parts, owner, { step: 'credential', issues: true }, (due) => issueCertificate(due, fields)),
  });
}

/**
 * Judges the credential, issues the certificate for exactly what was confirmed, and tells the case. Called again for the
 * same enrollment it finds the same certificate.
 *
 * Outage: `Unavailable('ca' | 'store')`; what was issued by then is found again by the next try.
 */
async function issueCertificate(due: DueStep, fields: CredentialFields): Promise<Result<undefined, CredentialRefusal>> {
  const { parts, enrollment } = due;
  const personKey = enrollment.identity?.personKey ?? '';
  const permit = await parts.guard.permit({ enrollment, enrollmentId: enrollment.id, personKey });
  if (!permit.ok) return tellMissing(due, permit.answer);
  const order = orderOf(due, fields);
  if (!order.ok) return order;
  const issued = await issue(due, order.value);
  if (!issued.ok) return tellRefused(due, issued.code);
  await due.parts.conversations.tell(due.owner.caseId, issuedEvent(due.enrollment.id, issued.value));
  return ok(undefined);
}

/** What is issued, as both ways of issuing take it. */
type Order = Omit<Parameters<CertificateIssuing['issue']>[0], 'replaceConsent'>;

function orderOf(
  { parts, record, enrollment, now }: DueStep,
  fields: CredentialFields,
): Result<Order, CredentialRefusal> {
  const { identity: person, bank, kind, confirmation } = enrollment;
  if (!person || !bank || !kind || !confirmation) throw new Error('expected a whole enrollment before the credential');
  if (!parts.credentialPolicies(kind).includes(fields.policy)) return refuse('credential.form');
  const opened = parts.sealer.open<Person>(person.sealed, personContext(record.id));
  const judged = checkCredential(fields.policy, fields.secret, fields.confirmation, opened);
  if (!judged.ok) return judged;
  return ok({
    subject: {
      enrollmentId: enrollment.id,
      caseId: record.id,
      personKey: person.personKey,
      product: kind,
      bankCode: bank,
      name: opened.name,
      vid: person.vid,
    },
    credential: { policy: fields.policy, secret: judged.value },
    confirmedHash: confirmation.hash,
    now,
  });
}

/** The act. */
function issue(
  { parts, enrollment }: DueStep,
  order: Order,
): Promise<Result<CertificateSummary, IssueRefusal | 'reissue.none'>> {
  return tasks[enrollment.task].replaces
    ? parts.certificates.reissue({ ...order, reason: replaceReasonOf(enrollment.reason) })
    : parts.certificates.issue({ ...order, replaceConsent: enrollment.replacement !== undefined });
}

/** Why the old one ends: only a key in doubt is listed as such. */
function replaceReasonOf(reason: Enrollment['reason']): 'superseded' | 'keyCompromise' {
  return reason === 'suspicion' || reason === 'lostDevice' ? 'keyCompromise' : 'superseded';
}

/** Refusals that the chat must deal with before the page can go on. */
async function tellRefused(
  due: DueStep,
  code: IssueRefusal | 'reissue.none',
): Promise<Result<never, CredentialRefusal>> {
  if (code === 'issue.paused' || code === 'issue.productNotSold') return refuse('issue.paused');
  const { owner, parts } = due;
  const id = `${code}:${owner.visitNumber}`;
  await parts.conversations.tell(owner.caseId, { ...(await whatIsNew(due, code)), id });
  return refuse(code === 'issue.identityGone' ? 'visit.stepGone' : 'issue.confirmationChanged');
}

async function whatIsNew({ parts, enrollment }: DueStep, code: string): Promise<CaseHappening> {
  if (code === 'issue.identityGone') return { name: 'field.withdrawn', field: 'identity' };
  const { identity: person, kind } = enrollment;
  const existing = await parts.certificates.active(person?.personKey ?? '', kind ?? 'personal');
  const isFound = code === 'issue.replaceConsentNeeded' && existing;
  return isFound ? { name: 'replacement.found', existing } : { name: 'field.withdrawn', field: 'confirmation' };
}
