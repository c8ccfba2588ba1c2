import type { Field } from '../../services/enrollment/enrollment.ts';
import type { Message } from './stimulus.ts';
import type { Turn } from './turn.ts';

/**
 * How a question is put: for the first time; again, after `misses` answers that were not understood; or briefly, in one
 * bubble, after something else was answered in between.
 */
export interface Manner {
  readonly misses: number;
  readonly brief: boolean;
}

/** The first time. */
export const first: Manner = { misses: 0, brief: false };
/** After something in between. */
export const brief: Manner = { misses: 0, brief: true };

/** How one field is asked for and read from words. Which field is needed, and what an answer clears, is the enrollment's. */
export interface Step {
  readonly field: Field;
  /** Asks for the field, with at most two bubbles when `misses` is 0, three otherwise, one when brief. */
  ask(turn: Turn, manner: Manner): void;
  /**
   * Reads the answer from the customer's words. True: it was about this step, and the step has dealt with it – accepted
   * it (the way goes on by itself) or answered why not. False: it was about something else.
   */
  read(turn: Turn, message: Message): boolean;
  /** Speaks up after a silence, where one sentence of its own will not do. */
  remind?(turn: Turn): void;
}

/** Says that the answer was not understood: never the same sentence twice in a row. */
export function sayAgain(turn: Turn, key: string, misses: number): void {
  if (misses === 1) turn.say(`${key}.retry`);
  else if (misses === 2) turn.say(`${key}.retryMore`);
  else if (misses > 2) turn.say(`common.again.${misses % 4}`);
}

/** True when the message is one of the words of a key (`a|b|c`), spaces and closing marks aside. */
export function isOneOf(turn: Turn, said: string, key: string): boolean {
  return turn.isWord(said, key);
}
