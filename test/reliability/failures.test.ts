import { describe, expect, test } from '@jest/globals';
import { startRedisServer } from '../support/redisServer.ts';
import { runFailures } from './failures.ts';

// Calls spread evenly over an issuance; `npm run soak -- failures` takes every one.
describe('an issuance in which one call fails ends with one certificate after trying again', () => {
  test('on SQLite', async () => {
    expect((await runFailures({ most: 30 })).faults).toEqual([]);
  }, 180_000);

  test('on Redis', async () => {
    const redis = await startRedisServer();
    try {
      expect((await runFailures({ most: 15, redisUrl: redis.url })).faults).toEqual([]);
    } finally {
      await redis.stop();
    }
  }, 180_000);
});
