import { readFileSync } from 'node:fs';
import templates from '../services/language/training/templates.json' with { type: 'json' };
import { trainModel } from '../services/language/training/trainer.ts';
import { augment, readTrainingTexts } from '../services/language/training/trainingTexts.ts';
import type { LabelledText } from '../services/language/training/trainingTexts.ts';
import { mistype, seededNumbers } from '../services/language/text/typos.ts';

import { createUnderstand, understandWith } from '../services/language/reading/understand.ts';
import type { Understand } from '../services/language/understanding.ts';
import { onEnglishKeyboard } from './englishKeyboard.ts';
import { scoreUnderstanding } from './understandingScores.ts';
import type { UnderstandingScores } from './understandingScores.ts';

const root = new URL('../', import.meta.url).pathname;
const training = `${root}services/language/training/`;
const modelFile = `${training}model.bin`;
const seed = 7;

/** The sets of messages that are never trained on. */
export const heldOutSets = ['development', 'examples', 'voices', 'untouched', 'strangers', 'chatLog'] as const;

/**
 * Messages that are never trained on: `development` our own, `examples` five an intent that somebody else wrote,
 * `voices` all kinds of people, whose mistakes were looked at, `untouched` the same, whose mistakes were not; `strangers`
 * and `chatLog` by authors who saw no training text, the first of careful and of spoken sentences, the second as ordinary
 * as a day's messages, their mistakes not looked at either; `initials` short replies in initial consonants, which are a
 * table and not in the figures of the others.
 */
export function readHeldOut(name: (typeof heldOutSets)[number] | 'initials'): LabelledText[] {
  return readFileSync(`${root}bench/texts/${name}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LabelledText); // our own files
}

/** The same messages as hurried people type them. */
export const dresses: Readonly<Record<string, (text: string) => string>> = {
  'as written': (text) => text,
  'no spaces': (text) => text.replace(/\s/g, ''),
  'one letter mistyped': (text) => mistype(text, seededNumbers(seed + text.length)),
  'English keyboard': (text) => onEnglishKeyboard(text),
};

/** Every held-out set in every dress. */
export function scoreHeldOut(understand: Understand): Record<string, UnderstandingScores> {
  const rows = heldOutSets.flatMap((name) =>
    Object.entries(dresses).map(([dress, wear]) => {
      const texts = readHeldOut(name).map(({ text, intent }) => ({ text: wear(text), intent }));
      return [`${name}, ${dress}`, scoreUnderstanding(understand, texts)] as const;
    }),
  );
  return Object.fromEntries(rows);
}

const folds = 5;

/** Each fifth of the training texts read by a model that was trained on the other four. */
export function crossValidate(): UnderstandingScores[] {
  const texts = readTrainingTexts(training);
  return Array.from({ length: folds }, (_, fold) => {
    const rest = texts.filter((_text, at) => at % folds !== fold);
    const understand = understandWith(trainModel(augment(rest, templates, seed), seed));
    return scoreUnderstanding(
      understand,
      texts.filter((_text, at) => at % folds === fold),
    );
  });
}

/** Milliseconds a message, and to load the model. */
export function timeUnderstanding(): { p50: number; p95: number; load: number; megabytes: number } {
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const understand = createUnderstand(modelFile);
  understand('');
  const load = performance.now() - started;
  const texts = readHeldOut('development');
  const times = Array.from({ length: 2000 }, (_, at) => {
    const from = performance.now();
    understand(texts[at % texts.length]?.text ?? '');
    return performance.now() - from;
  }).sort((a, b) => a - b);
  const megabytes = (process.memoryUsage().rss - before) / 1024 / 1024;
  return { p50: times[1000] ?? 0, p95: times[1900] ?? 0, load, megabytes };
}

function printed(scores: UnderstandingScores): Record<string, string> {
  const { accuracy, macroF1, inScope, top3, outOfScopeRecall, outOfScopePrecision, actedWrongly, resolvedInTwo } =
    scores;
  const numbers = {
    accuracy,
    macroF1,
    inScope,
    top3,
    outOfScopeRecall,
    outOfScopePrecision,
    actedWrongly,
    resolvedInTwo,
  };
  const rounded = Object.entries({ ...numbers, ...scores.urgentRecall }).map(([name, value]) => [
    name,
    value.toFixed(1),
  ]);
  return Object.fromEntries(rounded) as Record<string, string>; // pairs of strings
}

if (import.meta.main) {
  console.log(timeUnderstanding());
  const heldOut = scoreHeldOut(createUnderstand(modelFile));
  console.table(Object.fromEntries(Object.entries(heldOut).map(([name, scores]) => [name, printed(scores)])));
  if (process.argv.includes('--mistakes')) console.log(heldOut['development, as written']?.mistakes.join('\n'));
  if (process.argv.includes('--cross')) console.table(crossValidate().map(printed));
}
