import { asksByForm } from '../../services/language/reading/clauses.ts';
import { bandOf } from '../../services/language/reading/confidenceBand.ts';
import { readWish, type Wish as ReadWish } from '../../services/language/reading/wishes.ts';
import type { Slots } from '../../services/language/understanding.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import type { Wish } from './wish.ts';

type Meant = NonNullable<Wish['meant']>;

/** By stems that mean just this (services/language/reading/wishes); a button is none. */
export function reads(wish: ReadWish): Meant {
  return (_turn, message) => wishIn(message) === wish;
}

/** As one of these labels, surely enough to act on it. */
export function surely(...intents: readonly string[]): Meant {
  return (_turn, { understanding }) => intents.includes(understanding.intent) && bandOf(understanding) === 'act';
}

/** Half understood, but the act stands in it ("국민은행 재발급"), and nothing is asked. */
export function names(...actions: readonly Slots['action'][]): Meant {
  return (_turn, { text, understanding }) =>
    understanding.slots.action !== undefined &&
    actions.includes(understanding.slots.action) &&
    bandOf(understanding) !== 'act' &&
    !asksByForm(text);
}

/** A wish, not a question how it is done: that gets its answer, with the act as a button. */
export function unasked(meant: Meant): Meant {
  return (turn, message) => meant(turn, message) && !asksByForm(message.text);
}

/** One or the other. */
export function either(...ways: readonly Meant[]): Meant {
  return (turn, message) => ways.some((meant) => meant(turn, message));
}

/** Reading it costs more than looking it up, and every wish asks. */
const read = new WeakMap<Message, ReadWish | 'none'>();

function wishIn(message: Message): ReadWish | undefined {
  if (message.value !== undefined) return undefined;
  const wish = read.get(message) ?? readWish(message.text) ?? 'none';
  read.set(message, wish);
  return wish === 'none' ? undefined : wish;
}

/** True for what was typed: a pressed button carries what it means. */
export function isTyped(_turn: Turn, { value }: Message): boolean {
  return value === undefined;
}
