import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { sentenceFacts } from '../../../composition/sentenceFacts.ts';
import { createTranslators } from '../../../locales/index.ts';
import { Knowledge } from '../../../services/knowledge/knowledge.ts';
import { knowledgeBase } from '../../../services/knowledge/questions.ts';
import examples from './neverSayExamples.json' with { type: 'json' };
import neverSay from './neverSay.json' with { type: 'json' };
import { situations } from './samples.ts';

const translators = createTranslators(sentenceFacts);
const knowledge = new Knowledge({ base: knowledgeBase });
const patterns = neverSay.map(({ claim, pattern }) => ({ claim, pattern: new RegExp(pattern, 'u') }));

function faultsOf(sentence: string): readonly string[] {
  return patterns.filter(({ pattern }) => pattern.test(sentence)).map(({ claim }) => `${claim}: ${sentence}`);
}

/** Every sentence of every Korean locale file. What customers may type stands in groups called `words`. */
function koreanSentences(): readonly string[] {
  const folder = new URL('../../../locales/ko/', import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => leaves(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))));
}

function leaves(tree: unknown): readonly string[] {
  if (typeof tree === 'string') return [tree];
  return Object.entries(tree ?? {}).flatMap(([key, value]) => (key === 'words' ? [] : leaves(value)));
}

test('the patterns of what must never be said catch it, and leave its denial alone', () => {
  for (const sentence of examples.forbidden)
    expect([sentence, faultsOf(sentence).length > 0]).toEqual([sentence, true]);
  for (const sentence of examples.allowed) expect(faultsOf(sentence)).toEqual([]);
});

test('no sentence of the assistant says what must never be said', () => {
  expect(koreanSentences().flatMap(faultsOf)).toEqual([]);
});

test('no answer says it once its facts are filled in, and each fits a bubble', () => {
  for (const locale of ['ko', 'en'] as const) {
    const say = translators(locale);
    for (const sources of situations) {
      for (const { id } of knowledgeBase.questions) {
        const { sentences } = knowledge.replyFor(id, sources, say);
        expect(sentences.length).toBeLessThanOrEqual(2);
        for (const { key, values } of sentences) {
          const sentence = say(key, values);
          if (locale === 'ko') expect(faultsOf(sentence)).toEqual([]);
          expect(sentence).not.toMatch(/\{\{|undefined|\[object/);
          expect([sentence, sentence.length <= (locale === 'ko' ? 220 : 330)]).toEqual([sentence, true]);
        }
      }
    }
  }
});

test('every form of every answer is reached by some situation', () => {
  const say = translators('ko');
  const reached = new Set(
    situations.flatMap((sources) =>
      knowledgeBase.questions.flatMap(({ id }) => knowledge.replyFor(id, sources, say).sentences.map(({ key }) => key)),
    ),
  );
  const all = knowledgeBase.questions.flatMap(({ id, answers }) =>
    answers.flatMap(({ keys }) => keys.map((key) => `answer.${id}.${key}`)),
  );
  expect(all.filter((key) => !reached.has(key))).toEqual([]);
});

test('no particle that changes with the word before it is glued to a value', () => {
  const glued = /\}\}(?:을|를|이|가|은|는|과|와|으로|로|이나|나|이랑|랑|이에요|예요|이라|라서|아|야)(?![가-힣]*\{)/u;
  const own = leaves(JSON.parse(readFileSync(new URL('../../../locales/ko/answers.json', import.meta.url), 'utf8')));
  expect(own.filter((sentence) => glued.test(sentence))).toEqual([]);
});

test('no two answers say the same sentence', () => {
  const say = translators('ko');
  for (const sources of situations) {
    const all = knowledgeBase.questions.flatMap(({ id }) =>
      knowledge.replyFor(id, sources, say).sentences.map(({ key, values }) => say(key, values)),
    );
    const twice = all.filter((sentence, index) => all.indexOf(sentence) !== index);
    expect(twice).toEqual([]);
  }
});
