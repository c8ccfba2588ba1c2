import type { Activity } from 'botbuilder';
import { DirectLineAdapter } from '../../bots/directLine/directLineAdapter.ts';
import { DirectLineConversations } from '../../bots/directLine/directLineConversations.ts';
import { DirectLineLog } from '../../bots/directLine/directLineLog.ts';
import { directLineRoutes } from '../../bots/directLine/directLineRoutes.ts';
import { DirectLineStream } from '../../bots/directLine/directLineStream.ts';
import { DirectLineTokens } from '../../bots/directLine/directLineTokens.ts';
import { directLineUpgrade } from '../../bots/directLine/directLineUpgrade.ts';
import { systemClock, type Clock } from '../../services/shared/clock.ts';
import { systemRandom } from '../../services/shared/random.ts';
import type { Route } from '../../services/shared/route.ts';
import { openSqliteState } from '../../services/state/sqliteState.ts';
import type { State } from '../../services/state/state.ts';
import { createHttpServer } from '../../web/http.ts';
import { EchoBot } from './echoBot.ts';

/** A running site with Direct Line and an echo bot behind it. */
export interface ChatSite {
  readonly url: string;
  readonly bot: EchoBot;
  readonly state: State;
  readonly tokens: DirectLineTokens;
  readonly adapter: DirectLineAdapter;
  readonly stream: DirectLineStream;
  readonly faults: unknown[];
  close(): Promise<void>;
}

/** Starts a site; two with one `state` are two instances. */
export async function startChatSite(options: {
  readonly port?: number;
  readonly state?: State;
  readonly clock?: Clock;
  readonly secret?: string;
  readonly routes?: (site: { tokens: DirectLineTokens; url: string; state: State }) => readonly Route[];
}): Promise<ChatSite> {
  const clock = options.clock ?? systemClock;
  const random = systemRandom;
  const state = options.state ?? (await openSqliteState(':memory:'));
  const port = options.port ?? 20_000 + (random.bytes(2).readUInt16BE() % 20_000);
  const url = `http://localhost:${port}`;
  const faults: unknown[] = [];
  const onFault = (error: unknown): void => void faults.push(error);
  const tokens = new DirectLineTokens({ tokenKey: 'new-key,old-key', clock, random });
  const conversations = new DirectLineConversations(state.records);
  const log = new DirectLineLog({ streams: state.streams, clock, resolveLinks });
  const stream = new DirectLineStream({ log, subscriptions: state.subscriptions, random, onFault });
  const adapter = new DirectLineAdapter({ log, stream, random });
  const bot = new EchoBot();
  bot.output = adapter;
  const fields = { tokens, conversations, log, bot, random, secret: options.secret, publicUrl: url };
  const server = createHttpServer({
    routes: [...directLineRoutes(fields), ...(options.routes?.({ tokens, url, state }) ?? [])],
    upgrades: [directLineUpgrade({ tokens, stream, counters: state.counters, clock, random, origins: [url], onFault })],
    mounts: [],
    trustedProxies: [],
    https: false,
    log: { debug: () => {}, warn: onFault, error: onFault },
    random,
  });
  await server.listen(port, 'localhost');
  const close = async (): Promise<void> => {
    stream.close();
    await server.close();
    if (!options.state) await state.close();
  };
  return { url, bot, state, tokens, adapter, stream, faults, close };
}

/** As the lead's: a placeholder becomes a link on the way out. */
function resolveLinks(activity: Partial<Activity>): Partial<Activity> {
  return {
    ...activity,
    ...(activity.text
      ? { text: activity.text.replaceAll(/secure-visit:(\w+):(\d+)/gu, 'https://site/secure/$1-$2') }
      : {}),
  };
}
