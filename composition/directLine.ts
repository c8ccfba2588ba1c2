import type { ChannelBot } from '../bots/conversationPort.ts';
import { DirectLineAdapter } from '../bots/directLine/directLineAdapter.ts';
import { DirectLineConversations } from '../bots/directLine/directLineConversations.ts';
import { DirectLineLog } from '../bots/directLine/directLineLog.ts';
import { directLineRoutes } from '../bots/directLine/directLineRoutes.ts';
import { DirectLineStream } from '../bots/directLine/directLineStream.ts';
import { DirectLineTokens } from '../bots/directLine/directLineTokens.ts';
import { directLineUpgrade } from '../bots/directLine/directLineUpgrade.ts';
import { systemClock } from '../services/shared/clock.ts';
import type { Route, UpgradeRoute } from '../services/shared/route.ts';
import type { Foundation } from './foundation.ts';
import { linksOf, type Services } from './services.ts';

/** The web chat's channel: our own Direct Line 3.0. */
export interface DirectLine {
  readonly tokens: DirectLineTokens;
  readonly adapter: DirectLineAdapter;
  readonly upgrade: UpgradeRoute;
  routes(bot: ChannelBot): readonly Route[];
  close(): void;
}

export function openDirectLine(foundation: Foundation, services: Services): DirectLine {
  const { config, keys, state, random, log } = foundation;
  const onFault = (error: unknown): void => log.error({ err: error }, 'direct line failed');
  const tokens = new DirectLineTokens({ tokenKey: keys.tokenKey, clock: systemClock, random });
  const links = linksOf(foundation, services);
  const activityLog = new DirectLineLog({
    streams: state.streams,
    clock: systemClock,
    resolveLinks: (activity) => links.into(activity),
  });
  const stream = new DirectLineStream({ log: activityLog, subscriptions: state.subscriptions, random, onFault });
  const conversations = new DirectLineConversations(state.records);
  const { publicUrl, directLineSecret: secret } = config;
  const origins = [new URL(publicUrl).origin];
  return {
    tokens,
    adapter: new DirectLineAdapter({ log: activityLog, stream, random }),
    upgrade: directLineUpgrade({
      tokens,
      stream,
      counters: state.counters,
      random,
      clock: systemClock,
      origins,
      onFault,
    }),
    routes: (bot) => directLineRoutes({ tokens, conversations, log: activityLog, bot, random, secret, publicUrl }),
    close: () => stream.close(),
  };
}
