import { outOfScope } from './bands.ts';
import { readExact } from './exactTable.ts';
import { extractFeatures } from './features.ts';
import { probabilities, readModel, weighFeatures } from './linearModel.ts';
import type { LinearModel } from './linearModel.ts';
import { chooseIntent } from './priority.ts';
import type { Guess } from './priority.ts';
import { readAction, readNamedSlots } from './slots/readSlots.ts';
import type { NamedSlots } from './slots/readSlots.ts';
import type { Understand, Understanding } from './understanding.ts';

/** Certain, as far as a machine reading Korean can be: the message is in the table of commands and short replies. */
const exactConfidence = 0.99;
const alternativesShown = 4;

/**
 * The reader of messages: exact table, slot recognisers, then the linear model.
 *
 * @param modelFile what `npm run train` wrote
 * @throws Error when the file is not a model
 */
export function createUnderstand(modelFile: string): Understand {
  return understandWith(readModel(modelFile));
}

/** The same with a model in memory. */
export function understandWith(model: LinearModel): Understand {
  return (text) => {
    const named = readNamedSlots(text);
    const found = probabilities(model, weighFeatures(extractFeatures(text, named)));
    const guesses = model.labels
      .map((intent, at) => ({ intent, confidence: found[at] ?? 0 }))
      .sort((a, b) => b.confidence - a.confidence);
    return understandingOf(text, decide(text, guesses), guesses, named);
  };
}

function decide(text: string, guesses: readonly Guess[]): Guess {
  if (!/[\p{L}\p{N}]/u.test(text)) return { intent: outOfScope, confidence: exactConfidence };
  const exact = readExact(text);
  return exact ? { intent: exact, confidence: exactConfidence } : chooseIntent(guesses);
}

function understandingOf(text: string, chosen: Guess, guesses: readonly Guess[], named: NamedSlots): Understanding {
  const { intent, confidence } = chosen;
  const action = readAction(text, intent);
  return {
    text,
    intent,
    confidence: rounded(confidence),
    alternatives: guesses
      .filter((guess) => guess.intent !== intent)
      .slice(0, alternativesShown)
      .map((guess) => ({ intent: guess.intent, confidence: rounded(guess.confidence) })),
    slots: { ...(action && { action }), ...named },
  };
}

function rounded(confidence: number): number {
  return Math.round(confidence * 10_000) / 10_000;
}
