import { toLetters } from '../services/language/text/hangul.ts';
import table from '../services/language/text/hangul.json' with { type: 'json' };

const pairs = new Map(Object.entries(table.compounds).map(([pair, compound]) => [compound, pair]));
const keys = new Map(Object.entries(table.keys).map(([key, letter]) => [letter, key]));

/** A Korean text as it comes out when the keyboard is set to English: 인증서 is "dlswmdtj". */
export function onEnglishKeyboard(text: string): string {
  return Array.from(toLetters(text), (letter) =>
    Array.from(pairs.get(letter) ?? letter, (part) => keys.get(part) ?? part).join(''),
  ).join('');
}
