import { expect, test } from '@jest/globals';
import { QuestionFinder } from '../../../services/knowledge/questionFinder.ts';
import { knowledgeBase } from '../../../services/knowledge/questions.ts';
import acts from './acts.json' with { type: 'json' };
import intents from './intents.json' with { type: 'json' };
import phrasings from './phrasings.json' with { type: 'json' };

const finder = new QuestionFinder({ base: knowledgeBase });
const { questions } = knowledgeBase;
const asked: Readonly<Record<string, readonly string[]>> = phrasings;

function share(found: readonly boolean[]): number {
  return found.filter(Boolean).length / found.length;
}

test('people ask in their own words: at least nine of ten find the question, none of which is in the language data', () => {
  const known = new Set(questions.flatMap(({ phrases }) => phrases));
  const results = questions.flatMap(({ id, intents: [intent = ''] }) => {
    const texts = asked[id] ?? [];
    expect([id, texts.length >= 4]).toEqual([id, true]);
    expect(texts.filter((text) => known.has(text))).toEqual([]);
    return texts.map((text) => finder.answerFor({ text, intent })?.questionId === id);
  });
  expect(share(results)).toBeGreaterThanOrEqual(0.95);
});

test('nine of ten hold under every label the question may come with', () => {
  const results = questions.flatMap(({ id, intents: labels }) =>
    (asked[id] ?? []).flatMap((text) => labels.map((intent) => finder.answerFor({ text, intent })?.questionId === id)),
  );
  expect(share(results)).toBeGreaterThanOrEqual(0.9);
});

test('no question is out of reach: at least half of its phrasings find it', () => {
  for (const {
    id,
    intents: [intent = ''],
  } of questions) {
    const found = share((asked[id] ?? []).map((text) => finder.answerFor({ text, intent })?.questionId === id));
    expect([id, found >= 0.5]).toEqual([id, true]);
  }
});

test('spaces, marks and decomposed letters change nothing', () => {
  const texts = questions.flatMap(({ id, intents: [intent = ''] }) =>
    (asked[id] ?? []).map((text) => ({ text, intent })),
  );
  for (const { text, intent } of texts) {
    const found = finder.answerFor({ text, intent })?.questionId;
    for (const other of [text.replaceAll(' ', ''), `${text}...`, text.normalize('NFD')])
      expect([other, finder.answerFor({ text: other, intent })?.questionId]).toEqual([other, found]);
  }
});

test('one who asks to have something done is not given a lecture, even when it sounds like a question', () => {
  const results = Object.entries(acts).flatMap(([intent, texts]) =>
    texts.map((text) => finder.answerFor({ text, intent }) === undefined),
  );
  expect(share(results)).toBeGreaterThanOrEqual(0.9);
});

test('an answer to a step, a command and another subject are never questions', () => {
  for (const intent of [
    'yes',
    'no',
    'cancel',
    'go_back',
    'start_over',
    'greeting',
    'thanks',
    'complaint',
    'out_of_scope',
  ])
    for (const texts of Object.values(asked))
      for (const text of texts) expect(finder.answerFor({ text, intent })).toBeUndefined();
});

test('a button means its question whatever the classifier thinks, in both languages', () => {
  for (const { id, labels } of questions) {
    for (const label of labels) {
      expect(finder.questionOfLabel(label)?.questionId).toBe(id);
      expect(finder.answerFor({ text: label, intent: 'out_of_scope' })).toMatchObject({
        questionId: id,
        confidence: 1,
      });
    }
  }
  expect(finder.questionOfLabel('')).toBeUndefined();
});

test('the button of an act is not taken for a question, that of a page not for either', () => {
  for (const labels of Object.values(knowledgeBase.acts))
    for (const label of labels) {
      expect(finder.questionOfLabel(label)).toBeUndefined();
      expect(finder.topicOfLabel(label)).toBeUndefined();
    }
  for (const { id, labels } of knowledgeBase.topics)
    for (const label of labels) {
      expect(finder.topicOfLabel(label)).toBe(id);
      expect(finder.questionOfLabel(label)).toBeUndefined();
    }
});

test('whoever reports a fraud gets a person in the same turn, whatever is found', () => {
  for (const texts of Object.values(asked))
    for (const text of texts) expect(finder.answerFor({ text, intent: 'report_fraud' })?.handoff).toBe(true);
  expect(finder.answerFor({ text: '', intent: 'report_fraud' })).toMatchObject({ questionId: 'phishing_suspected' });
});

test('a label that asks is always answered, by its default when the words say nothing', () => {
  for (const intent of intents) {
    const hasDefault = questions.some((question) => question.default?.includes(intent));
    const found = finder.answerFor({ text: 'zzz', intent });
    expect([intent, found !== undefined]).toEqual([intent, hasDefault]);
    if (found) expect(found.confidence).toBe(0);
  }
});

test('the same message finds the same question', () => {
  const again = new QuestionFinder({ base: knowledgeBase });
  for (const {
    id,
    intents: [intent = ''],
  } of questions)
    for (const text of asked[id] ?? [])
      expect(again.answerFor({ text, intent })).toEqual(finder.answerFor({ text, intent }));
});
