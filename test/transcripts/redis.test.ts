import { afterAll, beforeAll, test } from '@jest/globals';
import { startRedisServer, type RedisServer } from '../support/redisServer.ts';
import { Beginnings } from './beginnings.ts';
import { expectPlayed } from './expectPlayed.ts';
import { transcripts } from './files.ts';
import { openRedisStore } from './redisStore.ts';

let server: RedisServer;
let redis: Beginnings;
beforeAll(async () => {
  server = await startRedisServer();
  redis = new Beginnings(await openRedisStore(server.url));
});
afterAll(async () => {
  await redis.close();
  await server.stop();
});

/** SQLite plays every conversation; Redis a third of them and, of the family "at each step, each interruption", a twelfth, for the time; all of them in the soak. */
const family = /\/(?:at the|before|between|waiting for|after the) /;
const chosen = transcripts.filter((name, index) => index % (family.test(name) ? 12 : 3) === 0);

test.each(chosen)('%s', (name) => expectPlayed(name, redis));
