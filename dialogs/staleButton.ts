import { currentStep } from './issue.ts';
import type { Message } from './stimulus.ts';
import type { Turn } from './turn.ts';
import { backToTheWay } from './unread.ts';

/** A button of an earlier question: explains where we are now, and does nothing else. */
export function staleButton(turn: Turn, message: Message): boolean {
  const step = message.value?.['step'];
  if (typeof step !== 'string') return false;
  const current = currentStep(turn)?.field;
  if (current === step || sameVisit(turn, step, current)) return false;
  turn.say(current ? 'common.stale' : 'common.staleDone');
  return backToTheWay(turn);
}

/** `입력을 마쳤어요` of a visit counts for each step of that visit. */
function sameVisit(turn: Turn, step: string, current: string | undefined): boolean {
  const steps: readonly string[] = turn.record.visit?.steps ?? [];
  return current !== undefined && steps.includes(step) && steps.includes(current);
}
