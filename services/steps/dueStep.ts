import type { CaseHappening } from '../cases/caseEvents.ts';
import type { CaseRecord } from '../cases/caseRecord.ts';
import { enteredCredential } from '../enrollment/proofs.ts';
import { stepAnswered } from '../enrollment/plan/progress.ts';
import type { KeptField } from '../enrollment/enrollment.ts';
import type { SecureStep } from '../enrollment/secureStep.ts';
import type { RefusalCode } from '../shared/refusals.ts';
import { ok, refuse, type Refusal, type Result } from '../shared/result.ts';
import type { VisitOwner } from '../visits/visitCase.ts';
import { waitingFor, type OpenCase } from './openCase.ts';
import type { SecureStepCollaborators } from './secureStepCollaborators.ts';

/** A step that its case waits for, and whose page was sent. */
export interface DueStep extends OpenCase {
  readonly parts: SecureStepCollaborators;
  readonly owner: VisitOwner;
  readonly now: Temporal.Instant;
}

/** Which step is sent; `issues`: a certificate that was issued in the visit says that it is done. */
interface Sent {
  readonly step: SecureStep;
  readonly issues?: boolean;
}

/**
 * Calls `complete` when the case waits for this step in this very visit. A step that is done already is ok again, without
 * a value; anything else is `visit.stepGone`.
 */
export async function whenDue<T, Code extends RefusalCode>(
  parts: SecureStepCollaborators,
  owner: VisitOwner,
  sent: Sent,
  complete: (due: DueStep) => Promise<Result<T, Code>>,
): Promise<Result<T | undefined, Code | 'visit.stepGone'>> {
  const now = parts.clock.now();
  const record = await parts.cases.read(owner.caseId);
  if (!record) return refuse('visit.stepGone');
  const waiting = waitingFor(record, owner, sent.step, now);
  if (waiting) return complete({ ...waiting, parts, owner, now });
  return isDone(record, owner, sent, now) ? ok(undefined) : refuse('visit.stepGone');
}

function isDone(record: CaseRecord, owner: VisitOwner, { step, issues }: Sent, now: Temporal.Instant): boolean {
  const { enrollment, visit, issued } = record;
  if (issues && issued?.visit === owner.visitNumber) return true;
  return enrollment !== undefined && visit?.number === owner.visitNumber && stepAnswered(enrollment, step, now);
}

/** Tells the case what a step brought about, under an id of the visit: the same page sent twice is the same event. */
export async function tell({ parts, owner }: DueStep, happening: CaseHappening): Promise<void> {
  const what = 'field' in happening ? `${happening.name}.${happening.field}` : happening.name;
  const id = `${what}:${owner.visitNumber}`;
  await parts.conversations.tell(owner.caseId, { ...happening, id });
}

/** A protected act lacks a proof: the chat asks for it again, and this page is over. */
export async function tellMissing(due: DueStep, answer: KeptField): Promise<Refusal<'visit.stepGone'>> {
  await tell(due, { name: 'evidence.missing', enrollmentId: due.enrollment.id, answer });
  return refuse('visit.stepGone');
}

/**
 * Asked before each act that the credential of this very request is for: whether the evidence of the task, with that
 * credential, lets it be done. Undefined: go on.
 */
export async function refusedUse(due: DueStep, personKey: string): Promise<Refusal<'visit.stepGone'> | undefined> {
  const { parts, enrollment, now } = due;
  const given = [enteredCredential(personKey, now)];
  const permit = await parts.guard.permit({ enrollment, enrollmentId: enrollment.id, personKey, given });
  return permit.ok ? undefined : tellMissing(due, permit.answer);
}
