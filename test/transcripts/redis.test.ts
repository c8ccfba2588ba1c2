import { afterAll, beforeAll, test } from '@jest/globals';
import { startRedisServer, type RedisServer } from '../support/redisServer.ts';
import { expectPlayed } from './expectPlayed.ts';
import { transcripts } from './played.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedisServer();
});
afterAll(() => redis.stop());

/** SQLite plays every conversation; Redis a third of them and, of the family "at each step, each interruption", a twelfth, for the time; all of them in the soak. */
const family = /\/(?:at the|before|between|waiting for|after the) /;
const chosen = transcripts.filter((name, index) => index % (family.test(name) ? 12 : 3) === 0);

test.each(chosen)('%s', async (name) => {
  await redis.command(['FLUSHALL']);
  await expectPlayed(name, { redisUrl: redis.url });
});
