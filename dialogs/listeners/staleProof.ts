import { fieldOrder } from '../../services/enrollment/plan/progress.ts';
import { sameVisit } from '../steps/visit.ts';
import { currentStep, goOn } from '../tasks/stepRegistry.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { wishAt } from '../wishes/registry.ts';

/**
 * The customer answers a question that was asked long ago: a proof before it has grown too old meanwhile, so that step is
 * walked again. The rest is kept, and the answer counts for nothing, a yes least of all.
 */
export function staleProof(turn: Turn, message: Message): boolean {
  const { asked, enrollment } = turn.record;
  const step = currentStep(turn);
  if (!asked || !enrollment || !step) return false;
  const order: readonly string[] = fieldOrder(enrollment);
  if (order.indexOf(asked.what) <= order.indexOf(step.field) || sameVisit(turn, asked.what, step.field)) return false;
  // what is understood at every step is no answer to any
  if (wishAt('interrupt', turn, message)) return false;
  turn.say('resume.grownOld');
  goOn(turn, { misses: 0, brief: true });
  return true;
}
