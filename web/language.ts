import { locales, type Locale } from '../locales/index.ts';
import type { HttpRequest } from '../services/shared/route.ts';

/** An answer that depends on the browser's language says so to whatever might keep it. */
export const variesByLanguage = { vary: 'Accept-Language' } as const;

/** The language of a page that no case speaks for: the one its link names (`?language=en`), else Korean. */
export function languageOf({ query }: Pick<HttpRequest, 'query'>): Locale {
  return spoken(query.get('language') ?? '') ?? 'ko';
}

/**
 * What the browser asks for (`Accept-Language`, highest weight first, `en-GB` is English); undefined when it is nothing
 * that is spoken here. It is a guess at the person: many browsers in Korea are set to English, so it is offered, not done.
 */
export function preferredLanguage({ headers }: Pick<HttpRequest, 'headers'>): Locale | undefined {
  return preferred(headers['accept-language'] ?? '');
}

function preferred(header: string): Locale | undefined {
  const ranges = header.split(',').flatMap((range): { locale: Locale; weight: number }[] => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
    const locale = spoken(tag);
    return locale ? [{ locale, weight: weightOf(parameters) }] : [];
  });
  const wanted = ranges.filter(({ weight }) => weight > 0);
  // a stable sort: of two that weigh the same the first counts
  return wanted.sort((one, other) => other.weight - one.weight)[0]?.locale;
}

/** `q=0.8`; a range without one weighs 1 (RFC 9110 §12.4.2), and what is no weight asks for nothing. */
function weightOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.startsWith('q='));
  if (given === undefined) return 1;
  const weight = Number(given.slice(2));
  return weight >= 0 && weight <= 1 ? weight : 0;
}

function spoken(tag: string): Locale | undefined {
  const language = tag.split('-')[0]?.toLowerCase();
  return locales.find((locale) => locale === language);
}
