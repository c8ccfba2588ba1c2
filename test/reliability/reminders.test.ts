import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startRedisServer } from '../support/redisServer.ts';
import { runReminders, type ReminderPlan } from './reminders.ts';

type Size = Pick<ReminderPlan, 'certificates' | 'days' | 'kills' | 'processes' | 'seed'>;

async function simulate(store: string, size: Size): Promise<ReturnType<typeof runReminders>> {
  const directory = mkdtempSync(join(tmpdir(), 'certificate-reminders-'));
  const redis = store === 'Redis' ? await startRedisServer() : undefined;
  try {
    const settings = { DATA_DIR: directory, ...(redis && { REDIS_URL: redis.url }) };
    return await runReminders({ ...size, settings });
  } finally {
    await redis?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The whole of it: `npm run soak -- reminders`. */
describe.each(['SQLite', 'Redis'])('on %s', (store) => {
  test('three workers that die on the way miss nothing, double nothing, and tell nobody what is not so', async () => {
    const size: Size = { certificates: 40, days: 8, kills: 24, processes: false, seed: `reminders on ${store}` };
    const report = await simulate(store, size);
    expect(report).toMatchObject({ missed: [], doubled: [], isFalse: [] });
    expect(report.killed).toBeGreaterThan(5);
    expect(report.sent).toBeGreaterThan(80);
    expect(report.sent).toBeGreaterThanOrEqual(report.due);
  });
});

test('on Redis, three processes and kill -9', async () => {
  const size: Size = { certificates: 40, days: 2, kills: 5, processes: true, seed: 'processes' };
  const report = await simulate('Redis', size);
  expect(report).toMatchObject({ missed: [], doubled: [], isFalse: [] });
  expect(report.killed).toBeGreaterThan(1);
});
