import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestAppSettings } from '../support/app.ts';
import { findSecrets, secret } from '../support/canary.ts';
import { placesOf } from '../support/places.ts';
import { startRedisServer, type RedisServer } from '../support/redisServer.ts';
import { play } from './player.ts';

const root = import.meta.dirname;
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.chat'));

test('at least half of the conversations are not the happy path', () => {
  const happy = files.filter((name) => name.startsWith('happy/'));
  expect(happy.length).toBeLessThan(files.length / 2);
});

/** The bot says what the file says, and nothing secret is left anywhere. */
async function expectPlayed(transcript: string, settings: TestAppSettings): Promise<void> {
  const { text, secrets, player } = await play(transcript, settings);
  const found = findSecrets(
    [...new Set(secrets)].map((value, index) => secret(`secret ${index}`, value)),
    await placesOf(player.test),
  );
  await player.close();
  expect(text).toBe(transcript);
  expect(found).toEqual([]);
}

describe('SQLite', () => {
  test.each(files)('%s', async (name) => {
    const transcript = readFileSync(join(root, name), 'utf8');
    await expectPlayed(transcript, {});
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
    await expectPlayed(transcript, { redisUrl: redis.url });
  });
});
