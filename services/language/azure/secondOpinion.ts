import { bandOf } from '../reading/confidenceBand.ts';
import type { LanguageRecognizer } from '../languageRecognizer.ts';
import { Unavailable } from '../../shared/unavailable.ts';
import { readAction } from '../slots/readSlots.ts';
import type { Understand, Understanding } from '../understanding.ts';

/** A message after the second opinion. `understanding.text` is the text that may go on: masked once more if need be. */
export interface SecondReading {
  readonly understanding: Understanding;
  /** Two letters; absent when nobody was asked or nobody was sure. */
  readonly language?: string;
}

/** Reads a message that has been normalised and masked. */
export type ReadTwice = (text: string) => Promise<SecondReading>;

/** From here on the outside guess counts for more than our own unsure one. */
const convincedFrom = 0.8;

/**
 * Our own reading first; the outside service is asked only about a message that holds digits (it may find personal data
 * that we missed) or that we are not sure of (it may know the intent). Without an answer nothing is lost but that.
 */
export function createReadTwice({
  understand,
  recognizer,
}: {
  readonly understand: Understand;
  readonly recognizer: LanguageRecognizer;
}): ReadTwice {
  return async (text) => {
    const own = understand(text);
    const classify = bandOf(own) !== 'act';
    if (text === '' || !(classify || /\d{4}/.test(text))) return { understanding: own };
    try {
      const { guess, language, text: masked } = await recognizer.recognize(text, { classify });
      const again = masked === text ? own : understand(masked);
      return { understanding: persuaded(again, guess), ...(language && { language }) };
    } catch (error) {
      if (error instanceof Unavailable) return { understanding: own };
      throw error;
    }
  };
}

/** Only an intent that was among our own guesses can win: a label of another taxonomy, or none of ours, cannot. */
function persuaded(own: Understanding, guess: { intent: string; confidence: number } | undefined): Understanding {
  if (!guess || guess.confidence < convincedFrom || bandOf(own) === 'act') return own;
  if (!own.alternatives.some(({ intent }) => intent === guess.intent)) return own;
  const alternatives = [
    { intent: own.intent, confidence: own.confidence },
    ...own.alternatives.filter(({ intent }) => intent !== guess.intent),
  ];
  const { action: _, ...named } = own.slots;
  const action = readAction(own.text, guess.intent);
  return { ...own, ...guess, alternatives, slots: { ...(action && { action }), ...named } };
}
