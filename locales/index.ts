import i18next, { type i18n } from 'i18next';
import { withFacts, type SentenceFacts } from './facts.ts';
import { locales, readSentences, type Locale } from './sentences.ts';

export { locales, readSentences, type Locale, type Sentences } from './sentences.ts';

/** A sentence by its key, with its values already formatted. @throws Error for a key that no language file has */
export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/**
 * Loads both languages and fills in the facts that their sentences name. The function it answers gives the translator of
 * a language; a missing key throws, so that a gap is found by the tests and never shown as a key (PITFALLS 16).
 */
export function createTranslators(facts: SentenceFacts): (locale: Locale) => Translate {
  const instance: i18n = i18next.createInstance();
  void instance.init({
    initAsync: false,
    lng: 'ko',
    fallbackLng: false,
    resources: Object.fromEntries(
      locales.map((locale) => [locale, { translation: withFacts(readSentences(locale), facts) }]),
    ),
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
