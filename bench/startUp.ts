import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../test/support/redisServer.ts';
import { row, type Row } from './row.ts';

/** Start to ready: the first start makes the authorities and the secrets, the second finds them. */
export async function benchStartUp(): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-start-'));
  try {
    const first = await millisecondsToReady(directory);
    const second = await millisecondsToReady(directory);
    return [row('start', 'first start to ready', first, 'ms'), row('start', 'next start to ready', second, 'ms')];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function millisecondsToReady(directory: string): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'index.ts', 'serve'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, DATA_DIR: directory, PORT: String(port), LOG_LEVEL: 'error' },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    await untilReady(port);
    return performance.now() - started;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function untilReady(port: number): Promise<void> {
  for (let tries = 0; tries < 2_000; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('expected a server that gets ready, found none within 20 s');
}
