import type { Config } from '../config.ts';
import { ensureBundle } from '../scripts/bundle.ts';
import { openApp, type App } from './app.ts';
import { greeting } from './greeting.ts';
import { adapterFaults } from './outside/chooseAdapters.ts';
import { settings } from './settings.ts';

/** `npm start`: opens everything, listens, and stays until it is told to stop. Answers the exit code. */
export async function run(environment: NodeJS.ProcessEnv): Promise<number> {
  const started = performance.now();
  const config = settings(environment, adapterFaults);
  if (!config) return 1;
  await ensureBundle();
  const app = await opened(config);
  if (!app) return 1;
  // Before it can be reached: who sees it answer may end it at once.
  const told = stopSignal();
  try {
    await app.listen();
  } catch (error) {
    process.stderr.write(`${reasonNotToListen(error, config)}\n`);
    await app.close();
    return 1;
  }
  process.stdout.write(
    greeting(config, { keysMade: app.keysMade, milliseconds: Math.round(performance.now() - started) }),
  );
  await app.recover();
  void app.keepHouse();
  await told;
  await app.close();
  return 0;
}

/** The product, or one line on standard error that says why it can't be opened. */
async function opened(config: Config): Promise<App | undefined> {
  try {
    return await openApp(config);
  } catch (error) {
    process.stderr.write(`The product can't start: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}

function reasonNotToListen(error: unknown, config: Config): string {
  const { code } = error as NodeJS.ErrnoException; // what a server's listen rejects with
  if (code === 'EADDRINUSE') return `Port ${config.port} is taken. Set PORT to another one.`;
  return `The server can't listen on ${config.host}:${config.port} (${code ?? 'unknown reason'}).`;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}
