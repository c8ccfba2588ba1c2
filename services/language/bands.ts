import type { Understanding } from './understanding.ts';

/**
 * What may be done with an understanding: `act` on it; `offer` its best guesses as buttons; `fallback`, because it is
 * about something else or cannot be told.
 */
export type Band = 'act' | 'offer' | 'fallback';

/** The intent of everything that is not ours to answer. */
export const outOfScope = 'out_of_scope';

/**
 * At and above this confidence an intent is acted on; found by cross-validation so that less than one message in a
 * hundred is acted on wrongly, be it a wrong act or a wrong answer; leading to a person costs nothing.
 */
const actFrom = { act: 0.85, answer: 0.85, person: 0.5 } as const;

/** At and above this confidence the best guesses are worth offering. */
const offerFrom = 0.12;

/** Intents that start, change or end something. */
const acts = new Set([
  'issue_certificate',
  'renew_certificate',
  'reissue_certificate',
  'revoke_certificate',
  'check_expiry',
  'check_status',
  'change_pin',
  'phone_changed',
  'logout_devices',
  'cancel',
  'go_back',
  'start_over',
  'yes',
  'no',
]);
const persons = new Set(['report_fraud', 'talk_to_agent']);

/** The band of an understanding. Out of scope is rejected on its own probability, never acted on (nlu/README.md). */
export function bandOf({ intent, confidence }: Pick<Understanding, 'intent' | 'confidence'>): Band {
  if (intent === outOfScope) return confidence >= rejectFrom ? 'fallback' : 'offer';
  if (confidence >= actFrom[costOf(intent)]) return 'act';
  return confidence >= offerFrom ? 'offer' : 'fallback';
}

/** Below this the message may be ours after all: the guesses beside it are worth offering. */
const rejectFrom = 0.75;

function costOf(intent: string): keyof typeof actFrom {
  if (persons.has(intent)) return 'person';
  return acts.has(intent) ? 'act' : 'answer';
}
