import { expect, test } from '@jest/globals';
import { factTable } from '../../../services/knowledge/factTable.ts';
import { factsFor } from '../../../services/knowledge/knowledge.ts';
import { knowledgeBase } from '../../../services/knowledge/questions.ts';
import en from '../../../locales/en/answers.json' with { type: 'json' };
import ko from '../../../locales/ko/answers.json' with { type: 'json' };
import domain from './domainQuestions.json' with { type: 'json' };
import intents from './intents.json' with { type: 'json' };
import { nothingKnown } from './samples.ts';

type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

const { questions, topics, acts, messageVerdicts } = knowledgeBase;
const ids = questions.map(({ id }) => id);
const echo = (key: string): string => key;
const languages: readonly { readonly texts: Texts; readonly position: number }[] = [
  { texts: ko.answer as unknown as Texts, position: 0 }, // a few groups are one level deeper; they are read by name below
  { texts: en.answer as unknown as Texts, position: 1 },
];

/** Questions that are ever offered as a button; the label of another one is understood when it is typed, and never said. */
const offered = new Set([
  ...[...questions, ...Object.values(messageVerdicts)].flatMap(({ next }) =>
    next.flatMap((step) => ('question' in step ? [step.question] : [])),
  ),
  ...topics.flatMap(({ featured }) => featured),
  ...questions.flatMap(({ id, default: intents = [] }) => (intents.length > 0 ? [id] : [])),
]);

test('every question of the trade has an answer', () => {
  const wanted = Object.values(domain).flatMap((group) => Object.values(group));
  expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(60);
});

test('questions are filed under labels that the classifier gives, and each label has at most one default', () => {
  const unknown = questions.flatMap(({ intents: labels, default: defaults = [] }) => [...labels, ...defaults]);
  expect(unknown.filter((label) => !intents.includes(label))).toEqual([]);
  const defaults = questions.flatMap((question) => question.default ?? []);
  expect(new Set(defaults).size).toBe(defaults.length);
  for (const question of questions)
    expect(question.intents).toEqual(expect.arrayContaining([...(question.default ?? [])]));
  expect(Object.keys(knowledgeBase.actPhrases).filter((label) => !intents.includes(label))).toEqual([]);
});

test('labels that only ask have a default answer', () => {
  const asking = intents.slice(intents.indexOf('certificate_types'), intents.indexOf('report_fraud') + 1);
  const defaults = questions.flatMap((question) => question.default ?? []);
  expect(asking.filter((label) => !defaults.includes(label))).toEqual([]);
});

test('the next step is always a question or an act that exists, never the same question again', () => {
  for (const { id, next } of questions) {
    expect(next.length).toBeGreaterThan(0);
    expect(next.length).toBeLessThanOrEqual(4);
    for (const step of next) {
      if ('question' in step) expect(ids.filter((one) => one !== id)).toContain(step.question);
      else expect(Object.keys(acts)).toContain(step.act);
    }
  }
});

test('a page of frequent questions fits one row of buttons, with room for the way out', () => {
  expect(topics.length).toBeLessThanOrEqual(8);
  for (const { id, featured } of topics) {
    expect(featured.length).toBeGreaterThan(0);
    expect(featured.length).toBeLessThanOrEqual(8);
    expect(featured.filter((one) => !ids.includes(one))).toEqual([]);
    expect(questions.some(({ topic }) => topic === id)).toBe(true);
  }
  expect(questions.map(({ topic }) => topic).filter((topic) => !topics.some(({ id }) => id === topic))).toEqual([]);
});

test('a label is the same in the language data and in the locale, short enough, and names one thing only', () => {
  for (const { texts, position } of languages) {
    const labels = [
      ...questions.flatMap(({ id, labels: own }) => (offered.has(id) ? [[texts[id]?.['label'], own[position]]] : [])),
      ...topics.map(({ id, labels: own }) => [texts['topic']?.[id], own[position]]),
      ...Object.entries(acts).map(([id, own]) => [texts['act']?.[id], own[position]]),
    ];
    for (const [shown, known] of labels) expect(shown).toBe(known);
    expect(labels.filter(([shown = '']) => shown.length === 0 || shown.length > 14)).toEqual([]);
    expect(new Set(labels.map(([shown]) => shown?.replaceAll(/\W/gu, '').concat(shown))).size).toBe(labels.length);
  }
});

test('a sentence names exactly the facts that are declared for it', () => {
  const forms = [
    ...questions.flatMap(({ id, answers }) => answers.map((form) => ({ id, form }))),
    ...Object.values(messageVerdicts).map((form) => ({ id: 'message_genuine', form })),
  ];
  for (const { texts } of languages) {
    for (const { id, form } of forms) {
      const named = form.keys.flatMap((key) => variablesOf(texts[id]?.[key] ?? ''));
      expect([id, ...new Set(named)].sort()).toEqual([id, ...form.facts].sort());
      for (const fact of [...form.facts, ...(form.when ?? [])]) expect(Object.keys(factTable)).toContain(fact);
    }
  }
});

test('every fact is named by an answer or decides one', () => {
  const used = new Set(
    [...questions.flatMap(({ answers }) => answers), ...Object.values(messageVerdicts)].flatMap((form) => [
      ...form.facts,
      ...(form.when ?? []),
    ]),
  );
  expect(Object.keys(factTable).filter((fact) => !used.has(fact as keyof typeof factTable))).toEqual([]); // keys of the table
});

test('the last form of each answer needs nothing but what is always known', () => {
  for (const { id, answers } of questions) {
    const last = answers.at(-1);
    const facts = factsFor([...(last?.facts ?? []), ...(last?.when ?? [])], nothingKnown(), echo);
    expect([id, facts !== undefined]).toEqual([id, true]);
  }
});

test('every sentence of the locale is used, and every sentence used is there, in both languages', () => {
  const used = [
    ...questions.flatMap(({ id, answers }) => [
      ...(offered.has(id) ? [`${id}.label`] : []),
      ...answers.flatMap(({ keys }) => keys.map((key) => `${id}.${key}`)),
    ]),
    ...Object.values(messageVerdicts).flatMap(({ keys }) => keys.map((key) => `message_genuine.${key}`)),
  ].sort();
  for (const { texts } of languages) {
    const present = Object.entries(texts)
      .filter(([id]) => ids.includes(id))
      .flatMap(([id, sentences]) => Object.keys(sentences).map((key) => `${id}.${key}`));
    expect(present.sort()).toEqual(used);
  }
  expect(keysOf(en)).toEqual(keysOf(ko));
});

function variablesOf(sentence: string): readonly string[] {
  return [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name);
}

function keysOf(tree: object, path = ''): readonly string[] {
  return Object.entries(tree)
    .flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null ? keysOf(value, `${path}${key}.`) : [`${path}${key}`],
    )
    .sort();
}
