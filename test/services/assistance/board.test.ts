import { afterAll, beforeAll } from '@jest/globals';
import { openRedisState } from '../../../services/state/redisState.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import { startRedisServer, type RedisServer } from '../../support/redisServer.ts';
import { boardContract } from './boardContract.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedisServer();
});
afterAll(() => redis.stop());

boardContract('SQLite', () => openSqliteState(':memory:'));
boardContract('Redis', async () => {
  await redis.command(['FLUSHALL']);
  return openRedisState(redis.url);
});
