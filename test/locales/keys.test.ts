import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { createTranslators, locales, readSentences, type Sentences } from '../../locales/index.ts';

const root = resolve(import.meta.dirname, '../..');

function flatten(sentences: Sentences, path = ''): Map<string, string> {
  return new Map(
    Object.entries(sentences).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${path}${key}`, value] as const] : [...flatten(value, `${path}${key}.`)],
    ),
  );
}

const korean = flatten(readSentences('ko'));
const english = flatten(readSentences('en'));
/** A date in English names its month. */
const writtenOtherwise = new Set(['answer.fact.day']);
const variables = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? ''))].sort();

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
  const translate = createTranslators()('ko');
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

const sources = ['bots', 'composition', 'dialogs', 'services', 'web', 'index.ts']
  .flatMap((room) =>
    room.endsWith('.ts')
      ? [room]
      : readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)),
  )
  .filter((name) => name.endsWith('.ts') && !name.startsWith('web/dist'))
  .map((name) => readFileSync(join(root, name), 'utf8'))
  .join('\n');

const literals = new Set([...sources.matchAll(/'([a-zA-Z][\w.-]*)'/g)].map((match) => match[1] ?? ''));
const patterns = [...sources.matchAll(/`([^`\n]*\$\{[^`\n]*)`/g)]
  .map((match) => {
    const parts = (match[1] ?? '').split(/\$\{(?:[^{}]|\{[^}]*\})*\}/);
    return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`);
  })
  .filter(({ source }) => /[a-z]{3,}\\?\./.test(source) || /\.\w{3,}/.test(source));

test('every Korean sentence is used somewhere', () => {
  // a plain form is used wherever its sentence is
  const sentences = [...korean.keys()].filter((key) => !key.endsWith('_plain'));
  const unused = sentences.filter((key) => {
    const words = key.split('.');
    const tail = [words.at(-1) ?? '', words.slice(-2).join('.')];
    const named = literals.has(key) || patterns.some((pattern) => pattern.test(key));
    return !named && !tail.some((part) => part.includes('.') && literals.has(part));
  });
  expect(unused).toEqual([]);
});

test('every plain form has a sentence that it is the plain form of', () => {
  const plain = [...korean.keys()].filter((key) => key.endsWith('_plain'));
  expect(plain.filter((key) => !korean.has(key.replace(/_plain$/, '')))).toEqual([]);
});
