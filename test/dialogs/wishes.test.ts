import { describe, expect, test } from '@jest/globals';
import { stages } from '../../dialogs/listeners/stages.ts';
import { wordTables, Words } from '../../dialogs/turn/words.ts';
import { wishes } from '../../dialogs/wishes/registry.ts';
import { locales, readSentences } from '../../locales/index.ts';
import { flatten } from '../locales/flatten.ts';

const tables = wordTables(readSentences);

test('messages are heard in the order of the house, and each stage says why it stands there', () => {
  expect(stages.map(({ name }) => name)).toEqual([
    'guard',
    'safety and person',
    'stale',
    'label',
    'preferences',
    'interrupt',
    'open step',
    'correction',
    'task',
    'question',
    'fallback',
  ]);
  expect(stages.filter(({ why }) => !/^[A-Z].{40,}\.$/.test(why))).toEqual([]);
});

test('every wish has a name of its own, stands at a stage, and can be said', () => {
  const names = wishes.map(({ stage, name }) => `${stage}/${name}`);
  expect(new Set(names).size).toBe(names.length);
  expect(wishes.filter(({ stage }) => !stages.some(({ name }) => name === stage))).toEqual([]);
  expect(wishes.filter(({ words, meant }) => words === undefined && meant === undefined)).toEqual([]);
});

describe.each(locales)('in %s', (locale) => {
  test('the words of every wish are a list that is known', () => {
    const words = tables(locale, false);
    for (const wish of wishes) if (wish.words !== undefined) expect(words.known(wish.words)).toBe(wish.words);
  });

  test('no word is one of two wishes of a stage', () => {
    const said = new Map<string, string>();
    const sentences = flatten(readSentences(locale));
    for (const { stage, name, words } of wishes) {
      for (const word of words === undefined ? [] : (sentences.get(words) ?? '').split('|')) {
        const before = said.get(`${stage}/${word}`);
        expect([word, before]).toEqual([word, undefined]);
        said.set(`${stage}/${word}`, name);
      }
    }
    expect(said.size).toBeGreaterThan(100);
  });

  test('words that count in any case are listed in small letters', () => {
    const sentences = flatten(readSentences(locale));
    const lists = wishes.filter(({ inAnyCase }) => inAnyCase).map(({ words }) => sentences.get(words ?? '') ?? '');
    expect(lists.filter((list) => list !== list.toLowerCase())).toEqual([]);
  });
});

test('a text is looked up without its spaces and closing marks, and may be a word of several keys', () => {
  const words = new Words([
    ['a.words.stop', '그만|stop'],
    ['b.stopWords', 'stop'],
  ]);
  expect([...words.keysOf(' st op!')]).toEqual(['a.words.stop', 'b.stopWords']);
  expect([...words.keysOf('stops')]).toEqual([]);
  expect(() => words.known('a.words.stp')).toThrow('a.words.stp');
});

test('in plain mode the plain form of a list counts, where it has one', () => {
  const made = wordTables(() => ({ a: { goWords: 'go', goWords_plain: 'walk', stopWords: 'stop' } }));
  expect([...made('en', false).keysOf('go')]).toEqual(['a.goWords']);
  expect([...made('en', true).keysOf('go')]).toEqual([]);
  expect([...made('en', true).keysOf('walk')]).toEqual(['a.goWords']);
  expect([...made('en', true).keysOf('stop')]).toEqual(['a.stopWords']);
});
