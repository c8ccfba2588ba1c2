import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openRedisRegister } from '../../../services/register/redisRegister.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { openRedisState } from '../../../services/state/redisState.ts';
import { eventually } from '../../support/eventually.ts';
import { startRedisCluster, type RedisClusterServers } from '../../support/redisCluster.ts';
import { registerContract } from '../register/contract.ts';
import { stateContract } from './contract.ts';
import { ownTime } from '../../support/ownTime.ts';

let cluster: RedisClusterServers;
beforeAll(async () => {
  cluster = await startRedisCluster({ replica: true });
});
afterAll(() => cluster.stop());

stateContract('a Redis Cluster', () => openRedisState(cluster.url));
registerContract('a Redis Cluster', () => openRedisRegister(cluster.url));

describe('a Redis Cluster', () => {
  const many = (prefix: string) => Array.from({ length: 100 }, (_, index) => `${prefix}:${index}`);

  test('records lie on both nodes, and all of them are listed', async () => {
    const state = await openRedisState(cluster.url);
    await Promise.all(many('spread').map((key) => state.records.putIfVersion(key, 1, 0)));
    const listed: string[] = [];
    for await (const key of state.records.keys('spread:')) listed.push(key);
    expect(listed.sort()).toEqual(many('spread').sort());
    for (const node of cluster.nodes) expect(Number(await node.command(['DBSIZE']))).toBeGreaterThan(10);
    await state.close();
  });

  test('one node wrongly set is a fault of the whole', async () => {
    const state = await openRedisState(cluster.url);
    await cluster.nodes[1].command(['CONFIG', 'SET', 'appendfsync', 'no']);
    expect(await state.fault()).toBe('redis: appendfsync is no');
    await cluster.nodes[1].command(['CONFIG', 'SET', 'appendfsync', 'always']);
    expect(await state.fault()).toBeUndefined();
    await state.close();
  });

  test('one node stalled: its records are an outage in time, the others go on, and all is well afterwards', async () => {
    const state = await openRedisState(cluster.url);
    cluster.nodes[1].signal('SIGSTOP');
    const time = ownTime();
    const outcomes = await Promise.allSettled(many('spread').map((key) => state.records.get(key)));
    const taken = time();
    // Before anything is expected: a try that fails must not leave the next one a stalled cluster.
    cluster.nodes[1].signal('SIGCONT');
    expect(taken).toBeLessThan(1500);
    const failed = outcomes.filter(({ status }) => status === 'rejected');
    expect(failed.length).toBeGreaterThan(20);
    expect(failed.length).toBeLessThan(80);
    await eventually(async () => {
      const again = await Promise.allSettled(many('spread').map((key) => state.records.get(key)));
      return again.every(({ status }) => status === 'fulfilled');
    }, 8000);
    await state.close();
  });

  test('a node dies and its replica takes over: nothing answered is lost, writing goes on by itself', async () => {
    const state = await openRedisState(cluster.url);
    await Promise.all(many('failover').map((key) => state.records.putIfVersion(key, key, 0)));
    await cluster.nodes[0].kill();
    await expect(Promise.all(many('failover').map((key) => state.records.putIfVersion(key, 'x', 9)))).rejects.toThrow(
      Unavailable,
    );
    await wait(500);
    await cluster.replica?.command(['CLUSTER', 'FAILOVER', 'TAKEOVER']);
    await eventually(async () => {
      const found = await Promise.all(many('failover').map((key) => state.records.get(key).catch(() => undefined)));
      return found.every((record) => record !== undefined);
    }, 10_000);
    await eventually(async () => {
      const written = await Promise.allSettled(
        many(`after:${performance.now()}`).map((key) => state.records.putIfVersion(key, 1, 0)),
      );
      return written.every(({ status }) => status === 'fulfilled');
    }, 5000);
    await state.close();
  });
});
