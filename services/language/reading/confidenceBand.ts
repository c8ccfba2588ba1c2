import type { Understanding } from '../understanding.ts';

/**
 * What may be done with an understanding: `act` on it; `offer` its best guesses as buttons; `fallback`, because it is
 * about something else or cannot be told.
 */
export type Band = 'act' | 'offer' | 'fallback';

/** The intent of everything that is not ours to answer. */
export const outOfScope = 'out_of_scope';

/**
 * At and above this confidence an intent is acted on; found by cross-validation so that about one message in a hundred
 * is acted on wrongly, be it a wrong act or a wrong answer. Leading to a person costs nothing.
 */
const actFrom = 0.85;
const personFrom = 0.5;

/** At and above this confidence the best guesses are worth offering. */
const offerFrom = 0.12;

const persons = new Set(['report_fraud', 'talk_to_agent']);

/** The band of an understanding. Out of scope is rejected on its own probability, never acted on (nlu/README.md). */
export function bandOf({ intent, confidence }: Pick<Understanding, 'intent' | 'confidence'>): Band {
  if (intent === outOfScope) return confidence >= rejectFrom ? 'fallback' : 'offer';
  if (confidence >= (persons.has(intent) ? personFrom : actFrom)) return 'act';
  return confidence >= offerFrom ? 'offer' : 'fallback';
}

/** Below this the message may be ours after all: the guesses beside it are worth offering. */
const rejectFrom = 0.6;
