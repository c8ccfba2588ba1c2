import { expect, test } from '@jest/globals';
import { sentenceFacts } from '../../composition/sentenceFacts.ts';
import { withFacts, type SentenceFacts } from '../../locales/facts.ts';
import { locales, readSentences, type Locale } from '../../locales/index.ts';
import { consentDocuments } from '../../services/enrollment/consentDocuments.ts';
import { flatten } from './flatten.ts';
import { outsideWorld } from './outsideWorld.ts';

const names = Object.keys(sentenceFacts);
const raw = (locale: Locale): Map<string, string> => flatten(readSentences(locale));
const said = (locale: Locale, facts: SentenceFacts = sentenceFacts): Map<string, string> =>
  flatten(withFacts(readSentences(locale), facts));
const language = (ko: string, en: string) => ({
  format: { count: { 1: 'One', 6: 'Six' }, hours: { one: ko, more: en } },
});

test.each(locales)('%s: whatever a sentence names in another form is a fact', (locale) => {
  const formed = [...raw(locale)].flatMap(([key, text]) =>
    [...text.matchAll(/\{\{(\w+), (\w+)\}\}/g)].map(([, name = '', form = '']) => ({ key, name, form })),
  );
  expect(formed.filter(({ name }) => !names.includes(name))).toEqual([]);
  expect(formed.filter(({ form }) => !['words', 'Words', 'hours', 'minutes'].includes(form))).toEqual([]);
});

/** Each figure altered alone: whatever names it must say the new one. */
test.each(names)('%s, altered in code, is altered in every language', (name) => {
  const altered = { ...sentenceFacts, [name]: 97 };
  for (const locale of locales) {
    const before = said(locale);
    const changed = [...said(locale, altered)].filter(([key, text]) => text !== before.get(key));
    expect([locale, changed.length > 0]).toEqual([locale, true]);
    expect(changed.filter(([, text]) => !text.includes('97'))).toEqual([]);
  }
});

test('a figure is said in words, at the beginning of a sentence and within it, and with its unit', () => {
  const sentences = {
    ...language('an hour', '{{count}} hours'),
    a: '{{six, words}} {{six, Words}} {{one, hours}} {{six, hours}} {{six}}',
    b: { c: '{{twelve, words}} {{open}}' },
  };
  expect(withFacts(sentences, { one: 1, six: 6, twelve: 12 })).toMatchObject({
    a: 'six Six an hour 6 hours 6',
    b: { c: '12 {{open}}' },
  });
});

/** What is typed by customers and compared; the words of figures themselves; texts of documents, which have a test below. */
const notSentences = /(?:^|\.)\w*[wW]ords(?:\.|$)|^format\.|^terms\.[\w-]+\.v\d/;
/** Figures, and numerals that count something. One is a figure before a stretch of time only: "한 번" is how people talk. */
const figures: Readonly<Record<Locale, RegExp>> = {
  ko: /\d|(?<![가-힣])(?:두|세|네|다섯|여섯|일곱|여덟|아홉|열)\s?(?:번|가지|개|자리|시간|분|달|해|사람|대|자|글자|모서리)|(?<![가-힣])(?:한\s?(?:시간|달|해)|하루|이틀|사흘|일주일)/,
  en: /\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirty|hundred|an hour|(?:a|one) (?:minute|hour|day|week|month|year))\b|\bonce a \w+/i,
};

/** A sentence without its variables, the marks of its list, and what the outside world decides. */
function withoutConstants(text: string, locale: Locale): string {
  const longestFirst = outsideWorld[locale].map((one) => one.text).sort((a, b) => b.length - a.length);
  const bare = longestFirst.reduce((rest, constant) => rest.replaceAll(constant, ''), text);
  return bare.replaceAll(/\{\{[^}]*\}\}/g, '').replaceAll(/^\d+\. /gm, '');
}

const figuresIn = (sentences: ReadonlyMap<string, string>, locale: Locale): readonly string[] =>
  [...sentences]
    .filter(([key, text]) => !notSentences.test(key) && figures[locale].test(withoutConstants(text, locale)))
    .map(([key, text]) => `${key}: ${text}`);

test.each(locales)('%s: no sentence says a figure that code keeps', (locale) => {
  expect(figuresIn(raw(locale), locale)).toEqual([]);
});

test.each([
  ['ko', '인증번호는 3분 동안만 쓸 수 있어요.'],
  ['ko', '비밀번호를 다섯 번 틀렸어요.'],
  ['ko', '한 시간 뒤에 다시 해 주세요.'],
  ['en', 'The code works for 3 minutes.'],
  ['en', 'Five wrong passwords lock it.'],
  ['en', 'Please try again in an hour.'],
] as const)('%s: a figure would be found in "%s"', (locale, sentence) => {
  expect(figuresIn(new Map([['issue.zzz', sentence]]), locale)).toHaveLength(1);
});

test.each(locales)('%s: every constant of the outside world is said somewhere', (locale) => {
  const all = [...raw(locale).values()];
  expect(outsideWorld[locale].filter(({ text }) => !all.some((one) => one.includes(text)))).toEqual([]);
});

/** What was agreed on is a text of its version: its figures are written out, and a limit that changes needs a new one. */
test.each([
  ['terms.service.v1.provider', ['{{recordYears}}년', '{{recordYears}} years']],
  ['terms.service.v1.end', ['{{credentialTries, words}} 번', '{{credentialTries, Words}} wrong']],
  ['terms.personal-information.v1.period', ['{{recordYears}}년', '{{recordYears}} years']],
  ['terms.personal-information.v1.period', ['{{chatDays}}일', '{{chatDays}} days']],
  ['terms.third-party.v1.period', ['{{recordYears}}년', '{{recordYears}} years']],
  ['terms.remember-me.v1.period', ['{{knownDays}}일', '{{knownDays}} days']],
])('%s says the limit of today', (key, written) => {
  for (const [at, locale] of locales.entries()) {
    const sentences = readSentences(locale);
    const { figure } = withFacts({ format: sentences['format'] ?? {}, figure: written[at] ?? '' }, sentenceFacts);
    expect(said(locale).get(key)).toContain(figure);
  }
});

test('the card of the consents lists as many as there are', () => {
  const required = consentDocuments.filter((one) => one.required).length;
  for (const locale of locales) {
    const lines = said(locale).get('issue.consent.text')?.split('\n') ?? [];
    expect(lines.filter((line) => /^\d+\. /.test(line))).toHaveLength(required);
    const plain = said(locale).get('issue.consent.text_plain')?.split('\n') ?? [];
    expect(plain.filter((line) => line.startsWith('· '))).toHaveLength(required);
  }
});
