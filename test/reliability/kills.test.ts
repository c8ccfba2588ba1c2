import { expect, test } from '@jest/globals';
import { startRedisServer } from '../support/redisServer.ts';
import { runKills } from './kills.ts';

// Calls spread evenly over an issuance; `npm run soak -- kills` takes every one.
test('an issuance in which the process is killed in the middle of a call ends as if nothing had happened', async () => {
  const redis = await startRedisServer();
  const plans = [{ most: 7 }, { most: 3, twice: true }, { most: 5, redisUrl: redis.url }];
  const [onSqlite, twice, onRedis] = await Promise.all(plans.map((plan) => runKills(plan)));
  await redis.stop();
  expect({ onSqlite: onSqlite?.faults, twice: twice?.faults, onRedis: onRedis?.faults }).toEqual({
    onSqlite: [],
    twice: [],
    onRedis: [],
  });
  // A call near the end may be one more than there were this time.
  expect((onSqlite?.killed ?? 0) + (onRedis?.killed ?? 0)).toBeGreaterThanOrEqual(10);
  expect(twice?.killed).toBeGreaterThanOrEqual(4);
}, 180_000);
