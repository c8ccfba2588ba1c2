import { fieldOrder } from '../services/enrollment/fields.ts';
import type { Field } from '../services/enrollment/enrollment.ts';
import { isInterrupt } from './interrupts.ts';
import { currentStep, goOn } from './issue.ts';
import type { Message } from './stimulus.ts';
import type { Turn } from './turn.ts';

/**
 * The customer answers a question that was asked long ago: a proof before it has grown too old meanwhile, so that step is
 * walked again. The rest is kept, and the answer counts for nothing, a yes least of all.
 */
export function grownOld(turn: Turn, message: Message): boolean {
  const { asked, enrollment } = turn.record;
  const step = currentStep(turn);
  if (!asked || !enrollment || !step || isInterrupt(turn, message)) return false;
  const order: readonly string[] = fieldOrder(enrollment.bank);
  if (order.indexOf(asked.what) <= order.indexOf(step.field) || sameVisit(turn, asked.what, step.field)) return false;
  turn.say('resume.grownOld');
  goOn(turn, { misses: 0, brief: true });
  return true;
}

/** Log-in and identity are one visit: the first of them may be asked for under the name of the second. */
function sameVisit(turn: Turn, asked: string, needed: Field): boolean {
  const steps: readonly string[] = turn.record.visit?.steps ?? [];
  return steps.includes(asked) && steps.includes(needed);
}
