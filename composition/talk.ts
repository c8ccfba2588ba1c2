import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { TerminalChannel } from '../bots/terminal/terminalChannel.ts';
import type { Config } from '../config.ts';
import { ensureBundle } from '../scripts/bundle.ts';
import { openApp, type App } from './app.ts';
import { adapterFaults } from './outside/chooseAdapters.ts';
import { settings } from './settings.ts';

/** How often the sandbox's phones are looked at. */
const phoneMilliseconds = 500;

/** `npm run -s talk`: the same bot in the terminal, the web server beside it (next free port when one is taken). */
export async function run(environment: NodeJS.ProcessEnv): Promise<number> {
  const asked = settings({ LOG_LEVEL: 'error', ...environment }, adapterFaults);
  if (!asked) return 1;
  const config = await onFreePort(asked, environment);
  await ensureBundle();
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  let app: App | undefined;
  const channel = new TerminalChannel({
    conversationId: `terminal-${process.pid}-${Date.now()}`,
    say,
    resolveLinks: (activity) => app?.links.into(activity) ?? activity,
  });
  app = await openApp(config, { outputs: { terminal: channel } });
  await app.listen();
  await app.recover();
  const watch = watchPhones(app, say);
  await channel.begin(app.bot);
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== '') await channel.type(app.bot, line.trim());
  }
  clearInterval(watch);
  await app.close();
  return 0;
}

/** Shows what reaches the sandbox's phones from now on. */
function watchPhones(app: App, say: (line: string) => void): NodeJS.Timeout {
  const seen = new Set<string>();
  const begun = Temporal.Now.instant();
  const look = async (): Promise<void> => {
    for (const { phone } of app.world?.people.list(0, 6) ?? []) {
      for (const { id, text, at } of (await app.world?.phones.messages(phone)) ?? []) {
        if (seen.has(id) || Temporal.Instant.compare(Temporal.Instant.from(at), begun) < 0) continue;
        seen.add(id);
        say(`  [SMS ${phone}] ${text.replaceAll('\n', ' ')}`);
      }
    }
  };
  return setInterval(() => void look().catch(() => undefined), phoneMilliseconds);
}

/** The settings with the next free port; the public address follows it unless it was given. */
async function onFreePort(config: Config, environment: NodeJS.ProcessEnv): Promise<Config> {
  for (let port = config.port; port < config.port + 50; port += 1) {
    if (!(await isFree(port, config.host))) continue;
    return { ...config, port, publicUrl: environment['PUBLIC_URL'] ? config.publicUrl : `http://localhost:${port}` };
  }
  return config;
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
