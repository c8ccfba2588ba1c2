import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/** True when a message is exactly a word of the menu, or the button of a task. */
export function namesTask(turn: Turn, message: Message): boolean {
  return [...turn.keysOf(message.text)].some((key) => key.startsWith('menu.words.'));
}
