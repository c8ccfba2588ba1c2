import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RedisClientType } from 'redis';

/** A real redis-server of a test's own, in a folder of its own. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Its process, for signals: SIGSTOP stalls it, SIGCONT wakes it. */
  signal(signal: NodeJS.Signals): void;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data; resolves when it answers. */
  start(): Promise<void>;
  /** Sends one command, e.g. `['CONFIG', 'SET', 'appendfsync', 'everysec']`. */
  command(command: readonly string[]): Promise<unknown>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('expected a port, found none');
  return address.port;
}

/** Starts redis-server with `appendonly yes`, `appendfsync always` and `options`, e.g. `['--cluster-enabled', 'yes']`. */
export async function startRedisServer(options: readonly string[] = []): Promise<RedisServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'redis-server-'));
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawnServer(port, folder, options);
    await untilItAnswers(port);
  };
  const kill = async (signal: NodeJS.Signals) => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGCONT');
    running.kill(signal);
    await gone;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    signal: (signal) => void child?.kill(signal),
    kill: () => kill('SIGKILL'),
    start,
    command: (command) => sendCommand(port, command),
    stop: async () => {
      await kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function spawnServer(port: number, folder: string, options: readonly string[]): ChildProcess {
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always'];
  return spawn('redis-server', [...settings, ...durable, ...options], { stdio: 'ignore' });
}

async function untilItAnswers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const reply = await sendCommand(port, ['PING']).catch(() => undefined);
    if (reply === 'PONG') return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`expected redis-server on port ${port}, found no answer`);
}

/** The library builds a class for each client with settings of its own, which takes longer than a command: one is enough. */
let pattern: Promise<RedisClientType> | undefined;

async function sendCommand(port: number, command: readonly string[]): Promise<unknown> {
  // most who need a free port need no Redis
  pattern ??= import('redis').then(({ createClient }): RedisClientType => createClient());
  const socket = { host: '127.0.0.1', port, reconnectStrategy: false, connectTimeout: 1000 } as const;
  const client = (await pattern).duplicate({ socket });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await client.sendCommand([...command]);
  } finally {
    client.destroy();
  }
}
