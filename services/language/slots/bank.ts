import { isSyllable } from '../text/hangul.ts';
import { isOneLetterOff } from '../text/speller.ts';
import { Trie } from '../text/trie.ts';
import bankFile from '../../banks/banks.json' with { type: 'json' };
import bankWords from './bankWords.json' with { type: 'json' };
import { lastKept } from './mentions.ts';
import type { Mention } from './mentions.ts';

const notBanks = new RegExp(bankWords.notBanks.join('|'), 'g');
const names = aliases((bank) => bank.names);
const words = aliases((bank) => bank.words);
const namesByLetters = new Trie(names);
const wordPattern = new RegExp(
  `(?<=^|[^a-z\\uac00-\\ud7a3]|${bankWords.wordsBefore.join('|')})(?:${alternatives(words)})` +
    `(?=\\s?${bankWords.word}|[^a-z\\uac00-\\ud7a3]*$|[^a-z\\uac00-\\ud7a3\\s]|\\s?(?:${bankWords.wordsAfter.join('|')}))`,
  'g',
);

/**
 * The bank that a message names, as a bank id (`kb`): by any of its names, one letter mistyped allowed in a long one;
 * of several the last, without those taken back ("A 말고 B"). Undefined when nothing is named clearly: "한", "하나 더",
 * "우리 가족", or a name with a look-alike letter of another script.
 */
export function readBank(text: string): string | undefined {
  const lower = text.toLowerCase();
  const cleaned = lower.replace(notBanks, (phrase) => '_'.repeat(phrase.length));
  const mentions = findBanks(cleaned);
  const kept = mentions.filter((mention) => !isDisguised(lower, mention));
  if (mentions.length > 0) return lastKept(lower, kept);
  return lastKept(
    lower,
    findMistyped(cleaned).filter((mention) => !isDisguised(lower, mention)),
  );
}

const endOfName = new RegExp(`^(?:${bankWords.word})?(?:${bankWords.tails.join('|')})?$`);

/** True for a bank's name and nothing more: "KB 국민은행이요." */
export function isBankAlone(text: string): boolean {
  const lower = text.toLowerCase();
  const [only, ...others] = findBanks(lower);
  if (!only || others.length > 0) return false;
  const before = lower.slice(0, only.start).trim();
  return before === '' && endOfName.test(lower.slice(only.end).replace(/[\s.,!~]/g, ''));
}

function findBanks(text: string): Mention[] {
  const found = findNames(text);
  const rest = found.reduce(
    (left, { start, end }) => left.slice(0, start) + ' '.repeat(end - start) + left.slice(end),
    text,
  );
  return [...found, ...mentionsOf(rest, wordPattern, words)];
}

/** The long names, at each place the longest; spaces inside one of three letters or more do not matter. */
function findNames(text: string): Mention[] {
  const places = Array.from(text.matchAll(/\S/g), ({ index }) => index);
  const joined = places.map((place) => text.charAt(place)).join('');
  const mentions: Mention[] = [];
  for (let from = 0; from < joined.length; from += 1) {
    const start = places[from] ?? 0;
    const longest = namesByLetters.startingAt(joined, from).findLast(({ end: to }) => {
      const end = (places[to - 1] ?? 0) + 1;
      return !cutsWord(text, start, end) && !(to - from === 2 && end - start > 2);
    });
    if (!longest) continue;
    mentions.push({ value: longest.value, start, end: (places[longest.end - 1] ?? 0) + 1 });
    from = longest.end - 1;
  }
  return mentions;
}

/** Whether a Latin name is only a part of a longer Latin word: "kb" in "kbs". */
function cutsWord(text: string, start: number, end: number): boolean {
  return /[a-z]{2}/.test(text.slice(start - 1, start + 1)) || /[a-z]{2}/.test(text.slice(end - 1, end + 1));
}

function aliases(pick: (bank: (typeof bankFile.banks)[number]) => readonly string[]): Map<string, string> {
  return new Map(bankFile.banks.flatMap((bank) => pick(bank).map((name) => [name, bank.id])));
}

/** Longest first; spaces inside are allowed, Latin names must not be a part of a longer Latin word. */
function alternatives(list: ReadonlyMap<string, string>): string {
  return [...list.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => {
      const spaced = Array.from(name).join('\\s?');
      const left = /^[a-z]/.test(name) ? '(?<![a-z])' : '';
      const right = /[a-z]$/.test(name) ? '(?![a-z])' : '';
      return left + spaced + right;
    })
    .join('|');
}

function mentionsOf(text: string, pattern: RegExp, list: ReadonlyMap<string, string>): Mention[] {
  return Array.from(text.matchAll(pattern), ({ index, 0: found }) => {
    const value = list.get(found.replace(/\s/g, ''));
    if (!value) throw new Error('expected a name of the list, found another');
    return { value, start: index, end: index + found.length };
  });
}

const otherScript = /(?!\p{Script=Hangul}|\p{Script=Latin})\p{L}/u;

/** Whether the word that holds the name mixes in letters of another script, such as a Cyrillic К. */
function isDisguised(text: string, { start, end }: Mention): boolean {
  const before = /[\p{L}\p{M}]*$/u.exec(text.slice(0, start))?.[0] ?? '';
  const after = /^[\p{L}\p{M}]*/u.exec(text.slice(end))?.[0] ?? '';
  return otherScript.test(before + after);
}

const leastMistypedLength = 3;
const longNames = [...names].filter(
  ([name]) => name.length >= leastMistypedLength && Array.from(name).every((letter) => isSyllable(letter)),
);
/** Only one syllable may be wrong, so that the first or the second of the name is right. */
const byFirst = Map.groupBy(longNames, ([name]) => name.charAt(0));
const bySecond = Map.groupBy(longNames, ([name]) => name.charAt(1));

/** Long names with one letter of one syllable wrong, missing or too many; spaces between are ignored. */
function findMistyped(text: string): Mention[] {
  const mentions: Mention[] = [];
  for (let start = 0; start < text.length; start += 1) {
    const right = byFirst.get(text.charAt(start)) ?? [];
    const wrong = bySecond.get(text.charAt(start + 1)) ?? [];
    if (right.length > 0 || wrong.length > 0) mentions.push(...mistypedAt(text, start, [...right, ...wrong]));
  }
  return mentions;
}

/** A name that was meant, and which of its syllables is wrong. */
interface Near {
  readonly id: string;
  readonly end: number;
  readonly at: number;
}

function mistypedAt(text: string, start: number, candidates: readonly (readonly [string, string])[]): Mention[] {
  const near = candidates.flatMap(([name, id]): Near[] => {
    const at = onlyWrongSyllable(name, text, start);
    return at === undefined ? [] : [{ id, end: start + name.length, at }];
  });
  const ends = [...new Set(near.map(({ end }) => end))].sort((a, b) => a - b);
  return ends.flatMap((end) => {
    const value = onlyMeant(near.filter((one) => one.end === end));
    return value === undefined ? [] : [{ value, start, end }];
  });
}

/** Where a stretch of the text differs from a name, if it does so in one letter of one syllable. */
function onlyWrongSyllable(name: string, text: string, start: number): number | undefined {
  let wrong: number | undefined;
  for (let at = 0; at < name.length; at += 1) {
    if (name.charAt(at) === text.charAt(start + at)) continue;
    if (wrong !== undefined) return undefined;
    wrong = at;
  }
  return wrong !== undefined && isOneLetterOff(text.charAt(start + wrong), name.charAt(wrong)) ? wrong : undefined;
}

/** Of banks that may be meant, the only one at the first syllable that tells one alone. */
function onlyMeant(near: readonly Near[]): string | undefined {
  const places = [...new Set(near.map(({ at }) => at))].sort((a, b) => a - b);
  for (const place of places) {
    const [only, ...others] = new Set(near.filter(({ at }) => at === place).map(({ id }) => id));
    if (only !== undefined && others.length === 0) return only;
  }
  return undefined;
}
