import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { openRedisState } from '../../../services/state/redisState.ts';
import type { State } from '../../../services/state/state.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort, startRedisServer, type RedisServer } from '../../support/redisServer.ts';
import { stateContract } from './contract.ts';
import { ownTime } from '../../support/ownTime.ts';

let shared: RedisServer;
beforeAll(async () => {
  shared = await startRedisServer();
});
afterAll(() => shared.stop());

stateContract('Redis', () => openRedisState(shared.url));

describe('Redis with a server of its own', () => {
  let server: RedisServer;
  let state: State;
  beforeEach(async () => {
    server = await startRedisServer();
    state = await openRedisState(server.url);
  });
  afterEach(async () => {
    await state.close();
    await server.stop();
  });

  const writes = (count: number, prefix: string) =>
    Promise.allSettled(
      Array.from({ length: count }, (_, index) => state.records.putIfVersion(`${prefix}:${index}`, index, 0)),
    );

  test('kill -9 under load loses nothing that was answered, and it comes back by itself', async () => {
    const acknowledged: string[] = [];
    const writer = async (name: number) => {
      for (let index = 0; ; index += 1) {
        await state.records.putIfVersion(`case:${name}:${index}`, index, 0);
        acknowledged.push(`case:${name}:${index}`);
      }
    };
    const writers = Array.from({ length: 20 }, (_, name) => writer(name).catch((error: unknown) => error));
    await eventually(() => acknowledged.length > 500);
    await server.kill();
    for (const failure of await Promise.all(writers)) expect(failure).toBeInstanceOf(Unavailable);
    await server.start();
    await eventually(async () => (await state.fault()) === undefined, 10_000);
    const found = await Promise.all(acknowledged.map((key) => state.records.get(key)));
    expect(found.filter((record) => record === undefined)).toEqual([]);
  });

  test('stalled: every call is an outage within 1.5 s, and it works again when the server does', async () => {
    server.signal('SIGSTOP');
    const time = ownTime();
    const stalled = await writes(50, 'a');
    expect(time()).toBeLessThan(1500);
    for (const outcome of stalled) expect(outcome).toMatchObject({ status: 'rejected', reason: { system: 'store' } });
    const again = ownTime();
    await expect(state.records.get('a:1')).rejects.toThrow(Unavailable);
    expect(again()).toBeLessThan(1500);
    expect(await state.fault()).toBe('store is unavailable');
    await wait(1500);
    server.signal('SIGCONT');
    await eventually(async () => (await state.fault()) === undefined, 10_000);
    expect((await writes(50, 'b')).every(({ status }) => status === 'fulfilled')).toBe(true);
  });

  test('stalled under a stream of calls: each of them ends in time, though the connection is never idle', async () => {
    server.signal('SIGSTOP');
    const durations: number[] = [];
    const calls: Promise<void>[] = [];
    for (let index = 0; index < 25; index += 1) {
      const time = ownTime();
      const call = state.records.get('x').then(
        () => undefined,
        () => void durations.push(time()),
      );
      calls.push(call);
      await wait(100);
    }
    await Promise.all(calls);
    expect(durations).toHaveLength(25);
    expect(Math.max(...durations)).toBeLessThan(1500);
    server.signal('SIGCONT');
    await eventually(async () => (await state.fault()) === undefined, 10_000);
  });

  test('an idle connection stays: after seconds of silence the first call succeeds, and messages still come', async () => {
    const heard: string[] = [];
    await state.subscriptions.subscribe('topic', (message) => heard.push(message));
    await wait(2500);
    expect(await state.records.putIfVersion('k', 1, 0)).toBe(1);
    await state.subscriptions.publish('topic', 'x');
    await eventually(() => heard.length === 1);
  });

  test('a subscription goes on after the server was killed and started', async () => {
    const heard: string[] = [];
    await state.subscriptions.subscribe('topic', (message) => heard.push(message));
    await server.kill();
    await expect(state.subscriptions.publish('topic', 'lost')).rejects.toThrow(Unavailable);
    await server.start();
    await eventually(async () => {
      await state.subscriptions.publish('topic', 'x').catch(() => undefined);
      return heard.includes('x');
    });
  });

  test.each([
    ['appendfsync', 'everysec', 'always'],
    ['appendonly', 'no', 'yes'],
  ])('%s %s is a fault until it is %s again', async (name, wrong, right) => {
    await server.command(['CONFIG', 'SET', name, wrong]);
    expect(await state.fault()).toBe(`redis: ${name} is ${wrong}`);
    await server.command(['CONFIG', 'SET', name, right]);
    expect(await state.fault()).toBeUndefined();
  });

  test('a script that the server has forgotten is sent again', async () => {
    await state.records.putIfVersion('k', 1, 0);
    await server.command(['SCRIPT', 'FLUSH']);
    expect(await state.records.putIfVersion('k', 2, 1)).toBe(2);
  });

  test('what the server refuses is an outage, not an answer', async () => {
    await server.command(['SET', 'record:k', 'x']);
    await server.command(['DEL', 'record:k']);
    await server.command(['LPUSH', 'record:k', 'x']);
    await expect(state.records.get('k')).rejects.toThrow(Unavailable);
    await expect(state.records.putIfVersion('k', 1, 0)).rejects.toThrow(Unavailable);
  });

  test('after closing everything is an outage', async () => {
    const other = await openRedisState(server.url);
    await other.subscriptions.subscribe('topic', () => undefined);
    await other.close();
    await expect(other.records.get('k')).rejects.toThrow(Unavailable);
  });
});

describe('Redis with a replica', () => {
  let primary: RedisServer;
  let replica: RedisServer;
  let state: State;
  beforeAll(async () => {
    primary = await startRedisServer(['--repl-diskless-sync-delay', '0']);
    replica = await startRedisServer(['--replicaof', '127.0.0.1', String(primary.port)]);
    await eventually(
      async () => String(await primary.command(['INFO', 'replication'])).includes('state=online'),
      10_000,
    );
    state = await openRedisState(primary.url);
  });
  afterAll(async () => {
    await state.close();
    await replica.stop();
    await primary.stop();
  });

  /** A crowded machine may leave a write unanswered: it is sent again until it is acknowledged. */
  async function written(index: number): Promise<void> {
    await eventually(
      () =>
        state.records.putIfVersion(`case:${index}`, index, 0).then(
          () => true,
          () => false,
        ),
      10_000,
    );
  }

  test('what was answered is on the replica at that moment', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, index) => written(index)));
    await primary.kill();
    await replica.command(['REPLICAOF', 'NO', 'ONE']);
    const promoted = await openRedisState(replica.url);
    const found = await Promise.all(Array.from({ length: 200 }, (_, index) => promoted.records.get(`case:${index}`)));
    expect(found.map((record) => record?.value)).toEqual(Array.from({ length: 200 }, (_, index) => index));
    await promoted.close();
    await primary.start();
    await replica.command(['REPLICAOF', '127.0.0.1', String(primary.port)]);
    await eventually(
      async () => String(await primary.command(['INFO', 'replication'])).includes('state=online'),
      10_000,
    );
    await eventually(async () => (await state.fault()) === undefined);
  });

  test('a replica that lags makes a write an outage in time; reads go on', async () => {
    await wait(1200); // the look for replicas
    replica.signal('SIGSTOP');
    const key = `lag:${performance.now()}`;
    const time = ownTime();
    const [write] = await Promise.allSettled([state.records.putIfVersion(key, 1, 0)]);
    const taken = time();
    const read = await state.records.get(key);
    // Before anything is expected: a try that fails must not leave the next one a stalled replica.
    replica.signal('SIGCONT');
    expect(write).toMatchObject({ status: 'rejected', reason: { system: 'store' } });
    expect(taken).toBeLessThan(1500);
    expect(read).toEqual({ value: 1, version: 1 });
    await eventually(async () => Boolean(await state.records.putIfVersion(key, 2, 1).catch(() => false)), 10_000);
  });

  test('a replica itself is no store: it says so', async () => {
    const wrong = await openRedisState(replica.url);
    expect(await wrong.fault()).toBe('redis: the node is a replica');
    await expect(wrong.records.putIfVersion('k', 1, 0)).rejects.toThrow(Unavailable);
    await wrong.close();
  });
});

test('nobody there: opening is an outage within four seconds', async () => {
  const time = ownTime();
  await expect(openRedisState(`redis://127.0.0.1:${await freePort()}`)).rejects.toThrow(Unavailable);
  expect(time()).toBeLessThan(4000);
});
