import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { changeRecord, mostTries, removal, sweepRecords } from '../../../services/state/changeRecord.ts';
import type { Records } from '../../../services/state/records.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';

let state: State;
beforeAll(async () => {
  state = await openSqliteState(':memory:');
});
afterAll(() => state.close());

const add = (by: number) => (value: number | undefined) => (value ?? 0) + by;

/** The same records, but somebody else writes between each read and the write after it, `times` times. */
function withRival(key: string, times: number): Records {
  let left = times;
  const { records } = state;
  return {
    get: (asked) => records.get(asked),
    keys: (prefix) => records.keys(prefix),
    putIfVersion: async (asked, value, version) => {
      if (asked === key && left > 0) {
        left -= 1;
        await changeRecord<number>(records, key, add(1000));
      }
      return records.putIfVersion(asked, value, version);
    },
  };
}

describe('a change of a record', () => {
  test('makes it, changes it, leaves it and deletes it; before and after are told each time', async () => {
    const change = (next: (value: number | undefined) => number | typeof removal | undefined) =>
      changeRecord<number>(state.records, 'one', next);
    expect(await change(() => undefined)).toEqual({ before: undefined, after: undefined, version: 0 });
    expect(await change(() => removal)).toEqual({ before: undefined, after: undefined, version: 0 });
    expect(await change(add(1))).toEqual({ before: undefined, after: 1, version: 1 });
    expect(await change(add(1))).toEqual({ before: 1, after: 2, version: 2 });
    expect(await change(() => undefined)).toEqual({ before: 2, after: 2, version: 2 });
    expect(await change(() => removal)).toEqual({ before: 2, after: undefined, version: 0 });
    expect(await state.records.get('one')).toBeUndefined();
  });

  test('that leaves the record as it is answers the very same object twice', async () => {
    await state.records.putIfVersion('object', { a: 1 }, 0);
    const { before, after } = await changeRecord<{ a: number }>(state.records, 'object', () => undefined);
    expect(after).toBe(before);
  });

  test('may take its time', async () => {
    const slowly = async (value: number | undefined): Promise<number> => {
      await new Promise((resolve) => setImmediate(resolve));
      return (value ?? 0) + 1;
    };
    const all = await Promise.all(
      Array.from({ length: 10 }, () => changeRecord<number>(state.records, 'slow', slowly)),
    );
    expect(all.map(({ after }) => after).sort((a = 0, b = 0) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('of a hundred at once none is lost', async () => {
    await Promise.all(Array.from({ length: 100 }, () => changeRecord<number>(state.records, 'sum', add(1))));
    expect(await state.records.get('sum')).toEqual({ value: 100, version: 100 });
  });

  test('that loses a race is asked again with what the other one wrote', async () => {
    const seen: (number | undefined)[] = [];
    const { before, after } = await changeRecord<number>(withRival('raced', 2), 'raced', (value) => {
      seen.push(value);
      return (value ?? 0) + 1;
    });
    expect(seen).toEqual([undefined, 1000, 2000]);
    expect([before, after]).toEqual([2000, 2001]);
  });

  test('may give up what it wanted when it sees what the other one wrote', async () => {
    const changed = await changeRecord<number>(withRival('declined', 1), 'declined', (value) =>
      value === undefined ? 1 : undefined,
    );
    expect(changed).toEqual({ before: 1000, after: 1000, version: 1 });
  });

  test('wins its last race, and is an outage of the store when it loses every one; the other writer’s value stays', async () => {
    const last = await changeRecord<number>(withRival('last', mostTries - 1), 'last', add(1));
    expect(last.after).toBe((mostTries - 1) * 1000 + 1);
    const lost = changeRecord<number>(withRival('lost', mostTries), 'lost', add(1));
    await expect(lost).rejects.toThrow(Unavailable);
    await expect(lost).rejects.toMatchObject({ cause: new Error('every write of a lost record lost its race') });
    expect((await state.records.get<number>('lost'))?.value).toBe(mostTries * 1000);
  });

  test('begins with what is known already, and is right when that is stale', async () => {
    await state.records.putIfVersion('known', 1, 0);
    let reads = 0;
    const counted: Records = {
      ...withRival('none', 0),
      get: (key) => {
        reads += 1;
        return state.records.get(key);
      },
    };
    expect(await changeRecord(counted, 'known', add(1), { value: 1, version: 1 })).toMatchObject({ after: 2 });
    expect(reads).toBe(0);
    expect(await changeRecord(counted, 'known', add(1), { value: 1, version: 1 })).toMatchObject({ after: 3 });
    expect(reads).toBe(1);
  });

  test.each(['before', 'after'])('whose write fails %s it took effect is not tried again', async (when) => {
    const key = `unknown:${when}`;
    let writes = 0;
    const failing: Records = {
      ...withRival('none', 0),
      putIfVersion: async (asked, value, version) => {
        writes += 1;
        if (when === 'after') await state.records.putIfVersion(asked, value, version);
        throw new Unavailable('store');
      },
    };
    await expect(changeRecord<number>(failing, key, add(1))).rejects.toThrow(Unavailable);
    expect(writes).toBe(1);
    expect((await state.records.get<number>(key))?.value).toBe(when === 'after' ? 1 : undefined);
  });

  test('that fails itself writes nothing', async () => {
    const change = changeRecord<number>(state.records, 'thrown', () => {
      throw new Error('expected something else');
    });
    await expect(change).rejects.toThrow('expected something else');
    expect(await state.records.get('thrown')).toBeUndefined();
  });
});

describe('a sweep', () => {
  test('deletes what is over below its prefix, and counts it', async () => {
    for (const value of [1, 2, 3, 4]) await state.records.putIfVersion(`swept:${value}`, value, 0);
    await state.records.putIfVersion('other:1', 1, 0);
    expect(await sweepRecords<number>(state.records, 'swept:', (value) => value < 3)).toBe(2);
    expect(await sweepRecords<number>(state.records, 'swept:', (value) => value < 3)).toBe(0);
    const left = await Promise.all(['swept:2', 'swept:3', 'other:1'].map((key) => state.records.get(key)));
    expect(left.map((found) => found !== undefined)).toEqual([false, true, true]);
  });

  test('leaves alone what changed meanwhile and is not over any more', async () => {
    await state.records.putIfVersion('renewed:1', 1, 0);
    const swept = await sweepRecords<number>(withRival('renewed:1', 1), 'renewed:', (value) => value < 1000);
    expect(swept).toBe(0);
    expect((await state.records.get<number>('renewed:1'))?.value).toBe(1001);
  });
});
