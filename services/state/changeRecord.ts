import { Unavailable } from '../shared/unavailable.ts';
import type { Records, Versioned } from './records.ts';

/** Tries of one change. Every lost race let another writer through, so as many may meet at one record. */
export const mostTries = 200;

/** What a change answers to delete the record. */
export const removal: unique symbol = Symbol('removal');

/** What a change comes to: the new value, `removal`, or undefined to leave the record as it is. */
export type NextValue<T> = T | typeof removal | undefined;

/** A record before and after a change; the same object twice when nothing was written. */
export interface ChangedRecord<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
  /** The version that is stored now; 0 when there is no record. */
  readonly version: number;
}

/**
 * Changes one record by compare-and-set: reads it, asks `next`, writes, and begins again while somebody else was first.
 * The only such loop of the product; what is written once and never changed needs none (`putIfVersion(key, value, 0)`).
 *
 * @param next may run several times, so it does nothing that may not be repeated; undefined: there is no record
 * @param known the record as it was read before, which saves the first read; a stale one costs one lost race
 * Outage: `Unavailable('store')`, also when every try lost its race. A write whose outcome is unknown is not tried again.
 */
export async function changeRecord<T>(
  records: Pick<Records, 'get' | 'putIfVersion'>,
  key: string,
  next: (value: T | undefined) => NextValue<T> | Promise<NextValue<T>>,
  known?: Versioned<T>,
): Promise<ChangedRecord<T>> {
  let found = known ?? (await records.get<T>(key));
  for (let tries = 1; ; tries += 1) {
    const before = found?.value;
    const wanted = await next(before);
    if (wanted === undefined || (wanted === removal && !found)) {
      return { before, after: before, version: found?.version ?? 0 };
    }
    const after = wanted === removal ? undefined : wanted;
    const version = await records.putIfVersion(key, after, found?.version ?? 0);
    if (version !== false) return { before, after, version };
    if (tries === mostTries) throw lostEveryRace(key);
    found = await records.get<T>(key);
  }
}

/** The error names the kind of the record only. */
function lostEveryRace(key: string): Unavailable {
  const [kind = ''] = key.split(':');
  return new Unavailable('store', { cause: new Error(`every write of a ${kind} record lost its race`) });
}

/**
 * Deletes the records below `prefix` that are over; one that changes meanwhile is judged anew. For sweeps, never for a
 * turn. Answers how many went.
 */
export async function sweepRecords<T>(
  records: Records,
  prefix: string,
  isOver: (value: T) => boolean,
): Promise<number> {
  let swept = 0;
  for await (const key of records.keys(prefix)) {
    const judge = (value: T | undefined): NextValue<T> => (value !== undefined && isOver(value) ? removal : undefined);
    const { before, after } = await changeRecord<T>(records, key, judge);
    if (before !== undefined && after === undefined) swept += 1;
  }
  return swept;
}
