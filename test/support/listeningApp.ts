import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openApp, type App } from '../../composition/app.ts';
import type { Instead } from '../../composition/foundation.ts';
import { parseConfig, type Config } from '../../config.ts';
import { ensureBundle } from '../../scripts/bundle.ts';
import { freePort } from './redisServer.ts';

/** The whole product in this process, answering on a port of its own. */
export interface ListeningApp {
  readonly app: App;
  readonly config: Config;
  readonly url: string;
  /** Lines of the log from `debug` on. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** What it runs on; SQLite in a folder of its own unless there is a Redis. */
export interface ListeningAppSettings {
  readonly redisUrl?: string;
  /** Generated people beside the listed ones. */
  readonly people?: number;
  readonly instead?: Instead;
}

/** Opens it with the machine's own clock and randomness; several customers may seem to come from several addresses. */
export async function openListeningApp(settings: ListeningAppSettings = {}): Promise<ListeningApp> {
  await ensureBundle();
  const directory = mkdtempSync(join(tmpdir(), 'certificate-listening-'));
  const config = parseConfig({
    PORT: String(await freePort()),
    DATA_DIR: directory,
    SANDBOX_PEOPLE: String(settings.people ?? 0),
    TRUSTED_PROXIES: '127.0.0.1',
    ...(settings.redisUrl === undefined ? {} : { REDIS_URL: settings.redisUrl }),
  });
  const log: string[] = [];
  const logger = pino({ level: 'debug', base: null }, { write: (line: string) => void log.push(line) });
  const app = await openApp(config, { log: logger, ...settings.instead });
  await app.server.listen(config.port, '127.0.0.1');
  await app.recover();
  const close = async (): Promise<void> => {
    await app.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { app, config, url: config.publicUrl, log, close };
}
