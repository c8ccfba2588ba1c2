import { outOfScope } from './confidenceBand.ts';
import { readExact } from '../classifier/exactTable.ts';
import { extractFeatures, joinWords } from '../classifier/features.ts';
import { readModel, scorerOf, weighFeatures } from '../classifier/linearModel.ts';
import type { LinearModel } from '../classifier/linearModel.ts';
import { chooseIntent } from './priority.ts';
import type { Guess } from './priority.ts';
import { readAction, readNamedSlots } from '../slots/readSlots.ts';
import type { NamedSlots } from '../slots/readSlots.ts';
import { createSpeller } from '../text/speller.ts';
import type { Understand, Understanding } from '../understanding.ts';

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
  const scorer = scorerOf(model);
  const spell = createSpeller(model.words, scorer.knowsStretch);
  const guess = (text: string, joined: string, named: NamedSlots): Guess[] => {
    const found = scorer.probabilities(weighFeatures(extractFeatures(text, named, joined)));
    return model.labels
      .map((intent, at) => ({ intent, confidence: found[at] ?? 0 }))
      .sort((a, b) => b.confidence - a.confidence);
  };
  return (text) => {
    const named = readNamedSlots(text);
    const joined = joinWords(text);
    const asTyped = guess(text, joined, named);
    const corrected = isSure(asTyped) ? joined : spell(joined);
    const guesses = corrected === joined ? asTyped : surer(asTyped, guess(text, corrected, named));
    return understandingOf(text, decide(text, guesses), guesses, named);
  };
}

/** From here on a message is not searched for slips of the finger. */
const sureFrom = 0.7;

function isSure(guesses: readonly Guess[]): boolean {
  return (guesses[0]?.confidence ?? 0) >= sureFrom;
}

function surer(one: Guess[], other: Guess[]): Guess[] {
  return (other[0]?.confidence ?? 0) > (one[0]?.confidence ?? 0) ? other : one;
}

function decide(text: string, guesses: readonly Guess[]): Guess {
  if (!/[\p{L}\p{N}]/u.test(text)) return { intent: outOfScope, confidence: exactConfidence };
  const exact = readExact(text);
  return exact ? { intent: exact, confidence: exactConfidence } : chooseIntent(guesses);
}

/** A guess below this asks for no act. */
const leastForAction = 0.35;

function understandingOf(text: string, chosen: Guess, guesses: readonly Guess[], named: NamedSlots): Understanding {
  const { intent, confidence } = chosen;
  const action = confidence >= leastForAction ? readAction(text, intent) : undefined;
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
