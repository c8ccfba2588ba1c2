import { readFileSync } from 'node:fs';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { FeatureGroups } from './features.ts';

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
    return features[group].map((name) => ({ key: hashOf(group, name), value }));
  });
}

/** Whether the model knows a stretch of up to three syllables: it stands in more than one training text. */
export function knowsStretch(model: LinearModel, stretch: string): boolean {
  return rowOf(model.keys, hashOf('syllables', stretch)) >= 0;
}

/** FNV-1a of 32 bits over the group's first letter and the name. */
function hashOf(group: string, name: string): number {
  let hash = Math.imul(0x811c9dc5 ^ group.charCodeAt(0), 0x01000193);
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The probability of each label, in the order of `labels`. */
export function probabilities(model: LinearModel, features: readonly WeightedFeature[]): Float64Array {
  const scores = Float64Array.from(model.bias);
  for (const { key, value } of features) {
    const row = rowOf(model.keys, key);
    if (row >= 0) addRow(scores, model, row, value);
  }
  return softmax(scores);
}

function addRow(scores: Float64Array, { weights, scales }: LinearModel, row: number, value: number): void {
  const factor = value * (scales[row] ?? 0);
  const start = row * scores.length;
  for (let label = 0; label < scores.length; label += 1) {
    scores[label] = (scores[label] ?? 0) + factor * (weights[start + label] ?? 0);
  }
}

function rowOf(keys: Uint32Array, key: number): number {
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = keys[middle] ?? 0;
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
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
