import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { ChannelOutput, Shown } from '../../bots/conversationPort.ts';
import { openApp, type App } from '../../composition/app.ts';
import { readFiles, type Files, type NamedSettings } from '../../composition/files.ts';
import type { Instead } from '../../composition/foundation.ts';
import { parseConfig } from '../../config.ts';
import { ensureBundle } from '../../scripts/bundle.ts';
import { FixedClock } from './fixedClock.ts';
import { folderOfRun } from './foldersInMemory.ts';
import { seededRandom, type SeededRandom } from './seededRandom.ts';

/** The whole product in this process on a store of its own, with a clock that stands still and seeded randomness. */
export interface TestApp {
  readonly app: App;
  readonly clock: FixedClock;
  readonly random: SeededRandom;
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
  /** Stores that are open already. */
  readonly stores?: Instead['stores'];
  readonly port?: number;
  readonly directory?: string;
  readonly at?: string;
  /** Generated people beside the listed ones. */
  readonly people?: number;
  /** What its randomness begins with; a restart has another, as every process has. */
  readonly seed?: string;
  /** More settings, e.g. `{ KAKAO_OPERATOR: 'true' }`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Stand-ins for Kakao's own servers. */
  readonly kakao?: Instead['kakao'];
  readonly wrap?: Instead['wrap'];
  /** Other rows of adapters than the product's own. */
  readonly outsideSystems?: Instead['outsideSystems'];
}

const files = new Map<number, Promise<Files>>();

/** The product's own files, read once a process for each setting that sentences name: they are the same for every test. */
function ownFiles({ phoneQuietHours }: NamedSettings): Promise<Files> {
  const read = files.get(phoneQuietHours) ?? ensureBundle().then(() => readFiles({ phoneQuietHours }));
  files.set(phoneQuietHours, read);
  return read;
}

let template: Promise<string> | undefined;

/** A folder with the authorities of this run's first start in it: making RSA keys for each test would take longest. */
export async function freshDirectory(): Promise<string> {
  template ??= makeTemplate();
  const directory = mkdtempSync(join(tmpdir(), 'certificate-'));
  cpSync(join(await template, 'ca'), join(directory, 'ca'), { recursive: true });
  return directory;
}

async function makeTemplate(): Promise<string> {
  const run = folderOfRun();
  const shared = run === undefined ? undefined : join(run, 'template');
  if (shared !== undefined && existsSync(shared)) return shared;
  const directory = mkdtempSync(join(tmpdir(), 'certificate-template-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const config = parseConfig({ DATA_DIR: directory });
  const instead: Instead = {
    files: await ownFiles(config),
    clock: new FixedClock(usualInstant),
    random: seededRandom('app'),
    log: pino({ level: 'silent' }),
  };
  const app = await openApp(config, instead);
  await app.close();
  return shared === undefined ? directory : published(directory, shared);
}

/** Whole or not at all; of two processes that made one the first stays. */
function published(directory: string, shared: string): string {
  try {
    renameSync(directory, shared);
  } catch (error) {
    if (!existsSync(shared)) throw error;
  }
  return shared;
}

const usualInstant = '2026-11-22T14:12:00+09:00';

/** Opens the product for a test. The channel `terminal` collects what is shown instead of sending it anywhere. */
export async function openTestApp(settings: TestAppSettings = {}): Promise<TestApp> {
  const directory = settings.directory ?? (await freshDirectory());
  const clock = new FixedClock(settings.at ?? usualInstant);
  const shown = new Map<string, Shown[]>();
  const collect: ChannelOutput = {
    pushes: true,
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
    SANDBOX_PEOPLE: String(settings.people ?? 0),
    ...(settings.redisUrl ? { REDIS_URL: settings.redisUrl } : {}),
    ...settings.environment,
  });
  const random = seededRandom(settings.seed ?? 'app');
  const logger = pino({ level: 'debug', base: null }, { write: (line: string) => void log.push(line) });
  const app = await openApp(config, {
    clock,
    random,
    files: await ownFiles(config),
    stores: settings.stores,
    log: logger,
    outputs: { terminal: collect },
    kakao: settings.kakao,
    wrap: settings.wrap,
    outsideSystems: settings.outsideSystems,
  });
  return {
    app,
    clock,
    random,
    directory,
    shown,
    log,
    close: async () => {
      await app.close();
      if (!settings.directory) rmSync(directory, { recursive: true, force: true });
    },
  };
}
