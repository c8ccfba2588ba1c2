import language from './redaction.json' with { type: 'json' };
import type { NumberPhrase } from '../text/numberPhrases.ts';
import bankFile from '../../banks/banks.json' with { type: 'json' };

/** What the words around a number say that it is. */
export type Context = keyof typeof language.contexts;

/** A word that says what a number is, and where it stands. `named`: it says so outright, it is not a bank's name only. */
export interface ContextWord {
  readonly context: Context;
  readonly named: boolean;
  readonly start: number;
  readonly end: number;
}

const words = new Map<string, Context>();
const bankNames = new Set<string>();
for (const [context, list] of Object.entries(language.contexts)) {
  for (const word of list) words.set(word, context as Context); // the keys of the same object
}
for (const name of bankFile.banks.flatMap(({ names }) => names)) {
  if (name.length < 2 || words.has(name)) continue;
  words.set(name, 'account');
  bankNames.add(name);
}
const longestFirst = [...words.keys()].sort((a, b) => b.length - a.length);
const pattern = new RegExp(longestFirst.map(escaped).join('|'), 'giu');

function escaped(word: string): string {
  return /^[a-z]+$/.test(word) ? `(?<![a-z])${word}(?![a-z])` : word;
}

/** Every context word of a text, in order; linear. */
export function findContextWords(text: string): ContextWord[] {
  return Array.from(text.matchAll(pattern), ({ index, 0: found }) => {
    const name = found.toLowerCase();
    const context = words.get(name);
    if (!context) throw new Error('expected a word of the list, found another');
    return { context, named: !bankNames.has(name), start: index, end: index + found.length };
  });
}

const reachBefore = 25;
const reachAfter = 12;

/** The context word nearest to a number: the last one before it, else one just after it. Words are in order. */
export function nearestContext(words: readonly ContextWord[], phrase: NumberPhrase): ContextWord | undefined {
  const start = phrase.groups[0]?.start ?? 0;
  const end = phrase.groups.at(-1)?.end ?? 0;
  const next = firstAtOrAfter(words, start);
  const before = words[next - 1];
  if (before && start - before.end <= reachBefore) return before;
  const after = words[firstAtOrAfter(words, end)];
  return after && after.start - end <= reachAfter ? after : undefined;
}

function firstAtOrAfter(words: readonly ContextWord[], position: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.start ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
