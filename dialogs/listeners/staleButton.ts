import { currentStep } from '../tasks/stepRegistry.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { sameVisit } from '../steps/visit.ts';
import { backToTheWay } from '../tasks/greeting.ts';

/** A button of an earlier question: explains where we are now, and does nothing else. */
export function staleButton(turn: Turn, message: Message): boolean {
  const step = message.value?.['step'];
  if (typeof step !== 'string') return false;
  const current = currentStep(turn)?.field;
  if (current === step || (current !== undefined && sameVisit(turn, step, current))) return false;
  turn.say(current ? 'common.stale' : 'common.staleDone');
  return backToTheWay(turn);
}
