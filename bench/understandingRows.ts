import { createUnderstand } from '../services/language/reading/understand.ts';
import { join } from 'node:path';
import { readRenewals, scoreRenewals } from './renewals.ts';
import { readHeldOut, scoreHeldOut, timeUnderstanding } from './understanding.ts';
import { scoreUnderstanding } from './understandingScores.ts';
import { readSlotGold, scoreSlots } from './slotScores.ts';
import { row, type Row } from './row.ts';

/** How well messages that were never trained on are understood, and how fast. */
export async function benchUnderstanding(): Promise<Row[]> {
  const { p50, p95, load, megabytes } = timeUnderstanding(); // first, while nothing is in memory yet
  const understand = createUnderstand(join(import.meta.dirname, '../services/language/training/model.bin'));
  const scores = scoreHeldOut(understand);
  const rows = Object.entries(scores).flatMap(([set, one]) => [
    row('understanding', `${set}: accuracy`, one.accuracy, '%'),
    row('understanding', `${set}: macro-F1`, one.macroF1, '%'),
    row('understanding', `${set}: out-of-scope recall`, one.outOfScopeRecall, '%'),
    row('understanding', `${set}: top 3`, one.top3, '%'),
    row('understanding', `${set}: acted wrongly`, one.actedWrongly, '%'),
    row('understanding', `${set}: resolved in two turns`, one.resolvedInTwo, '%'),
  ]);
  for (const [pair, count] of scores['development, as written']?.confusions.slice(0, 10) ?? []) {
    rows.push(row('understanding', `confused: ${pair}`, count, 'times'));
  }
  const initials = scoreUnderstanding(understand, readHeldOut('initials'));
  rows.push(row('understanding', 'initial consonants only: accuracy', initials.accuracy, '%'));
  for (const set of ['slots', 'slotsSecond'] as const) {
    const slots = scoreSlots(understand, readSlotGold(set));
    rows.push(row('understanding', `${set}: exact frame`, slots.exactFrame, '%'));
    for (const [slot, f1] of Object.entries(slots.f1)) rows.push(row('understanding', `${set}: ${slot} F1`, f1, '%'));
  }
  const renewals = scoreRenewals(understand, readRenewals());
  rows.push(
    row('understanding', 'renewal sentences: acted on as one', renewals.acted, '%'),
    row('understanding', 'renewal sentences: bank right', renewals.bankRight, '%'),
  );
  rows.push(
    row('understanding', 'p50', p50, 'ms'),
    row('understanding', 'p95', p95, 'ms'),
    row('understanding', 'load', load, 'ms'),
    row('understanding', 'memory', megabytes, 'MB'),
  );
  return Promise.resolve(rows);
}
