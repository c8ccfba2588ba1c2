import { isOneOf } from './step.ts';
import type { Message } from './stimulus.ts';
import type { Turn } from './turn.ts';

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

/** True when a message is exactly a word of the menu. */
export function namesTask(turn: Turn, message: Message): boolean {
  return namedTask(turn, message) !== undefined;
}
