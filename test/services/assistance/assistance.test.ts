import { afterAll, beforeAll } from '@jest/globals';
import { startRedisServer, type RedisServer } from '../../support/redisServer.ts';
import { assistanceContract } from './assistanceContract.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedisServer();
});
afterAll(() => redis.stop());

assistanceContract('SQLite', () => Promise.resolve(undefined));
assistanceContract('Redis', async () => {
  await redis.command(['FLUSHALL']);
  return redis.url;
});
