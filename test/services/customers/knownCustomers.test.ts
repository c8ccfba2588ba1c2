import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { KnownHere } from '../../../services/customers/knownCustomer.ts';
import { KnownCustomers, knownDays, type ChannelUser } from '../../../services/customers/knownCustomers.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import type { Records } from '../../../services/state/records.ts';
import { openRedisState } from '../../../services/state/redisState.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { startRedisServer, type RedisServer } from '../../support/redisServer.ts';

const since = Temporal.Instant.from('2026-11-22T14:12:00+09:00');
const kakao: ChannelUser = { channel: 'kakao', userId: 'bot-user-key-0123456789abcdef' };
const browser: ChannelUser = { channel: 'webchat', userId: 'dl_browser-of-hong' };
const hong: KnownHere = { personKey: 'hong-person-key', bank: '004', maskedName: '홍*동', since: since.toString() };
const kim: KnownHere = { ...hong, personKey: 'kim-person-key', bank: '020', maskedName: '김*희' };

function later(days: number, seconds = 0): Temporal.Instant {
  return since.add({ seconds: 24 * 60 * 60 * days + seconds });
}

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedisServer();
});
afterAll(() => redis.stop());

describe.each<[string, () => Promise<State>]>([
  ['SQLite', () => openSqliteState(':memory:')],
  ['Redis', () => openRedisState(redis.url)],
])('known customers in %s', (_name, open) => {
  let state: State;
  let customers: KnownCustomers;

  beforeAll(async () => {
    state = await open();
  });
  beforeEach(async () => {
    for (const key of await stored()) await remove(key);
    customers = new KnownCustomers({ records: state.records, key: 'a person key of the tests, long enough' });
  });
  afterAll(() => state.close());

  async function stored(): Promise<string[]> {
    const keys: string[] = [];
    for await (const key of state.records.keys('')) keys.push(key);
    return keys.toSorted();
  }

  async function remove(key: string): Promise<void> {
    const found = await state.records.get(key);
    if (found) await state.records.putIfVersion(key, undefined, found.version);
  }

  /** Which places the store lists for a person, so that they can be forgotten there. */
  async function listed(personKey: string): Promise<readonly string[]> {
    const found = await state.records.get<{ users: readonly string[] }>(`knownPerson:${personKey}`);
    return found?.value.users ?? [];
  }

  /** Nobody is known who is not listed, and nobody listed who is not known: else an erasure would miss them. */
  async function expectListsTrue(): Promise<void> {
    for (const key of (await stored()).filter((one) => one.startsWith('known:'))) {
      const found = await state.records.get<KnownHere>(key);
      expect(await listed(found?.value.personKey ?? '')).toContain(key);
    }
    for (const key of (await stored()).filter((one) => one.startsWith('knownPerson:')))
      for (const user of await listed(key.slice('knownPerson:'.length)))
        expect((await state.records.get<KnownHere>(user))?.value.personKey).toBe(key.slice('knownPerson:'.length));
  }

  test('who was remembered is known there, in that channel and as that user only', async () => {
    await customers.remember(kakao, hong);
    expect(await customers.find(kakao, since)).toEqual(hong);
    expect(await customers.find(browser, since)).toBeUndefined();
    expect(await customers.find({ ...kakao, channel: 'webchat' }, since)).toBeUndefined();
    expect(await customers.find({ ...kakao, userId: `${kakao.userId}0` }, since)).toBeUndefined();
  });

  test('remembered again it is the same, counted from the later day', async () => {
    await customers.remember(kakao, hong);
    const again = { ...hong, bank: '020', since: later(300).toString() };
    await customers.remember(kakao, again);
    expect(await customers.find(kakao, later(600))).toEqual(again);
    expect(await listed(hong.personKey)).toHaveLength(1);
  });

  test.each([
    [0, 0, true],
    [knownDays, -1, true],
    [knownDays, 0, false],
    [knownDays, 1, false],
  ])('%i days and %i seconds later they are known: %s', async (days, seconds, known) => {
    await customers.remember(kakao, hong);
    expect((await customers.find(kakao, later(days, seconds))) !== undefined).toBe(known);
  });

  test('on a clock that was set back to before it nobody is known, and nothing is lost', async () => {
    await customers.remember(kakao, hong);
    expect(await customers.find(kakao, later(0, -1))).toBeUndefined();
    expect(await customers.purge(later(-30))).toBe(0);
    expect(await customers.find(kakao, since)).toEqual(hong);
  });

  test('what was purged is not revived by a clock that is set back', async () => {
    await customers.remember(kakao, hong);
    expect(await customers.purge(later(knownDays, -1))).toBe(0);
    expect(await customers.purge(later(knownDays))).toBe(1);
    expect(await customers.find(kakao, since)).toBeUndefined();
    expect(await customers.purge(later(knownDays))).toBe(0);
    expect(await stored()).toEqual([]);
  });

  test('a purge takes the old ones and leaves the others', async () => {
    await customers.remember(kakao, hong);
    await customers.remember(browser, { ...hong, since: later(1).toString() });
    expect(await customers.purge(later(knownDays))).toBe(1);
    expect(await customers.find(browser, later(knownDays))).toBeDefined();
    expect(await listed(hong.personKey)).toHaveLength(1);
    await expectListsTrue();
  });

  test('forgotten in one place, known in the other; forgetting again is nothing', async () => {
    await customers.remember(kakao, hong);
    await customers.remember(browser, hong);
    await customers.forget(kakao);
    await customers.forget(kakao);
    expect(await customers.find(kakao, since)).toBeUndefined();
    expect(await customers.find(browser, since)).toEqual(hong);
    expect(await listed(hong.personKey)).toHaveLength(1);
    await customers.forget(browser);
    expect(await stored()).toEqual([]);
  });

  test('a person is forgotten in every place; others stay', async () => {
    await customers.remember(kakao, hong);
    await customers.remember(browser, hong);
    const hers = { ...browser, userId: 'dl_browser-of-kim' };
    await customers.remember(hers, kim);
    await customers.forgetPerson(hong.personKey);
    await customers.forgetPerson(hong.personKey);
    await customers.forgetPerson('nobody');
    expect(await customers.find(kakao, since)).toBeUndefined();
    expect(await customers.find(browser, since)).toBeUndefined();
    expect(await customers.find(hers, since)).toEqual(kim);
  });

  test('a place that is another’s by now is not forgotten with the one before', async () => {
    await customers.remember(browser, hong);
    await customers.remember(browser, kim);
    expect(await listed(hong.personKey)).toEqual([]);
    await customers.forgetPerson(hong.personKey);
    expect(await customers.find(browser, since)).toEqual(kim);
    await expectListsTrue();
  });

  test('what a crash left listed for the one before takes nobody away', async () => {
    await customers.remember(browser, hong);
    const before = await listed(hong.personKey);
    await customers.remember(browser, kim);
    await state.records.putIfVersion(`knownPerson:${hong.personKey}`, { schema: 1, users: before }, 0);
    await customers.forgetPerson(hong.personKey);
    expect(await customers.find(browser, since)).toEqual(kim);
    expect(await listed(hong.personKey)).toEqual([]);
  });

  test('two at once: both places are remembered, and the same place by two is one of them', async () => {
    const places = Array.from({ length: 20 }, (_, n) => ({ channel: 'kakao', userId: `user-${n}` }));
    await Promise.all(places.map((place) => customers.remember(place, hong)));
    expect(await listed(hong.personKey)).toHaveLength(20);
    await Promise.all([customers.remember(browser, hong), customers.remember(browser, kim)]);
    const winner = await customers.find(browser, since);
    expect([hong.personKey, kim.personKey]).toContain(winner?.personKey);
    await customers.forgetPerson(hong.personKey);
    await customers.forgetPerson(kim.personKey);
    expect((await stored()).filter((key) => key.startsWith('known:'))).toEqual([]);
  });

  test('remembered and forgotten at once, again and again: whoever is known can be forgotten', async () => {
    for (let round = 0; round < 25; round += 1) {
      await Promise.all([
        customers.remember(kakao, hong),
        customers.forget(kakao),
        customers.remember(browser, hong),
        round % 2 ? customers.forgetPerson(hong.personKey) : customers.purge(later(knownDays)),
        customers.remember(kakao, hong),
      ]);
      await expectKnownIsListed();
    }
    await customers.forgetPerson(hong.personKey);
    expect(await customers.find(kakao, since)).toBeUndefined();
    expect(await customers.find(browser, since)).toBeUndefined();
  });

  async function expectKnownIsListed(): Promise<void> {
    for (const key of (await stored()).filter((one) => one.startsWith('known:')))
      expect(await listed(hong.personKey)).toContain(key);
  }

  test('nothing in the store tells the user, and another key finds nobody', async () => {
    await customers.remember(kakao, hong);
    await customers.remember(browser, hong);
    const everything = JSON.stringify(
      await Promise.all((await stored()).map(async (key) => [key, await state.records.get(key)])),
    );
    for (const told of [kakao.userId, browser.userId, 'kakao', 'webchat', '홍길동'])
      expect(everything).not.toContain(told);
    const other = new KnownCustomers({ records: state.records, key: 'another key of the tests, long enough too' });
    expect(await other.find(kakao, since)).toBeUndefined();
  });

  test('an outage is no answer', async () => {
    await customers.remember(kakao, hong);
    const out = new KnownCustomers({ records: unanswered, key: 'a person key of the tests, long enough' });
    await expect(out.find(kakao, since)).rejects.toThrow(Unavailable);
    await expect(out.remember(kakao, kim)).rejects.toThrow(Unavailable);
    await expect(out.forget(kakao)).rejects.toThrow(Unavailable);
    await expect(out.forgetPerson(hong.personKey)).rejects.toThrow(Unavailable);
    expect(await customers.find(kakao, since)).toEqual(hong);
  });
});

const unanswered: Records = {
  get: () => Promise.reject(new Unavailable('store')),
  putIfVersion: () => Promise.reject(new Unavailable('store')),
  keys: () => {
    throw new Unavailable('store');
  },
};
