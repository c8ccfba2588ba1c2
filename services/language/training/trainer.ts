import { extractFeatures, joinWords, lexicon } from '../classifier/features.ts';
import { isSyllable } from '../text/hangul.ts';
import { softmax, weighFeatures } from '../classifier/linearModel.ts';
import type { LinearModel, WeightedFeature } from '../classifier/linearModel.ts';
import { normalizeUserText } from '../reading/normalizeUserText.ts';
import { readNamedSlots } from '../slots/readSlots.ts';
import type { LabelledText } from './trainingTexts.ts';
import { seededNumbers } from '../text/typos.ts';
import type { Numbers } from '../text/typos.ts';

const epochs = 12;
const learningRate = 0.5;
const biasRate = 0.01;
const decay = 1e-4;
/** A feature of one text alone says nothing about others. */
const fewestTexts = 2;
/** Keeps the model below 7 MB in memory and 2.5 MB on disk; the rows with the smallest weights go. */
const mostRows = 140_000;

/** The features of a raw text as the classifier sees it. */
function featuresOf(raw: string): WeightedFeature[] {
  const { text } = normalizeUserText(raw);
  return weighFeatures(extractFeatures(text, readNamedSlots(text)));
}

interface Example {
  readonly rows: Int32Array;
  readonly values: Float32Array;
  readonly label: number;
}

/** Weights while they are learned: one row of floats a feature, and how much each row has moved (AdaGrad). */
interface Weights {
  readonly table: Float32Array;
  readonly moved: Float32Array;
  readonly bias: Float32Array;
}

/** Multinomial logistic regression by stochastic gradient descent; the same texts and seed give the same model. */
export function trainModel(texts: readonly LabelledText[], seed: number): LinearModel {
  const labels = [...new Set(texts.map(({ intent }) => intent))].sort();
  const features = texts.map(({ text }) => featuresOf(text));
  const rows = numberRows(features);
  const examples = texts.map(({ intent }, at) => exampleOf(features[at] ?? [], rows, labels.indexOf(intent)));
  const weights = learn(examples, rows.size, labels.length, seededNumbers(seed));
  return { words: frequentWords(texts.map(({ text }) => text)), ...quantize([...rows.keys()], weights, labels) };
}

/** A stretch that stands in so many texts is worth correcting to. */
const frequent = 30;

function frequentWords(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const stretch of stretchesOf(joinWords(text))) counts.set(stretch, (counts.get(stretch) ?? 0) + 1);
  }
  const usual = [...counts].filter(([, count]) => count >= frequent).map(([stretch]) => stretch);
  return [...new Set([...usual, ...lexicon.filter((stem) => stem.length >= 3)])].filter(isHangul).sort();
}

function stretchesOf(joined: string): Set<string> {
  const stretches = new Set<string>();
  for (let length = 3; length <= 5; length += 1) {
    for (let at = 0; at + length <= joined.length; at += 1) stretches.add(joined.slice(at, at + length));
  }
  return stretches;
}

function isHangul(word: string): boolean {
  return Array.from(word).every(isSyllable);
}

function numberRows(features: readonly (readonly WeightedFeature[])[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { key } of features.flat()) counts.set(key, (counts.get(key) ?? 0) + 1);
  const rows = new Map<number, number>();
  for (const [key, count] of counts) if (count >= fewestTexts) rows.set(key, rows.size);
  return rows;
}

function exampleOf(features: readonly WeightedFeature[], rows: ReadonlyMap<number, number>, label: number): Example {
  const known = features.filter(({ key }) => rows.has(key));
  return {
    rows: Int32Array.from(known, ({ key }) => rows.get(key) ?? 0),
    values: Float32Array.from(known, ({ value }) => value),
    label,
  };
}

function learn(examples: readonly Example[], rowCount: number, labelCount: number, next: Numbers): Weights {
  const weights = {
    table: new Float32Array(rowCount * labelCount),
    moved: new Float32Array(rowCount).fill(0.01),
    bias: new Float32Array(labelCount),
  };
  const order = [...examples];
  const errors = new Float32Array(labelCount);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, next);
    for (const example of order) step(example, weights, errors);
  }
  return weights;
}

function shuffle<T>(list: T[], next: Numbers): void {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    const kept = list[at] as T; // both places are inside the list
    list[at] = list[other] as T;
    list[other] = kept;
  }
}

/** One example: the error of each label (probability less truth), then a step against it in every row it touches. */
function step({ rows, values, label }: Example, { table, moved, bias }: Weights, errors: Float32Array): void {
  const labels = errors.length;
  errors.set(bias);
  for (let at = 0; at < rows.length; at += 1) {
    const start = (rows[at] ?? 0) * labels;
    const value = values[at] ?? 0;
    for (let k = 0; k < labels; k += 1) errors[k] = (errors[k] ?? 0) + (table[start + k] ?? 0) * value;
  }
  softmax(errors);
  errors[label] = (errors[label] ?? 0) - 1;
  let size = 0;
  for (const error of errors) size += error * error;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    const value = values[at] ?? 0;
    const travelled = (moved[row] ?? 0) + value * value * size;
    moved[row] = travelled;
    const rate = learningRate / Math.sqrt(travelled);
    const kept = 1 - rate * decay;
    const start = row * labels;
    for (let k = 0; k < labels; k += 1) {
      table[start + k] = (table[start + k] ?? 0) * kept - rate * value * (errors[k] ?? 0);
    }
  }
  for (let k = 0; k < labels; k += 1) bias[k] = (bias[k] ?? 0) - biasRate * (errors[k] ?? 0);
}

/** Seven steps either way lose nothing that can be measured, and the file packs to a third. */
const steps = 7;

function quantize(
  keys: readonly number[],
  { table, bias }: Weights,
  labels: readonly string[],
): Omit<LinearModel, 'words'> {
  const width = labels.length;
  const rows = keys
    .map((key, row) => ({ key, weights: table.subarray(row * width, (row + 1) * width) }))
    .map((row) => ({ ...row, top: row.weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) }))
    .sort((a, b) => b.top - a.top)
    .slice(0, mostRows)
    .sort((a, b) => a.key - b.key);
  const weights = new Int8Array(rows.length * width);
  rows.forEach((row, at) => {
    weights.set(
      row.weights.map((weight) => Math.round((weight / (row.top || 1)) * steps)),
      at * width,
    );
  });
  return {
    labels,
    bias,
    keys: Uint32Array.from(rows, ({ key }) => key),
    scales: Float32Array.from(rows, ({ top }) => top / steps),
    weights,
  };
}
