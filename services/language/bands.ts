import type { Understanding } from './understanding.ts';

/**
 * What may be done with an understanding: `act` on it; `offer` its best guesses as buttons; `fallback`, because it is
 * about something else or cannot be told.
 */
export type Band = 'act' | 'offer' | 'fallback';

/** At and above this confidence a message is acted on. */
export const actFrom = 0.5;

/** At and above this confidence the best guesses are worth offering. */
export const offerFrom = 0.15;

/** The intent of everything that is not ours to answer. */
export const outOfScope = 'out_of_scope';

/** The band of an understanding. Out of scope is never acted on; it is rejected on its own probability. */
export function bandOf({ intent, confidence }: Pick<Understanding, 'intent' | 'confidence'>): Band {
  if (intent === outOfScope) return confidence >= actFrom ? 'fallback' : 'offer';
  if (confidence >= actFrom) return 'act';
  return confidence >= offerFrom ? 'offer' : 'fallback';
}
