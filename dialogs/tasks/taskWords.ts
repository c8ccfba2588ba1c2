import { isOneOf } from '../turn/step.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/** The tasks that have words of their own. */
export const namedTasks = [
  'issue',
  'renew',
  'expiry',
  'revoke',
  'faq',
  'reissue',
  'hold',
  'release',
  'changeCredential',
  'devices',
  'institutions',
  'sign',
  'privacy',
] as const;

/** The task whose button, or another fixed word for it, a message is. */
export function namedTask(turn: Turn, message: Message): (typeof namedTasks)[number] | undefined {
  return namedTasks.find((task) => isOneOf(turn, message.text, `menu.words.${task}`));
}

/** "국민에서 새로 발급" in the middle of another task wants that task, not a bank for this one. */
export function asksToIssueInstead(turn: Turn, { understanding }: Message): boolean {
  const { enrollment } = turn.record;
  return enrollment !== undefined && enrollment.task !== 'issue' && understanding.slots.action === 'issue';
}

/** True when a message is exactly a word of the menu. */
export function namesTask(turn: Turn, message: Message): boolean {
  return namedTask(turn, message) !== undefined;
}
