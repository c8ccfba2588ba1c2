import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openRedisRegister } from '../../../services/register/redisRegister.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { startRedisServer, type RedisServer } from '../../support/redisServer.ts';
import { registerContract } from './contract.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(() => server.stop());

registerContract('Redis', () => openRedisRegister(server.url));

test('an entry that was answered is there after kill -9', async () => {
  const entry = {
    kind: 'certificate',
    id: '0a',
    at: '2026-12-01T00:00:00.000000000Z',
    value: '{}',
    indexes: { person: 'p' },
  };
  const before = await openRedisRegister(server.url);
  expect(await before.insert([entry])).toBe(true);
  await server.kill();
  await expect(before.get('certificate', '0a')).rejects.toThrow(Unavailable);
  await before.close();
  await server.start();
  const after = await openRedisRegister(server.url);
  expect(await after.find({ kind: 'certificate', index: 'person', equals: 'p', limit: 1 })).toEqual([entry]);
  expect(await after.insert([entry])).toBe(false);
  await after.close();
});
