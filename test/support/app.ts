import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { ChannelOutput, Shown } from '../../bots/conversationPort.ts';
import { openApp, type App } from '../../composition/app.ts';
import { parseConfig } from '../../config.ts';
import { ensureBundle } from '../../scripts/bundle.ts';
import { FixedClock } from './fixedClock.ts';
import { seededRandom } from './seededRandom.ts';

/** The whole product in this process on a store of its own, with a clock that stands still and seeded randomness. */
export interface TestApp {
  readonly app: App;
  readonly clock: FixedClock;
  readonly directory: string;
  /** Everything the bot showed, by conversation, in order. */
  readonly shown: Map<string, Shown[]>;
  /** Lines of the log. */
  readonly log: string[];
  close(): Promise<void>;
}

/** Where and as what it runs; SQLite in a folder of its own unless `redisUrl` is given. */
export interface TestAppSettings {
  readonly redisUrl?: string;
  readonly port?: number;
  readonly directory?: string;
  readonly at?: string;
}

/** Opens the product for a test. The channel `terminal` collects what is shown instead of sending it anywhere. */
export async function openTestApp(settings: TestAppSettings = {}): Promise<TestApp> {
  await ensureBundle();
  const directory = settings.directory ?? mkdtempSync(join(tmpdir(), 'certificate-'));
  const clock = new FixedClock(settings.at ?? '2026-11-22T14:12:00+09:00');
  const shown = new Map<string, Shown[]>();
  const collect: ChannelOutput = {
    post: (conversationId, activities) => {
      const known = shown.get(conversationId) ?? [];
      const fresh = activities.filter(({ id }) => !known.some((one) => one.id === id));
      shown.set(conversationId, [...known, ...fresh]);
      return Promise.resolve();
    },
  };
  const log: string[] = [];
  const config = parseConfig({
    DATA_DIR: directory,
    PORT: String(settings.port ?? 3978),
    ...(settings.redisUrl ? { REDIS_URL: settings.redisUrl } : {}),
  });
  const logger = pino({ level: 'debug', base: null }, { write: (line: string) => void log.push(line) });
  const app = await openApp(config, {
    clock,
    random: seededRandom('app'),
    log: logger,
    outputs: { terminal: collect },
  });
  return {
    app,
    clock,
    directory,
    shown,
    log,
    close: async () => {
      await app.close();
      if (!settings.directory) rmSync(directory, { recursive: true, force: true });
    },
  };
}
