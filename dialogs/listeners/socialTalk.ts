import { backToTheWay } from '../tasks/greeting.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/** Thanks and anger: an answer, and the way goes on. */
export function socialTalk(turn: Turn, message: Message): boolean {
  const { intent } = message.understanding;
  if (intent !== 'thanks' && intent !== 'complaint') return false;
  turn.say(`social.${intent}`);
  return backToTheWay(turn);
}
