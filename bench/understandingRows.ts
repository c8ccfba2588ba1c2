import { createUnderstand } from '../services/language/understand.ts';
import { join } from 'node:path';
import { scoreHeldOut, timeUnderstanding } from './understanding.ts';
import { row, type Row } from './row.ts';

/** How well messages that were never trained on are understood, and how fast. */
export async function benchUnderstanding(): Promise<Row[]> {
  const modelFile = join(import.meta.dirname, '../services/language/training/model.bin');
  const scores = scoreHeldOut(createUnderstand(modelFile));
  const rows = Object.entries(scores).flatMap(([set, one]) => [
    row('understanding', `${set}: accuracy`, one.accuracy, '%'),
    row('understanding', `${set}: macro-F1`, one.macroF1, '%'),
    row('understanding', `${set}: out-of-scope recall`, one.outOfScopeRecall, '%'),
    row('understanding', `${set}: top 3`, one.top3, '%'),
  ]);
  for (const [pair, count] of scores['development, as written']?.confusions.slice(0, 10) ?? []) {
    rows.push(row('understanding', `confused: ${pair}`, count, 'times'));
  }
  const { p50, p95, load } = timeUnderstanding();
  rows.push(
    row('understanding', 'p50', p50, 'ms'),
    row('understanding', 'p95', p95, 'ms'),
    row('understanding', 'load', load, 'ms'),
  );
  return Promise.resolve(rows);
}
