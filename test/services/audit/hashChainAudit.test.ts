import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { entriesKey } from '../../../services/audit/auditChain.ts';
import { openHashChainAudit, type HashChainAudit } from '../../../services/audit/hashChainAudit.ts';
import { retireAudit } from '../../../services/audit/auditRetention.ts';
import { verifyAudit } from '../../../services/audit/verifyAudit.ts';
import type { Clock } from '../../../services/shared/clock.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { openRedisState } from '../../../services/state/redisState.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { eventually } from '../../support/eventually.ts';
import { startRedisServer } from '../../support/redisServer.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const key = 'audit key';
const folder = temporaryFolder();
const start = Temporal.Instant.from('2026-12-01T00:00:00Z');
const clock: Clock = { now: () => start };

describe('the audit log', () => {
  const states: State[] = [];
  afterEach(async () => {
    await Promise.all(states.splice(0).map((state) => state.close()));
  });
  async function openState(file = ':memory:'): Promise<State> {
    const state = await openSqliteState(file);
    states.push(state);
    return state;
  }
  const openAudit = (state: State, options: { clock?: Clock; entriesInStream?: number } = {}) =>
    openHashChainAudit({ state, key, clock, random: systemRandom, ...options });
  const write = (audit: HashChainAudit, subject: string) =>
    audit.write({ action: 'consent.given', actor: 'system', subject });

  test('an empty store and one that was only opened verify', async () => {
    const state = await openState();
    await openAudit(state);
    expect(await verifyAudit({ state, key })).toEqual({ streams: 0, entries: 0, heads: [] });
  });

  test('every entry is there when its write resolves, in order, with what it says', async () => {
    const state = await openState();
    const audit = await openAudit(state);
    await audit.write({
      action: 'certificate.sign.before',
      actor: 'customer',
      personKey: 'p',
      subject: '0a',
      details: { n: 1 },
    });
    const { heads, broken } = await verifyAudit({ state, key });
    expect(broken).toBeUndefined();
    const entries = await state.streams.read(entriesKey(heads[0]?.stream ?? ''), 0, 10);
    const bodies = entries.map(({ value }) => JSON.parse(value.slice(value.indexOf(' ') + 1)));
    expect(bodies.map(({ seq, event }) => [seq, event.action])).toEqual([
      [1, 'audit.open'],
      [2, 'certificate.sign.before'],
    ]);
    expect(bodies[1]).toMatchObject({
      at: start.toString(),
      event: { personKey: 'p', subject: '0a', details: { n: 1 } },
    });
  });

  test('2,000 written at once are 2,000 entries in the order of the calls', async () => {
    const state = await openState();
    const audit = await openAudit(state);
    await Promise.all(Array.from({ length: 2000 }, (_, index) => write(audit, String(index))));
    const { heads, entries, broken } = await verifyAudit({ state, key });
    expect([entries, broken]).toEqual([2001, undefined]);
    const stored = await state.streams.read(entriesKey(heads[0]?.stream ?? ''), 1, 3000);
    expect(stored.map(({ value }) => JSON.parse(value.slice(value.indexOf(' ') + 1)).event.subject)).toEqual(
      Array.from({ length: 2000 }, (_, index) => String(index)),
    );
  });

  test('several instances and restarts each have their stream', async () => {
    const state = await openState(join(folder, 'instances.db'));
    const audits = await Promise.all([openAudit(state), openAudit(state), openAudit(state)]);
    await Promise.all(audits.flatMap((audit) => Array.from({ length: 50 }, (_, index) => write(audit, String(index)))));
    const later = await openAudit(state);
    await write(later, 'after a restart');
    expect(await verifyAudit({ state, key })).toMatchObject({ streams: 4, entries: 155 });
    expect((await verifyAudit({ state, key })).broken).toBeUndefined();
  });

  test('a full stream is followed by a new one', async () => {
    const state = await openState();
    const audit = await openAudit(state, { entriesInStream: 3 });
    for (const subject of ['a', 'b', 'c', 'd']) await write(audit, subject);
    expect(await verifyAudit({ state, key })).toMatchObject({ streams: 2, entries: 6 });
  });

  test('so is one that is thirty days old, and not an hour before', async () => {
    const state = await openState();
    let now = start;
    const audit = await openAudit(state, { clock: { now: () => now } });
    await write(audit, 'a');
    now = start.add({ hours: 30 * 24 - 1 });
    await write(audit, 'b');
    expect(await verifyAudit({ state, key })).toMatchObject({ streams: 1, entries: 3 });
    now = start.add({ hours: 30 * 24 });
    await write(audit, 'c');
    const verdict = await verifyAudit({ state, key });
    expect([verdict.broken, verdict.streams, verdict.entries]).toEqual([undefined, 2, 5]);
  });

  test('a store that is gone is an outage for each writer', async () => {
    const state = await openState();
    const audit = await openAudit(state);
    await write(audit, 'a');
    await state.close();
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => write(audit, 'b')));
    expect(outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'rejected'));
    await expect(write(audit, 'c')).rejects.toThrow(Unavailable);
    await audit.close();
  });

  /** A state whose writes of one kind fail `times` times, before or after they happened. */
  function failing(state: State, port: 'append' | 'put', when: 'before' | 'after', times: number): State {
    let left = times;
    const maybeFail = async <T>(affected: boolean, work: () => Promise<T>): Promise<T> => {
      const fails = affected && left > 0;
      if (fails) left -= 1;
      if (fails && when === 'before') throw new Unavailable('store');
      const answer = await work();
      if (fails) throw new Unavailable('store');
      return answer;
    };
    const { records, streams } = state;
    return {
      ...state,
      records: {
        get: (key) => records.get(key),
        keys: (prefix) => records.keys(prefix),
        putIfVersion: (key, value, version) =>
          maybeFail(port === 'put', () => records.putIfVersion(key, value, version)),
      },
      streams: {
        append: (stream, entries) => maybeFail(port === 'append', () => streams.append(stream, entries)),
        read: (stream, position, limit) => streams.read(stream, position, limit),
        empty: (stream) => streams.empty(stream),
        remove: (stream) => streams.remove(stream),
      },
    };
  }

  const moments = (['append', 'put'] as const).flatMap((port) =>
    (['before', 'after'] as const).flatMap((when) => [1, 2, 3].map((times) => [port, when, times] as const)),
  );
  test.each(moments)('%s failing %s it happened, %i times: refused, then whole again', async (port, when, times) => {
    const state = await openState();
    const audit = await openAudit(failing(state, port, when, times));
    let refused = 0;
    for (let index = 0; index < 6; index += 1) await write(audit, String(index)).catch(() => (refused += 1));
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(times);
    const { broken, entries } = await verifyAudit({ state, key });
    expect(broken).toBeUndefined();
    expect(entries).toBeGreaterThanOrEqual(1 + 6 - refused);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'a process that dies at its call no. %i leaves a log that verifies',
    async (calls) => {
      const state = await openState();
      const dying = failing(failing(state, 'put', 'before', 0), 'append', 'before', 0);
      let made = 0;
      const countdown = async <T>(work: () => Promise<T>): Promise<T> =>
        (made += 1) < calls ? work() : new Promise(() => undefined);
      const audit = await openAudit({
        ...dying,
        records: { ...dying.records, putIfVersion: (k, v, n) => countdown(() => state.records.putIfVersion(k, v, n)) },
        streams: { ...dying.streams, append: (s, e) => countdown(() => state.streams.append(s, e)) },
      });
      const acknowledged: string[] = [];
      for (const subject of ['a', 'b']) void write(audit, subject).then(() => acknowledged.push(subject));
      await eventually(() => made >= calls || acknowledged.length === 2);
      const { broken, entries } = await verifyAudit({ state, key });
      expect(broken).toBeUndefined();
      expect(entries).toBeGreaterThanOrEqual(acknowledged.length);
      const next = await openAudit(state);
      await write(next, 'next');
      expect((await verifyAudit({ state, key })).broken).toBeUndefined();
    },
  );

  test('retention removes whole old streams, and the rest verifies', async () => {
    const state = await openState();
    let now = start;
    const old = await openAudit(state, { clock: { now: () => now } });
    await write(old, 'old');
    now = start.add({ hours: 24 * 365 });
    const young = await openAudit(state, { clock: { now: () => now } });
    await write(young, 'young');
    expect(await retireAudit({ state, key, before: start })).toBe(0);
    expect(await retireAudit({ state, key, before: start.add({ seconds: 1 }) })).toBe(1);
    expect(await retireAudit({ state, key, before: start.add({ seconds: 1 }) })).toBe(0);
    expect(await verifyAudit({ state, key })).toMatchObject({ streams: 1, entries: 2 });
    await write(old, 'still writing');
    const verdict = await verifyAudit({ state, key });
    expect([verdict.broken, verdict.streams]).toEqual([undefined, 2]);
  });

  test('an altered directory stops an instance from signing it anew', async () => {
    const state = await openState();
    await write(await openAudit(state), 'a');
    const found = await state.records.get<object>('auditDirectory');
    await state.records.putIfVersion('auditDirectory', { ...found?.value, streams: [] }, 1 + 1);
    await expect(openAudit(state)).rejects.toThrow('run verify-audit');
  });

  test('no key is a bug', async () => {
    await expect(
      openHashChainAudit({ state: await openState(), key: '', clock, random: systemRandom }),
    ).rejects.toThrow('expected an audit key');
  });
});

test('on Redis: entries answered before kill -9 are there and verify, and writing goes on', async () => {
  const server = await startRedisServer();
  const state = await openRedisState(server.url);
  const audit = await openHashChainAudit({ state, key, clock, random: systemRandom });
  let acknowledged = 0;
  const writer = async () => {
    for (;;) {
      await audit.write({ action: 'consent.given', actor: 'system' });
      acknowledged += 1;
    }
  };
  const writers = Array.from({ length: 20 }, () => writer().catch((error: unknown) => error));
  await eventually(() => acknowledged > 300);
  await server.kill();
  for (const failure of await Promise.all(writers)) expect(failure).toBeInstanceOf(Unavailable);
  await server.start();
  await eventually(async () => (await state.fault()) === undefined);
  await audit.write({ action: 'consent.given', actor: 'system' });
  const verdict = await verifyAudit({ state, key });
  expect(verdict.broken).toBeUndefined();
  expect(verdict.entries).toBeGreaterThanOrEqual(acknowledged + 2);
  await state.close();
  await server.stop();
});
