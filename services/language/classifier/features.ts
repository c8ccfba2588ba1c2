import concepts from './concepts.json' with { type: 'json' };
import { isSyllable, lettersOf } from '../text/hangul.ts';
import type { NamedSlots } from '../slots/readSlots.ts';

/** What a message looks like to the classifier: names of features, in groups that weigh the same together. */
export interface FeatureGroups {
  readonly syllables: readonly string[];
  readonly letters: readonly string[];
  readonly concepts: readonly string[];
}

/** The concepts of each stem, without spaces. */
const conceptsByStem = new Map<string, string[]>();
for (const [concept, stems] of Object.entries(concepts)) {
  for (const stem of stems) {
    const key = stem.replace(/\s/g, '');
    conceptsByStem.set(key, [...(conceptsByStem.get(key) ?? []), concept]);
  }
}

/** The stems of the lexicon. */
export const lexicon: readonly string[] = [...conceptsByStem.keys()];
const longestStem = Math.max(...lexicon.map((stem) => stem.length));

/**
 * Features that do not depend on spacing: 1–3-grams of syllables, 3–5-grams of letters, the concepts of the lexicon
 * alone and in pairs, what the slot recognisers found, and the form of the sentence.
 *
 * @param text normalised, secrets erased
 * @param joined the same in one piece, as `joinWords` makes it, perhaps with its spelling corrected
 */
export function extractFeatures(text: string, slots: NamedSlots, joined: string = joinWords(text)): FeatureGroups {
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
  const found = [...conceptsIn(joined)].sort();
  const pairs = found.flatMap((first, at) => found.slice(at + 1).map((second) => `${first}+${second}`));
  return [...found, ...pairs];
}

function conceptsIn(joined: string): Set<string> {
  const found = new Set<string>();
  for (let start = 0; start < joined.length; start += 1) {
    for (let end = start + 1; end <= Math.min(joined.length, start + longestStem); end += 1) {
      for (const concept of conceptsByStem.get(joined.slice(start, end)) ?? []) found.add(concept);
    }
  }
  return found;
}

function formFeatures(text: string, joined: string, slots: NamedSlots): string[] {
  const form = Object.keys(slots).map((slot) => `slot:${slot}`);
  if (text.includes('?')) form.push('form:question');
  form.push(`form:length${Math.min(6, Math.ceil(joined.length / 4))}`);
  if (!/[\uac00-\ud7a3a-z0-9#]/.test(joined)) form.push('form:jamoOnly');
  return form;
}
