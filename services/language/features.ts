import concepts from './concepts.json' with { type: 'json' };
import { isSyllable, lettersOf } from './hangul.ts';
import type { NamedSlots } from './slots/readSlots.ts';

/** What a message looks like to the classifier: names of features, in groups that weigh the same together. */
export interface FeatureGroups {
  readonly syllables: readonly string[];
  readonly letters: readonly string[];
  readonly concepts: readonly string[];
}

const conceptPatterns = Object.entries(concepts).map(
  ([concept, stems]) => [concept, new RegExp(stems.map(escaped).join('|'))] as const,
);

function escaped(stem: string): string {
  return stem.replace(/[?+*.()]/g, String.raw`\$&`).replace(/\s/g, '');
}

/**
 * Features that do not depend on spacing: 1–3-grams of syllables, 3–5-grams of letters, the concepts of the lexicon
 * alone and in pairs, what the slot recognisers found, and the form of the sentence.
 *
 * @param text normalised, secrets erased
 */
export function extractFeatures(text: string, slots: NamedSlots): FeatureGroups {
  const joined = joinWords(text);
  const bounded = `^${joined}$`;
  return {
    syllables: grams(bounded, 1, 3),
    letters: grams(boundedLetters(joined), 3, 5),
    concepts: [...conceptFeatures(joined), ...formFeatures(text, joined, slots)],
  };
}

/** The message in one piece: letters and digits only, lower case, long numbers as one sign. */
export function joinWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/•+/g, '#')
    .replace(/\d{4,}/g, '#')
    .replace(/[^\p{L}\p{N}#]/gu, '');
}

function boundedLetters(joined: string): string {
  let letters = '^';
  for (const character of joined) letters += isSyllable(character) ? lettersOf(character) : character;
  return `${letters}$`;
}

function grams(text: string, shortest: number, longest: number): string[] {
  const found = new Set<string>();
  for (let length = shortest; length <= longest; length += 1) {
    for (let at = 0; at + length <= text.length; at += 1) found.add(text.slice(at, at + length));
  }
  return [...found];
}

function conceptFeatures(joined: string): string[] {
  const found = conceptPatterns.filter(([, pattern]) => pattern.test(joined)).map(([concept]) => concept);
  const pairs = found.flatMap((first, at) => found.slice(at + 1).map((second) => `${first}+${second}`));
  return [...found, ...pairs];
}

function formFeatures(text: string, joined: string, slots: NamedSlots): string[] {
  const form = Object.keys(slots).map((slot) => `slot:${slot}`);
  if (text.includes('?')) form.push('form:question');
  form.push(`form:length${Math.min(6, Math.ceil(joined.length / 4))}`);
  if (!/[가-힣a-z0-9#]/.test(joined)) form.push('form:jamoOnly');
  return form;
}
