import { countsFor, needsOf } from '../identity/evidence.ts';
import type { Enrollment, Proof, Prover, Task } from './enrollment.ts';
import { proofEvidence } from './proofs.ts';
import { tasks } from './tasks.ts';

/** Whether a way of proving who one is can be enough for a task. */
export function proves(task: Task, by: Proof['by']): boolean {
  return needsOf(tasks[task].act).some(({ kinds }) => kinds.includes(by));
}

/** How this customer proves who they are: as they chose, else by what is shortest for them. */
export function proverOf({ task, known, prover }: Pick<Enrollment, 'task' | 'known' | 'prover'>): Prover {
  if (prover) return prover;
  return known && proves(task, 'credential') && !proves(task, 'known') ? 'credential' : 'bankLogin';
}

/** Whether a proof alone is of use for a task, and still fresh. */
export function proofCounts(task: Task, proof: Proof, now: Temporal.Instant): boolean {
  return countsFor(needsOf(tasks[task].act), proofEvidence(proof, 'none'), now);
}
