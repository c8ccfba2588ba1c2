import { afterAll, beforeAll, test } from '@jest/globals';
import { startRedisServer, type RedisServer } from '../support/redisServer.ts';
import { expectPlayed, transcripts } from './expectPlayed.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedisServer();
});
afterAll(() => redis.stop());

test.each(transcripts)('%s', async (name) => {
  await redis.command(['FLUSHALL']);
  await expectPlayed(name, { redisUrl: redis.url });
});
