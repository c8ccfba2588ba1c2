import { expect, test } from '@jest/globals';
import { sentenceFacts } from '../../composition/sentenceFacts.ts';
import { createTranslators, locales, readSentences } from '../../locales/index.ts';
import { builtGroups, builtKeys, notKeys } from './builtKeys.ts';
import { flatten, isPlain, plainOf } from './flatten.ts';
import { groupsInCode } from './namesInCode.ts';
import { sources, writtenIn, type Written } from './writtenInCode.ts';

const korean = flatten(readSentences('ko'));
const english = flatten(readSentences('en'));
/** A date in English names its month; a serial is told by its end without a figure. */
const writtenOtherwise = new Set(['answer.fact.day', 'relyingParty.in.lastFour']);
const variables = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1] ?? ''))].sort();

test('both languages have the same keys', () => {
  expect([...english.keys()].sort()).toEqual([...korean.keys()].sort());
});

test('both languages show the same variables', () => {
  const wrong = [...korean].filter(([key, text]) => {
    const twin = english.get(key);
    return twin !== undefined && !writtenOtherwise.has(key) && variables(twin).join() !== variables(text).join();
  });
  expect(wrong.map(([key]) => key)).toEqual([]);
});

test('a missing key throws instead of being shown', () => {
  const translate = createTranslators(sentenceFacts)('ko');
  expect(() => translate('issue.nowhere')).toThrow('issue.nowhere');
});

test.each(locales)('%s: no exclamation mark and no emoji', (locale) => {
  const wrong = [...flatten(readSentences(locale))].filter(([, text]) => /[!！]|\p{Extended_Pictographic}/u.test(text));
  expect(wrong).toEqual([]);
});

/** A Korean particle that depends on the word before it can't stand behind a variable. */
test('no particle is glued to a variable', () => {
  const wrong = [...korean].filter(([, text]) =>
    /\}\}(은|는|이|가|을|를|과|와|으로|로|이라|라)(?=[\s.,]|$)/.test(text),
  );
  expect(wrong.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
});

const written = sources.map(({ file, text }) => ({ file, ...writtenIn(text) }));
const literals = new Set(written.flatMap((one) => one.literals));
/** Strings of the chat: only what is said there has a plain form. */
const saidInChat = new Set(written.flatMap((one) => (one.file.startsWith('dialogs/') ? one.literals : [])));

/**
 * Whether a template could make the key of a sentence, or of a group of them. One without a word and a
 * dot of its own could make many things: it counts where it is said.
 */
function couldBeKey({ shape, isSaid }: Written['templates'][number]): boolean {
  const words = shape.replaceAll('{}', '');
  if (!/^[\w.{}]+$/.test(shape) || words === shape || words === '') return false;
  if (!/\w/.test(words) || !words.includes('.')) return isSaid;
  const made = shape.split('{}').join('.+').replaceAll('.', '\\.').replaceAll('\\.+', '.+');
  const pattern = new RegExp(`^${made}(?:\\.|$)`);
  return [...korean.keys()].some((key) => pattern.test(key));
}

const inCode = written.flatMap(({ file, templates }) =>
  templates.filter(couldBeKey).map(({ shape }) => ({ file, shape })),
);
const declared = [...builtKeys, ...builtGroups.map((template) => ({ template, file: undefined })), ...notKeys].map(
  ({ template, file }) => ({ file, shape: template.replaceAll(/\{\w*\}/g, '{}') }),
);
type Place = (typeof declared)[number];
const isSame = (one: Place, other: Place): boolean =>
  one.shape === other.shape && (one.file === other.file || one.file === undefined || other.file === undefined);

test('every template of a key in code is declared, with the values that are put in', () => {
  expect(inCode.filter((one) => !declared.some((other) => isSame(one, other)))).toEqual([]);
});

test('no template is declared that stands nowhere in code', () => {
  expect(declared.filter((one) => !inCode.some((other) => isSame(one, other)))).toEqual([]);
});

test('no group of sentences is declared that stands nowhere in code', () => {
  expect(groupsInCode.filter((group) => !literals.has(group))).toEqual([]);
});

test('no value is declared that code does not have', () => {
  const names = new Set(
    sources.flatMap(({ text }) => [...text.matchAll(/\b([a-zA-Z]\w*)(?=\??:|,|\s*=)/g)].map((match) => match[1] ?? '')),
  );
  const words = builtKeys.flatMap(({ values = [] }) => values).filter((value) => /^[a-zA-Z]\w*$/.test(value));
  expect(words.filter((word) => !literals.has(word) && !names.has(word))).toEqual([]);
});

test('every key that code can build has its sentence', () => {
  const missing = builtKeys.flatMap(({ keys }) => keys).filter((key) => !korean.has(key));
  expect(missing).toEqual([]);
});

/** Sentences that no code can say. */
function unused(keys: readonly string[]): readonly string[] {
  const buildable = new Set(builtKeys.flatMap(({ keys: made }) => made));
  return keys.filter((key) => !isPlain(key) && !literals.has(key) && !buildable.has(key));
}

test('every sentence can be said', () => {
  expect(unused([...korean.keys()])).toEqual([]);
});

test.each(['zzz.title', 'error.zzz', 'life.zzz.zzz', 'answer.zzz.label', 'why.zzz', 'issue.kind.zzz'])(
  'a made-up sentence %s would be found',
  (key) => {
    expect(unused([...korean.keys(), key])).toEqual([key]);
  },
);

test('every plain form belongs to a sentence of the chat', () => {
  const inChat = new Set(builtKeys.flatMap(({ keys }) => keys));
  const plain = [...korean.keys()].filter(isPlain).map(plainOf);
  expect(plain.filter((key) => !korean.has(key) || !(saidInChat.has(key) || inChat.has(key)))).toEqual([]);
});
