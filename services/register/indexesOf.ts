import type { RegisterEntry } from './register.ts';

/** The look-up keys of an entry as [index, value]: its own, and `at`, which every entry has. */
export function indexesOf({ at, indexes }: RegisterEntry): readonly (readonly [index: string, value: string])[] {
  return Object.entries({ ...indexes, at });
}
