import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startRedisServer, type RedisServer } from '../support/redisServer.ts';
import { play } from './player.ts';

const root = import.meta.dirname;
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.chat'));

test('at least half of the conversations are not the happy path', () => {
  const happy = files.filter((name) => name.startsWith('happy/'));
  expect(happy.length).toBeLessThan(files.length / 2);
});

describe('SQLite', () => {
  test.each(files)('%s', async (name) => {
    const transcript = readFileSync(join(root, name), 'utf8');
    const { text, player } = await play(transcript, {});
    await player.close();
    expect(text).toBe(transcript);
  });
});

describe('Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedisServer();
  });
  afterAll(() => redis.stop());

  test.each(files)('%s', async (name) => {
    const transcript = readFileSync(join(root, name), 'utf8');
    await redis.command(['FLUSHALL']);
    const { text, player } = await play(transcript, { redisUrl: redis.url });
    await player.close();
    expect(text).toBe(transcript);
  });
});
