import type { AdmittedVisit } from './visitAccess.ts';
import type { VisitFacts } from './visitCase.ts';
import type { VisitRecord } from './visitRecord.ts';
import type { VisitStore } from './visitStore.ts';

/** Steps that are done, whether this visit did them or an earlier one. */
export function stepsDone(record: VisitRecord, facts: VisitFacts): ReadonlySet<string> {
  return new Set([...record.done, ...facts.done]);
}

/** The step that the visit waits for; undefined when all are done. */
export function dueStep({ record, facts }: Pick<AdmittedVisit, 'record' | 'facts'>): string | undefined {
  const done = stepsDone(record, facts);
  return record.steps.find((step) => !done.has(step));
}

/** Writes that this browser completed a step; the last one finishes the visit. */
export async function noteDone(
  store: VisitStore,
  visit: AdmittedVisit,
  step: string,
  now: Temporal.Instant,
): Promise<void> {
  const done = new Set([...stepsDone(visit.record, visit.facts), step]);
  await store.update(visit.id, (record) => {
    const all = new Set([...done, ...record.done]);
    const finished = record.steps.every((needed) => all.has(needed));
    const own = [...new Set([...record.done, step])];
    const finishedAt = record.finishedAt ?? now.toString();
    return { ...record, done: own, stopped: undefined, ...(finished && { finishedAt }) };
  });
}
