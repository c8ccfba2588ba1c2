import { waitsForVisit } from '../steps/visit.ts';
import { backToTheWay } from '../tasks/greeting.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { notUnderstood } from './fallback.ts';

/** Messages a minute and conversation (SECURITY §1). */
const messagesPerMinute = 30;

/** More than thirty messages in a minute: says so and waits. */
export function tooFast(turn: Turn): boolean {
  if (turn.record.recent.length <= messagesPerMinute) return false;
  turn.say('common.tooFast').offer(turn.button('common.agent'));
  return true;
}

/** Longer than a message can be: nothing of it was read. */
export function tooLong(turn: Turn, message: Message): boolean {
  if (!message.tooLong) return false;
  turn.say('common.tooLong');
  return backToTheWay(turn);
}

/** A secret was typed: it is erased already; says where it belongs. */
export function secretTyped(turn: Turn, message: Message): boolean {
  const kind =
    message.erased.find((erased) => erased !== 'code') ?? (message.code === undefined ? message.erased[0] : undefined);
  if (kind === undefined) return false;
  turn.say(`secret.${kind}`);
  if (waitsForVisit(turn)) turn.say('secret.where');
  return backToTheWay(turn);
}

/** A photo or a file: it can't be taken here, and nothing of it is kept. */
export function fileSent(turn: Turn, message: Message): boolean {
  if (!message.hasFile) return false;
  turn.say('common.file');
  return backToTheWay(turn);
}

/** Nothing to read: blank, fillers, symbols, a photo. */
export function empty(turn: Turn, message: Message): boolean {
  if (message.text !== '' || message.value !== undefined) return false;
  return notUnderstood(turn, message);
}
