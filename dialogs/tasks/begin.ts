import { isKnownAt } from '../../services/customers/knownCustomers.ts';
import type { Enrollment, Proof, Task } from '../../services/enrollment/enrollment.ts';
import { proofEvidence } from '../../services/enrollment/proofs.ts';
import { proofCounts } from '../../services/enrollment/prover.ts';
import { planOf } from '../../services/enrollment/plan/plan.ts';
import { sendsToRegisteredPhone, tasks } from '../../services/enrollment/tasks.ts';
import { currentStep, goOn, resume } from './stepRegistry.ts';
import { takeAnswers } from '../steps/volunteeredAnswers.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { reasonIn } from '../steps/reason.ts';

/** Tasks of a certificate's later life. */
export type LifeTask = Exclude<Task, 'issue'>;

/**
 * Begins what a customer wants of a certificate they have, with whatever was said already. A task under way is put aside
 * and can be gone on with afterwards.
 */
export function beginLife(turn: Turn, task: LifeTask, message: Message | undefined): void {
  const { record } = turn;
  if (record.enrollment?.task === task) {
    turn.say('life.already');
    return resume(turn);
  }
  const { enrollment: before, asked } = record;
  putAside(turn);
  turn.begin(task, whoIs(turn, task));
  turn.askedNothing();
  if (message) {
    takeAnswers(turn, message);
    const said = asked?.what === 'forgotten' ? 'forgotten' : reasonIn(turn, message);
    if (said && planOf(task, undefined, undefined).fields.includes('reason')) turn.put('reason', said);
  }
  // who goes on from one task to the next speaks of the same bank
  if (before?.bank !== undefined && turn.enrollment.bank === undefined) turn.put('bank', before.bank);
  // what can't be taken of the message has been answered, and asked for again
  if (turn.record.asked !== undefined) return;
  // what is looked up at once is its own answer
  const isLookedUp = currentStep(turn)?.field === 'holdings' || currentStep(turn)?.field === 'outcome';
  if (turn.silent && !isLookedUp) turn.say(`life.${task}.begin`);
  goOn(turn);
}

/** The task under way waits; the link of its page ends. */
export function putAside(turn: Turn): void {
  const { record } = turn;
  if (record.visit && !record.visit.finished) turn.effect({ kind: 'visit.close', visit: record.visit.number });
  // What is only looked at is not worth coming back to.
  if (record.enrollment && tasks[record.enrollment.task].isKeptWhenLeft) turn.keep({ shelved: record.enrollment });
  turn.leaveTask();
  turn.keep({ visit: undefined });
}

/** Whom this conversation knows, and what was proved in it lately: nobody proves the same thing twice. */
function whoIs(turn: Turn, task: Task): Pick<Enrollment, 'known' | 'proof' | 'bank' | 'evidence'> {
  const { known, proved } = turn.record;
  const remembered = known && isKnownAt(known, turn.now) ? known : undefined;
  const proof = lately(proved, task, turn.now) ?? (remembered && recognised(turn, task, remembered));
  const bank = proof?.by === 'bankLogin' ? proved?.bank : remembered?.bank;
  return {
    ...(remembered && {
      known: { personKey: remembered.personKey, bank: remembered.bank, maskedName: remembered.maskedName },
    }),
    ...(proof && { proof }),
    evidence: proof ? [proofEvidence(proof, turn.channel)] : [],
    ...(bank !== undefined && { bank }),
  };
}

function lately(proved: Turn['record']['proved'], task: Task, now: Temporal.Instant): Proof | undefined {
  // a release needs the registered phone, which comes with a log-in of its own
  if (!proved || sendsToRegisteredPhone(task) || !proofCounts(task, proved, now)) return undefined;
  const { at, by, personKey, maskedName } = proved;
  return { at, by, personKey, ...(maskedName !== undefined && { maskedName }) };
}

/** To be known is proof enough only where the credential comes next (evidence table). */
function recognised(
  turn: Turn,
  task: Task,
  { personKey, maskedName }: NonNullable<Turn['record']['known']>,
): Proof | undefined {
  const proof: Proof = { at: turn.now.toString(), by: 'known', personKey, maskedName };
  return proofCounts(task, proof, turn.now) ? proof : undefined;
}
