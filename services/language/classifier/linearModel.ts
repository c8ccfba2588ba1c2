import { readFileSync } from 'node:fs';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { hashOf, type FeatureGroups } from './features.ts';

/** A feature of a message: the hash of its name, and how much it counts there. */
export interface WeightedFeature {
  readonly key: number;
  readonly value: number;
}

/** One row of weights a feature, one column a label; rows in the order of their keys. */
export interface LinearModel {
  readonly labels: readonly string[];
  /** Frequent stretches of the training texts, for the speller. */
  readonly words: readonly string[];
  readonly bias: Float32Array;
  readonly keys: Uint32Array;
  /** What one step of `weights` is worth in each row. */
  readonly scales: Float32Array;
  readonly weights: Int8Array;
}

const groups = ['syllables', 'letters', 'concepts'] as const;

/** The features of a message with their values; each group has length 1, so that none drowns the others. */
export function weighFeatures(features: FeatureGroups): WeightedFeature[] {
  return groups.flatMap((group) => {
    const value = 1 / Math.sqrt(Math.max(1, features[group].length));
    return features[group].map((key) => ({ key, value }));
  });
}

/** A model that is asked; its rows are found without searching. */
export interface Scorer {
  /** The probability of each label, in the order of `labels`. */
  readonly probabilities: (features: readonly WeightedFeature[]) => Float64Array;
  /** Whether the model knows a stretch of up to three syllables: it stands in more than one training text. */
  readonly knowsStretch: (stretch: string) => boolean;
}

/** Makes the table of a model's rows, once a process. */
export function scorerOf(model: LinearModel): Scorer {
  const table = tableOf(model.keys);
  return {
    probabilities: (features) => {
      const scores = Float64Array.from(model.bias);
      for (const { key, value } of features) {
        const row = rowOf(table, key);
        if (row >= 0) addRow(scores, model, row, value);
      }
      return softmax(scores);
    },
    knowsStretch: (stretch) => rowOf(table, hashOf('syllables', stretch)) >= 0,
  };
}

function addRow(scores: Float64Array, { weights, scales }: LinearModel, row: number, value: number): void {
  const factor = value * (scales[row] ?? 0);
  const start = row * scores.length;
  for (let label = 0; label < scores.length; label += 1) {
    scores[label] = (scores[label] ?? 0) + factor * (weights[start + label] ?? 0);
  }
}

/**
 * Keys with their rows, in pairs. A key is a hash, so it tells its place by itself; one whose place is taken stands in the
 * next that is free. A row is kept as one more, so that 0 is a free place; half of them are.
 */
function tableOf(keys: Uint32Array): Uint32Array {
  const places = 2 ** Math.ceil(Math.log2(2 * keys.length + 1));
  const table = new Uint32Array(2 * places);
  keys.forEach((key, row) => {
    let at = 2 * (key & (places - 1));
    while (table[at + 1] !== 0) at = (at + 2) & (table.length - 1);
    table[at] = key;
    table[at + 1] = row + 1;
  });
  return table;
}

/** The row of a key, or -1. */
function rowOf(table: Uint32Array, key: number): number {
  const last = table.length - 1;
  for (let at = (2 * key) & last; ; at = (at + 2) & last) {
    const row = table[at + 1] ?? 0;
    if (row === 0 || table[at] === key) return row - 1;
  }
}

/** Turns scores into probabilities, in place. */
export function softmax<T extends Float32Array | Float64Array>(scores: T): T {
  let top = -Infinity;
  for (const score of scores) top = Math.max(top, score);
  let sum = 0;
  for (let at = 0; at < scores.length; at += 1) {
    scores[at] = Math.exp((scores[at] ?? 0) - top);
    sum += scores[at] ?? 0;
  }
  for (let at = 0; at < scores.length; at += 1) scores[at] = (scores[at] ?? 0) / sum;
  return scores;
}

/**
 * The file of a model, compressed by zstd: length of the header (uint32), header (JSON `{labels, words, rows}`, padded to 4), bias, keys, scales
 * (4 bytes each), weights (1 byte each). Little-endian, as every machine this runs on.
 */
export function packModel(model: LinearModel): Buffer {
  const { labels, words, keys } = model;
  const text = Buffer.from(JSON.stringify({ labels, words, rows: keys.length }));
  const header = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, ' ')]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  return zstdCompressSync(
    Buffer.concat([length, header, ...[model.bias, model.keys, model.scales, model.weights].map(bytesOf)]),
  );
}

function bytesOf(array: ArrayBufferView): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

/** @throws Error when the file is not a model */
export function readModel(file: string): LinearModel {
  const bytes = new Uint8Array(zstdDecompressSync(readFileSync(file)));
  const headerLength = new DataView(bytes.buffer).getUint32(0, true);
  const header: unknown = JSON.parse(Buffer.from(bytes.buffer, 4, headerLength).toString());
  if (!isHeader(header)) throw new Error('expected a model, found another file');
  const { labels, words, rows } = header;
  let at = 4 + headerLength;
  const take = (length: number): number => {
    at += length;
    return at - length;
  };
  return {
    labels,
    words,
    bias: new Float32Array(bytes.buffer, take(4 * labels.length), labels.length),
    keys: new Uint32Array(bytes.buffer, take(4 * rows), rows),
    scales: new Float32Array(bytes.buffer, take(4 * rows), rows),
    weights: new Int8Array(bytes.buffer, take(rows * labels.length), rows * labels.length),
  };
}

function isHeader(header: unknown): header is { labels: string[]; words: string[]; rows: number } {
  return typeof header === 'object' && header !== null && 'labels' in header && 'rows' in header;
}
