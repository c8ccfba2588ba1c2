import type { CaseRecord } from '../cases/caseRecord.ts';
import type { CaseStore } from '../cases/caseStore.ts';
import type { Enrollment } from '../enrollment/enrollment.ts';
import { neededStep } from '../enrollment/plan/progress.ts';
import type { SecureStep } from '../enrollment/secureStep.ts';
import type { VisitOwner } from '../visits/visitCase.ts';

/** A case with a task under way whose newest visit is the one that asks. */
export interface OpenCase {
  readonly record: CaseRecord;
  readonly enrollment: Enrollment;
}

/** The case of a visit with its task, for what a page shows; undefined when the visit is not the open one. */
export async function openCase(cases: Pick<CaseStore, 'read'>, owner: VisitOwner): Promise<OpenCase | undefined> {
  const record = await cases.read(owner.caseId);
  if (!record?.enrollment || record.visit?.number !== owner.visitNumber) return undefined;
  return { record, enrollment: record.enrollment };
}

/** The case, when it waits for `step` in this visit; undefined when the step is done, or the visit is not the open one. */
export function waitingFor(
  record: CaseRecord,
  owner: VisitOwner,
  step: SecureStep,
  now: Temporal.Instant,
): OpenCase | undefined {
  const { enrollment, visit } = record;
  if (!enrollment || visit?.number !== owner.visitNumber || visit.finished) return undefined;
  return neededStep(enrollment, now) === step ? { record, enrollment } : undefined;
}
