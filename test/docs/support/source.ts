import { productTexts, textOf, tree } from './tree.ts';

const codeFiles = tree.filter((place) => /^(bots|composition|dialogs|services|web|scripts)\/.*\.ts$/.test(place));

/** A figure: `10_000`, `60 * 60 * 1000`, `64 * 1024`. */
const figure = String.raw`(-?[\d_.]+(?: \* [\d_.]+)*)`;

/**
 * A figure that a file keeps to itself: of `const shortest = 32;`, `memory: 19 * 1024`, `rewrap(1_000)` or `given ?? 50`.
 *
 * @throws Error when the file has no such figure, or more than one
 */
export function figureIn(place: string, name: string): number {
  const pattern = new RegExp(`\\b${name}(?:: number)?(?: = |: | \\?\\? |\\()${figure}\\b`, 'g');
  const found = [...textOf(place).matchAll(pattern)].map(([, value = '']) => product(value));
  const [only] = found;
  if (found.length !== 1 || only === undefined)
    throw new Error(`expected one ${name} in ${place}, found ${found.length}`);
  return only;
}

function product(expression: string): number {
  return expression.split(' * ').reduce((result, factor) => result * Number(factor.replaceAll('_', '')), 1);
}

/** The names in an object of a file: the text from `opening` to the end of that object, the names of its first level. */
export function namesIn(place: string, opening: string): readonly string[] {
  const text = textOf(place);
  const from = text.indexOf(opening);
  if (from === -1) throw new Error(`expected ${opening} in ${place}, found none`);
  const indent = /^ */.exec(text.slice(text.lastIndexOf('\n', from) + 1))?.[0] ?? '';
  const body = text.slice(from, text.indexOf(`\n${indent}}`, from));
  return [...body.matchAll(new RegExp(`^${indent}  (\\w+)(?:,|:|\\()`, 'gm'))].map(([, name = '']) => name);
}

/** Whether the product writes this message at this level of the log: `warn` is 40, `error` 50. */
export function isLogged(level: 'info' | 'warn' | 'error', message: string): boolean {
  const pattern = new RegExp(`\\.${level}\\(\\s*\\{[^;]*?['"]${message.replaceAll('.', '\\.')}['"],?\\s*\\)`, 's');
  return productTexts.some((text) => pattern.test(text));
}

/** The files of code outside of the tests that hold a word. */
export function filesWith(word: string): readonly string[] {
  return codeFiles.filter((place) => new RegExp(`\\b${word}\\b`).test(textOf(place)));
}

/** Whether a file holds these words, as they are written. */
export function holds(place: string, ...words: readonly string[]): boolean {
  const text = textOf(place);
  return words.every((word) => text.includes(word));
}
