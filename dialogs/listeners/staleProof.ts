import { fieldOrder } from '../../services/enrollment/plan/progress.ts';
import { isInterrupt } from './interrupts.ts';
import { currentStep, goOn } from '../steps/registry.ts';
import { sameVisit } from '../steps/visit.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/**
 * The customer answers a question that was asked long ago: a proof before it has grown too old meanwhile, so that step is
 * walked again. The rest is kept, and the answer counts for nothing, a yes least of all.
 */
export function grownOld(turn: Turn, message: Message): boolean {
  const { asked, enrollment } = turn.record;
  const step = currentStep(turn);
  if (!asked || !enrollment || !step || isInterrupt(turn, message)) return false;
  const order: readonly string[] = fieldOrder(enrollment);
  if (order.indexOf(asked.what) <= order.indexOf(step.field) || sameVisit(turn, asked.what, step.field)) return false;
  turn.say('resume.grownOld');
  goOn(turn, { misses: 0, brief: true });
  return true;
}
