import { redisAddresses } from '../database/redis/redisAddresses.ts';
import { RedisConnection } from '../database/redis/redisConnection.ts';
import { RedisSubscriber } from '../database/redis/redisSubscriber.ts';
import { RedisCounters } from './redisCounters.ts';
import { RedisLocks } from './redisLocks.ts';
import { RedisRecords } from './redisRecords.ts';
import { RedisSchedule } from './redisSchedule.ts';
import { RedisStreams } from './redisStreams.ts';
import { RedisSubscriptions } from './redisSubscriptions.ts';
import type { State } from './state.ts';

/**
 * Opens the hot state in Redis.
 *
 * @param url `redis://…`, `rediss://…`, or several comma-separated nodes of a Cluster
 *
 * Outage: `Unavailable('store')` when nobody answers within three seconds, and from every method within one. A wrong
 * durability setting does not stop it: `fault()` names it.
 */
export async function openRedisState(url: string): Promise<State> {
  const redis = await RedisConnection.open(url);
  const subscriber = new RedisSubscriber(redisAddresses(url));
  return {
    records: new RedisRecords(redis),
    counters: new RedisCounters(redis),
    schedule: new RedisSchedule(redis),
    streams: new RedisStreams(redis),
    locks: new RedisLocks(redis),
    subscriptions: new RedisSubscriptions(redis, subscriber),
    fault: () => redis.fault(),
    close: async () => {
      await subscriber.close();
      await redis.close();
    },
  };
}
