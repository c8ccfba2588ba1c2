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
  const fixed = Object.fromEntries(locales.map((locale) => [locale, instance.getFixedT(locale)]));
  return (locale) => (key, values) => {
    const translate = fixed[locale];
    if (!translate) throw new Error(`expected ko or en, found ${locale}`);
    return translate(key, { ...values });
  };
}
