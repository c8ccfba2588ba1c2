import { normalizeUserText } from './normalizeUserText.ts';

/** What a meaning is read by: one stem of each group in `all`, and none of `none`. */
export interface Stems {
  readonly all: readonly (readonly string[])[];
  readonly none: readonly string[];
}

/**
 * Reads a meaning by certain words only, so that nothing is stopped, released or recorded by a guess. Spaces don't count;
 * the order of the data decides between two.
 */
export function readByStems<Meaning extends string>(
  data: Readonly<Record<Meaning, Stems>>,
  text: string,
): Meaning | undefined {
  const { text: folded, tooLong } = normalizeUserText(text);
  if (tooLong) return undefined;
  const said = folded.toLowerCase().replaceAll(' ', '');
  const has = (words: readonly string[]): boolean => words.some((word) => said.includes(word));
  const meanings = Object.keys(data) as Meaning[]; // its own keys
  return meanings.find((meaning) => data[meaning].all.every((group) => has(group)) && !has(data[meaning].none));
}
