import { isSyllable, lettersOf } from './hangul.ts';

/** Puts one mistyped letter right; a text that needs nothing comes back as it is. */
export type Speller = (joined: string) => string;

const shortestWord = 3;
const longestWord = 5;

/**
 * A speller over frequent stretches of Korean: where a stretch of a message differs from exactly one of them by one
 * letter of one syllable, and is not usual itself, it becomes that one.
 *
 * @param words stretches of three to five syllables, without spaces
 * @param isUsual whether a stretch of three syllables occurs in Korean as we know it
 */
export function createSpeller(words: readonly string[], isUsual: (stretch: string) => boolean): Speller {
  const known = new Set(words);
  const candidates = candidatesByGap(words);
  return (joined) => {
    let text = joined;
    for (let length = longestWord; length >= shortestWord; length -= 1) {
      for (let start = 0; start + length <= text.length; start += 1) {
        const stretch = text.slice(start, start + length);
        if (known.has(stretch) || isUsual(stretch.slice(0, 3))) continue;
        const corrected = correct(stretch, candidates);
        if (corrected) text = text.slice(0, start) + corrected + text.slice(start + length);
      }
    }
    return text;
  };
}

function candidatesByGap(words: readonly string[]): Map<string, string[]> {
  const candidates = new Map<string, string[]>();
  for (const word of words) {
    for (let at = 0; at < word.length; at += 1) {
      const key = withGap(word, at);
      const others = candidates.get(key);
      if (others) others.push(word.charAt(at));
      else candidates.set(key, [word.charAt(at)]);
    }
  }
  return candidates;
}

/** A word with one syllable left open: two words that share such a key differ in that syllable only. */
function withGap(word: string, at: number): string {
  return `${word.slice(0, at)}*${word.slice(at + 1)}`;
}

function correct(stretch: string, candidates: ReadonlyMap<string, readonly string[]>): string | undefined {
  for (let at = 0; at < stretch.length; at += 1) {
    const close = candidates.get(withGap(stretch, at))?.filter((meant) => isOneLetterOff(stretch.charAt(at), meant));
    const [only, ...others] = close ?? [];
    if (only && others.length === 0) return stretch.slice(0, at) + only + stretch.slice(at + 1);
  }
  return undefined;
}

/** Whether two syllables differ in one letter: another one, one missing or one too many. */
export function isOneLetterOff(typed: string, meant: string): boolean {
  if (!isSyllable(typed)) return false;
  const [a, b] = [lettersOf(typed), lettersOf(meant)].sort((x, y) => x.length - y.length);
  if (a === undefined || b === undefined) return false;
  if (a.length < b.length) return b.startsWith(a);
  return Array.from(a).filter((letter, at) => letter !== b.charAt(at)).length === 1;
}
