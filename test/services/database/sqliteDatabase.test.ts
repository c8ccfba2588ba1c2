import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SqliteDatabase } from '../../../services/database/sqlite/sqliteDatabase.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { eventually } from '../../support/eventually.ts';
import { ownTime } from '../../support/ownTime.ts';

const insert = 'INSERT INTO t (k) VALUES (?)';
/** Seconds of work for the database's thread. */
const slow = `WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 15000000) SELECT count(*) FROM c`;

describe('a SQLite database in its thread', () => {
  let database: SqliteDatabase;
  beforeEach(async () => {
    database = await SqliteDatabase.open(':memory:', 'CREATE TABLE t (k TEXT PRIMARY KEY)');
  });
  afterEach(() => database.close());
  const keys = async () => (await database.rows('SELECT k FROM t ORDER BY k')).map(([k]) => k);

  test('a unit with a taken key is undone as a whole; those beside it in the batch are not', async () => {
    const outcomes = await Promise.all([
      database.run([insert, 'a']),
      database.run([insert, 'b'], [insert, 'a'], [insert, 'c']),
      database.run([insert, 'd']),
    ]);
    expect(outcomes.map((outcome) => outcome === 'conflict')).toEqual([false, true, false]);
    expect(await keys()).toEqual(['a', 'd']);
  });

  test('reads see the writes that were asked for before them', async () => {
    const [, before, , after] = await Promise.all([
      database.rows(insert, 'a'),
      keys(),
      database.rows(insert, 'b'),
      keys(),
    ]);
    expect([before, after]).toEqual([['a'], ['a', 'b']]);
  });

  test('a stalled thread is an outage for all within 1.5 s, what waited is not done later, and then it works again', async () => {
    const time = ownTime();
    const stalled = [database.rows(slow), wait(50).then(() => database.rows(insert, 'late'))];
    for (const outcome of await Promise.allSettled(stalled)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { system: 'store' } });
    }
    expect(time()).toBeLessThan(1500);
    await eventually(async () => Array.isArray(await keys().catch(() => undefined)), 20_000);
    expect(await keys()).toEqual([]);
  });

  test('the loop being busy is no outage', async () => {
    const reading = keys();
    const end = performance.now() + 1300;
    while (performance.now() < end);
    expect(await reading).toEqual([]);
  });

  test('a wrong statement is an outage of its batch, not of the database', async () => {
    await expect(database.rows('SELECT nothing FROM nowhere')).rejects.toThrow(Unavailable);
    expect(await database.rows(insert, 'a')).toEqual([]);
    expect(await database.fault()).toBeUndefined();
  });

  test('a taken key where none is expected is a bug', async () => {
    await database.rows(insert, 'a');
    await expect(database.rows(insert, 'a')).rejects.toThrow('expected no conflict');
  });
});
