import { readExact } from '../classifier/exactTable.ts';
import { lexicon } from '../classifier/features.ts';
import hangul from '../text/hangul.json' with { type: 'json' };
import { isSyllable, joinLetters } from '../text/hangul.ts';

const letters = new Map(Object.entries(hangul.keys));
const stems = new Set(lexicon.filter((stem) => stem.length >= 2));
const longestStem = Math.max(...[...stems].map((stem) => stem.length));
const latinWord = /[A-Za-z]+/g;
const shortestWord = 4;

/**
 * Korean typed while the keyboard was set to English, as it was meant: "dlswmdtj" is 인증서. Only when it makes sense:
 * a word that comes out in whole syllables and holds a word of the trade; then the short words beside it too. English,
 * passwords and addresses stay as they are.
 */
export function fromKeyboard(text: string): string {
  if (!/[A-Za-z]{4}/.test(text) || /[@/\\]|\d[A-Za-z]|[A-Za-z]\d/.test(text)) return text;
  const meant = (text.match(latinWord) ?? []).filter((word) => word.length >= shortestWord).some(isKorean);
  return meant ? text.replace(latinWord, (word) => syllablesOf(word) ?? word) : text;
}

function isKorean(word: string): boolean {
  const syllables = syllablesOf(word);
  return syllables !== undefined && (readExact(syllables) !== undefined || holdsStem(syllables));
}

/** The syllables that the keys of a word make; undefined when a letter is left over. */
function syllablesOf(word: string): string | undefined {
  const pressed = word === word.toUpperCase() ? word.toLowerCase() : word;
  const typed = Array.from(pressed, (key) => letters.get(key) ?? letters.get(key.toLowerCase()) ?? key).join('');
  const joined = joinLetters(typed);
  return Array.from(joined).every(isSyllable) ? joined : undefined;
}

function holdsStem(syllables: string): boolean {
  for (let start = 0; start < syllables.length; start += 1) {
    for (let end = start + 2; end <= Math.min(syllables.length, start + longestStem); end += 1) {
      if (stems.has(syllables.slice(start, end))) return true;
    }
  }
  return false;
}
