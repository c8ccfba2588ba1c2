import { outOfScope } from './confidenceBand.ts';

/** An intent and how probable it is. */
export interface Guess {
  readonly intent: string;
  readonly confidence: number;
}

/** Out of scope is taken on its own probability, whatever else is a little more probable (nlu/README.md). */
const rejectFrom = 0.4;

/**
 * When two intents fit, the one whose miss costs the customer most goes first (nlu/intents.md). `from` is the least
 * probability at which it does.
 */
const firstServed = [
  { intent: 'report_fraud', from: 0.3 },
  { intent: 'talk_to_agent', from: 0.35 },
  { intent: 'cancel', from: 0.4 },
] as const;

/** Chooses among guesses that are sorted, best first. */
export function chooseIntent(guesses: readonly Guess[]): Guess {
  const top = guesses[0];
  if (!top) throw new Error('expected guesses, found none');
  const confidenceOf = (intent: string): number => guesses.find((guess) => guess.intent === intent)?.confidence ?? 0;
  const urgent = firstServed.find(({ intent, from }) => confidenceOf(intent) >= from);
  if (urgent) return { intent: urgent.intent, confidence: confidenceOf(urgent.intent) };
  const rejected = confidenceOf(outOfScope);
  return rejected >= rejectFrom ? { intent: outOfScope, confidence: rejected } : top;
}
