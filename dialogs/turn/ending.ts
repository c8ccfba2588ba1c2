import type { Button } from './replies.ts';
import type { Turn } from './turn.ts';

/** The task is over, whatever came of it. */
export function endTask(turn: Turn): void {
  turn.endTask();
}

/** What may come next, and always the ways out; a task that was left waits to be gone on with. */
export function offerNext(turn: Turn, ...buttons: readonly Button[]): void {
  const left = turn.record.shelved ? [turn.button('common.resume')] : [];
  turn.offer(...buttons, ...left, turn.button('common.startOver'), turn.button('common.agent'));
}
