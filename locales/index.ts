import { readdirSync, readFileSync } from 'node:fs';
import i18next, { type i18n } from 'i18next';

/** The languages the assistant speaks; Korean is the first. */
export type Locale = 'ko' | 'en';

/** A sentence by its key, with its values already formatted. @throws Error for a key that no language file has */
export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string;

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

/**
 * Loads both languages. The function it answers gives the translator of a language; a missing key throws, so that a gap
 * is found by the tests and never shown as a key (PITFALLS 16).
 */
export function createTranslators(): (locale: Locale) => Translate {
  const instance: i18n = i18next.createInstance();
  void instance.init({
    initAsync: false,
    lng: 'ko',
    fallbackLng: false,
    resources: Object.fromEntries(locales.map((locale) => [locale, { translation: readSentences(locale) }])),
    interpolation: { escapeValue: false },
    saveMissing: true,
    missingKeyHandler: (languages, _namespace, key) => {
      throw new Error(`expected a sentence for ${key}, found none in ${languages.join(', ')}`);
    },
  });
  const ofLanguage = (locale: Locale): Translate => {
    const translate = instance.getFixedT(locale);
    return onceWithoutValues((key, values) => translate(key, { ...values }));
  };
  const made: Readonly<Record<Locale, Translate>> = { ko: ofLanguage('ko'), en: ofLanguage('en') };
  return (locale) => made[locale];
}

/** A sentence without values is always the same: it is made once, and a translator asks its library for the others only. */
function onceWithoutValues(translate: Translate): Translate {
  const made = new Map<string, string>();
  return (key, values) => {
    if (values && !isContextAlone(values)) return translate(key, values);
    const name = values ? `${key}_${values['context']}` : key;
    const sentence = made.get(name) ?? translate(key, values);
    made.set(name, sentence);
    return sentence;
  };
}

/** Plain mode asks for the plain form of every sentence, and has nothing else to say of most. */
function isContextAlone(values: NonNullable<Parameters<Translate>[1]>): boolean {
  for (const name in values) if (name !== 'context') return false;
  return 'context' in values;
}
