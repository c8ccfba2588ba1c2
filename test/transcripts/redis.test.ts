import { afterAll, beforeAll, test } from '@jest/globals';
import { startRedisServer, type RedisServer } from '../support/redisServer.ts';
import { expectPlayed } from './expectPlayed.ts';
import { transcripts } from './played.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedisServer();
});
afterAll(() => redis.stop());

/** Conversations of the family "at each step, each interruption": SQLite plays them all, Redis a sixth, for the time; the rest in the soak. */
const family = /\/(?:at the|before|between|waiting for|after the) /;
const chosen = transcripts.filter((name, index) => !family.test(name) || index % 6 === 0);

test.each(chosen)('%s', async (name) => {
  await redis.command(['FLUSHALL']);
  await expectPlayed(name, { redisUrl: redis.url });
});
