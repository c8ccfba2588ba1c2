import { ConfigFault, parseConfig, type Config } from '../config.ts';
import { ensureBundle } from '../scripts/bundle.ts';
import { sandboxSecretsFile } from '../services/sandbox/sandboxSecrets.ts';
import { openApp, type App } from './app.ts';

/** `npm start`: opens everything, listens, and stays until it is told to stop. Answers the exit code. */
export async function run(environment: NodeJS.ProcessEnv): Promise<number> {
  const started = performance.now();
  const config = settings(environment);
  if (!config) return 1;
  await ensureBundle();
  const app = await opened(config);
  if (!app) return 1;
  // Before it can be reached: who sees it answer may end it at once.
  const told = stopSignal();
  try {
    await app.server.listen(config.port, config.host);
  } catch (error) {
    process.stderr.write(`${reasonNotToListen(error, config)}\n`);
    await app.close();
    return 1;
  }
  process.stdout.write(greeting(config, app, Math.round(performance.now() - started)));
  await app.recover();
  void app.keepHouse();
  await told;
  await app.close();
  return 0;
}

/** The settings, or every fault of them on standard error. */
export function settings(environment: NodeJS.ProcessEnv): Config | undefined {
  try {
    return parseConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    return undefined;
  }
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

function greeting(config: Config, app: App, milliseconds: number): string {
  const { publicUrl } = config;
  const lines = [
    '',
    `  Web chat            ${publicUrl}/`,
    `  Sandbox phone       ${publicUrl}/sandbox/phones/01012345678`,
    `  Sandbox mailbox     ${publicUrl}/sandbox/mailboxes/hong@example.com`,
    `  Sandbox people      ${publicUrl}/sandbox/people   (password of every log-in: sandbox!1)`,
    `  Cloud of a person   ${publicUrl}/cloud   log in with a certificate: ${publicUrl}/sandbox/relying-party`,
    `  Certificates        ${publicUrl}/pki/root.cer   ${publicUrl}/pki/issuing.cer`,
    `  Health              ${publicUrl}/healthz   ${publicUrl}/readyz`,
    '',
    '  Simulated: the SMS carrier, mail, the banks and their log-in, the identity bureau, the clock (/sandbox/clock),',
    '             the console of agents (/sandbox/assistance).',
    '  Real: the conversation, the store, OpenID Connect, the certification authority and the certificates (marked TEST).',
    ...(app.keysMade
      ? [`  Secrets of this sandbox were made in ${sandboxSecretsFile(config.directory)} (readable by you only).`]
      : []),
    `  Store: ${config.redisUrl === undefined ? `SQLite in ${config.directory}` : 'Redis'}. Ready after ${milliseconds} ms.`,
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}
