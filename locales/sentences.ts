import { readdirSync, readFileSync } from 'node:fs';

/** The languages the assistant speaks; Korean is the first. */
export type Locale = 'ko' | 'en';

/** Nested sentences of one language, all files merged. */
export interface Sentences {
  readonly [key: string]: string | Sentences;
}

export const locales = ['ko', 'en'] as const satisfies readonly Locale[];

/** Every sentence of a language, merged over the files of its folder; two files that define one key are a fault. */
export function readSentences(locale: Locale): Sentences {
  const folder = new URL(`./${locale}/`, import.meta.url);
  const merged: Record<string, unknown> = {};
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const sentences = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, unknown>; // our own files, checked by test/locales
    mergeInto(merged, sentences, `${locale}/${file}`);
  }
  return merged as Sentences; // mergeInto only puts strings and objects of strings
}

function mergeInto(target: Record<string, unknown>, source: Record<string, unknown>, place: string): void {
  for (const [key, value] of Object.entries(source)) {
    const there = target[key];
    if (isObject(there) && isObject(value)) mergeInto(there, value, `${place} ${key}`);
    else if (there === undefined) target[key] = isObject(value) ? structuredClone(value) : value;
    else throw new Error(`expected one sentence for ${key}, found another in ${place}`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
