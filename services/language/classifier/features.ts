import concepts from './concepts.json' with { type: 'json' };
import { isSyllable, lettersOf } from '../text/hangul.ts';
import { Trie } from '../text/trie.ts';
import type { NamedSlots } from '../slots/readSlots.ts';

/** What a message looks like to the classifier: hashes of features, in groups that weigh the same together. */
export interface FeatureGroups {
  readonly syllables: readonly number[];
  readonly letters: readonly number[];
  readonly concepts: readonly number[];
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
const stems = new Trie(conceptsByStem);

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
    syllables: grams('syllables', bounded, 1, 3),
    letters: grams('letters', boundedLetters(joined), 3, 5),
    concepts: [...conceptFeatures(joined), ...formFeatures(text, joined, slots)].map((name) =>
      hashOf('concepts', name),
    ),
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

/** Each stretch once, the shortest first; a hash grows with its stretch, so that no stretch is ever cut out. */
function grams(group: keyof FeatureGroups, text: string, shortest: number, longest: number): number[] {
  const found = new Set<number>();
  const hashes = new Int32Array(text.length).fill(hashOf(group, ''));
  for (let length = 1; length <= longest; length += 1) {
    for (let at = 0; at + length <= text.length; at += 1) {
      const hash = withCharacter(hashes[at] ?? 0, text.charCodeAt(at + length - 1));
      hashes[at] = hash;
      if (length >= shortest) found.add(hash >>> 0);
    }
  }
  return [...found];
}

/** FNV-1a of 32 bits over the group's first letter and the name. */
export function hashOf(group: keyof FeatureGroups, name: string): number {
  let hash = withCharacter(0x811c9dc5, group.charCodeAt(0));
  for (let at = 0; at < name.length; at += 1) hash = withCharacter(hash, name.charCodeAt(at));
  return hash >>> 0;
}

function withCharacter(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

function conceptFeatures(joined: string): string[] {
  const found = [...conceptsIn(joined)].sort();
  const pairs = found.flatMap((first, at) => found.slice(at + 1).map((second) => `${first}+${second}`));
  return [...found, ...pairs];
}

function conceptsIn(joined: string): Set<string> {
  const found = new Set<string>();
  for (let start = 0; start < joined.length; start += 1) {
    for (const { value } of stems.startingAt(joined, start)) for (const concept of value) found.add(concept);
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
