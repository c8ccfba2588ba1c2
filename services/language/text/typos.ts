import hangul from './hangul.json' with { type: 'json' };
import { isSyllable, joinLetters, lettersOf } from './hangul.ts';

/** A source of numbers from 0 up to, not with, 1; the same seed gives the same numbers for ever. */
export type Numbers = () => number;

/** Mulberry32: small, fast and good enough to shuffle training texts; never for secrets. */
export function seededNumbers(seed: number): Numbers {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One element of a list that is not empty. */
export function pick(list: readonly string[], next: Numbers): string {
  const picked = list[Math.floor(next() * list.length)];
  if (picked === undefined) throw new Error('expected a list with elements, found an empty one');
  return picked;
}

const initials = Array.from(hangul.initials);
const vowels = Array.from(hangul.vowels);

/** A copy of a text with one letter of one syllable mistyped: another, one missing or one doubled. */
export function mistype(text: string, next: Numbers): string {
  const places = Array.from(text.matchAll(/[\uac00-\ud7a3]/g), ({ index }) => index);
  if (places.length === 0) return text;
  const at = places[Math.floor(next() * places.length)] ?? 0;
  const wrong = mistypeSyllable(text.charAt(at), next);
  return text.slice(0, at) + wrong + text.slice(at + 1);
}

function mistypeSyllable(syllable: string, next: Numbers): string {
  const letters = isSyllable(syllable) ? Array.from(lettersOf(syllable)) : [];
  const at = Math.floor(next() * letters.length);
  const way = next();
  if (way < 0.6) letters[at] = pick(at === 1 ? vowels : initials, next);
  else if (way < 0.8 && letters.length === 3) letters.pop();
  else if (way < 0.9) letters.splice(at, 1);
  else letters.splice(at, 0, letters[at] ?? '');
  return joinLetters(letters.join(''));
}
