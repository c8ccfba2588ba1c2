import type { Sentences } from '../../locales/index.ts';

/** Every sentence of a language by its whole key. */
export function flatten(sentences: Sentences, path = ''): Map<string, string> {
  return new Map(
    Object.entries(sentences).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${path}${key}`, value] as const] : [...flatten(value, `${path}${key}.`)],
    ),
  );
}

/** Whether a key is that of a plain form: it is said in the place of its sentence where the customer wants plain words. */
export function isPlain(key: string): boolean {
  return key.endsWith('_plain');
}

/** The sentence that a plain form belongs to. */
export function plainOf(key: string): string {
  return key.replace(/_plain$/, '');
}
