import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './redisServer.ts';

const root = join(import.meta.dirname, '../..');

/** The product as `npm start` runs it: a process of its own on a free port, everything it wrote kept. */
export interface Server {
  readonly url: string;
  readonly port: number;
  readonly directory: string;
  /** Standard output and error so far. */
  output(): string;
  /** Ends it by SIGTERM and answers the exit code; its folder stays. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Starts it again on the same folder and port. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. */
  discard(): Promise<void>;
}

/** What a start may differ in. */
export interface ServerSettings {
  readonly redisUrl?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts `index.ts serve` and waits until it answers. */
export async function startServer(settings: ServerSettings = {}): Promise<Server> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'certificate-server-'));
  const url = `http://localhost:${port}`;
  let output = '';
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = runIndex('serve', { ...environmentOf(settings), DATA_DIR: directory, PORT: String(port) });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)));
    await untilReady(url, child, () => output);
  };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    return child.exitCode;
  };
  await start();
  return {
    url,
    port,
    directory,
    output: () => output,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
    restart: start,
    discard: async () => {
      await end('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Runs one verb of the entry with nothing of this process's settings. */
export function runIndex(verb: string, environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'index.ts'), verb], {
    cwd: root,
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function environmentOf({ redisUrl, environment }: ServerSettings): Record<string, string> {
  return { LOG_LEVEL: 'debug', ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }), ...environment };
}

async function untilReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`expected the server to run, found it ended: ${output()}`);
    const ready = await fetch(`${url}/readyz`).catch(() => undefined);
    await ready?.body?.cancel();
    if (ready?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`expected the server to be ready within 15 s, found: ${output()}`);
}
