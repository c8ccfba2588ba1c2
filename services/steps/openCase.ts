import { caseKey, type CaseRecord } from '../cases/caseRecord.ts';
import { upgradedCase } from '../cases/upgradeCase.ts';
import type { Records } from '../state/records.ts';
import type { SecureStep, VisitOwner } from '../visits/secureStep.ts';
import type { Enrollment } from '../enrollment/enrollment.ts';
import { neededStep } from '../enrollment/plan/progress.ts';

/** A case that waits for a step of this very visit. */
export interface WaitingCase {
  readonly record: CaseRecord;
  readonly enrollment: Enrollment;
}

/** Reads the case of a visit. */
export async function caseOf(records: Records, owner: VisitOwner): Promise<CaseRecord | undefined> {
  const stored = await records.get<CaseRecord>(caseKey(owner.caseId));
  return stored && upgradedCase(stored.value);
}

/** The case, when it waits for `step` in this visit; undefined when the step is done, or the visit is not the open one. */
export function waitingFor(
  record: CaseRecord,
  owner: VisitOwner,
  step: SecureStep,
  now: Temporal.Instant,
): WaitingCase | undefined {
  const { enrollment, visit } = record;
  if (!enrollment || visit?.number !== owner.visitNumber || visit.finished) return undefined;
  return neededStep(enrollment, now) === step ? { record, enrollment } : undefined;
}
