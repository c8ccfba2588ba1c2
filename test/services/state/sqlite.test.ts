import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from '@jest/globals';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { stateContract } from './contract.ts';
import { ownTime } from '../../support/ownTime.ts';

const folder = temporaryFolder();
const now = Temporal.Instant.from('2026-12-01T00:00:00Z');

stateContract('SQLite', () => openSqliteState(join(folder, 'contract', 'state.db')));
stateContract('SQLite in memory', () => openSqliteState(':memory:'));

describe('a SQLite file', () => {
  test('everything is there after closing and opening again', async () => {
    const file = join(folder, 'again.db');
    const before = await openSqliteState(file);
    await before.records.putIfVersion('case:1', { a: 1 }, 0);
    await before.counters.increment({ key: 'k', id: 'a', windowSeconds: 60, now });
    await before.schedule.put('q', { id: 'd', at: now, payload: 'p' });
    await before.streams.append('s', [{ id: 'e', value: 'v' }]);
    const lock = await before.locks.tryAcquire('l', 60_000);
    await before.close();

    const after = await openSqliteState(file);
    expect(await after.records.get('case:1')).toEqual({ value: { a: 1 }, version: 1 });
    expect(await after.counters.read({ key: 'k', windowSeconds: 60, now })).toBe(1);
    expect(await after.schedule.claim('q', now, 10, 1)).toHaveLength(1);
    expect(await after.streams.read('s', 0, 10)).toHaveLength(1);
    expect(lock).toBeDefined();
    expect(await after.locks.tryAcquire('l', 1000)).toBeUndefined();
    await after.close();
  });

  test('what was answered survives kill -9 of the process', async () => {
    const file = join(folder, 'killed.db');
    const writer = spawn(process.execPath, [join(import.meta.dirname, 'sqliteWriter.ts'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let acknowledged = '';
    writer.stdout.on('data', (chunk: Buffer) => {
      acknowledged += chunk.toString();
      if (acknowledged.split('\n').length > 500) writer.kill('SIGKILL');
    });
    await once(writer, 'exit');
    const keys = acknowledged.split('\n').slice(0, -1);
    const state = await openSqliteState(file);
    const found = await Promise.all(keys.map((key) => state.records.get(key)));
    expect(keys.length).toBeGreaterThan(400);
    expect(found.filter((record) => record === undefined)).toEqual([]);
    await state.close();
  });

  test('only its owner can read it, and what was deleted is overwritten', async () => {
    const file = join(folder, 'private.db');
    const state = await openSqliteState(file);
    await state.records.putIfVersion('key', 'a secret to forget', 0);
    await state.records.putIfVersion('key', undefined, 1);
    await state.close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file).includes('a secret to forget')).toBe(false);
  });

  test('two states on one file see each other, and one of them wins a race', async () => {
    const file = join(folder, 'shared.db');
    const [one, two] = [await openSqliteState(file), await openSqliteState(file)];
    const answers = await Promise.all([one, two].map((state) => state.records.putIfVersion('k', 1, 0)));
    expect(new Set(answers)).toEqual(new Set([1, false]));
    await Promise.all([one.close(), two.close()]);
  });

  test('a file that is no database is an outage at opening', async () => {
    const file = join(folder, 'garbage.db');
    writeFileSync(file, 'x'.repeat(5000));
    await expect(openSqliteState(file)).rejects.toThrow(Unavailable);
  });

  test('locked by somebody else: an outage within 1.5 s, and back when the lock is gone', async () => {
    const file = join(folder, 'locked.db');
    const state = await openSqliteState(file);
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const time = ownTime();
    await expect(state.records.putIfVersion('k', 1, 0)).rejects.toThrow(Unavailable);
    expect(time()).toBeLessThan(1500);
    expect(await state.fault()).toBe('store is unavailable');
    other.exec('ROLLBACK');
    other.close();
    expect(await state.records.putIfVersion('k', 1, 0)).toBe(1);
    expect(await state.fault()).toBeUndefined();
    await state.close();
  });

  test('after closing everything is an outage, closing again is not', async () => {
    const state = await openSqliteState(':memory:');
    await state.close();
    await expect(state.records.get('k')).rejects.toThrow(Unavailable);
    await state.close();
  });
});
