import { join } from 'node:path';
import { tokenSeconds } from '../../bots/directLine/directLineTokens.ts';
import { sentenceFacts } from '../../composition/sentenceFacts.ts';
import { createTranslators } from '../../locales/index.ts';
import { ensureBundle } from '../../scripts/bundle.ts';
import { systemClock, type Clock } from '../../services/shared/clock.ts';
import { systemRandom } from '../../services/shared/random.ts';
import type { Json } from '../../services/shared/json.ts';
import type { State } from '../../services/state/state.ts';
import { openAssets } from '../../web/assets.ts';
import { chatRoutes } from '../../web/chat/chatRoutes.ts';
import { startChatSite, type ChatSite } from './chatSite.ts';

const web = join(import.meta.dirname, '../../web');

/** What the sandbox's phones and mailboxes hold, by the last part of their address. */
export type Inboxes = Record<string, Json[]>;

/** A site with the chat page, as in the sandbox (`inboxes`) or as in production. */
export async function startChatPageSite(options: {
  readonly inboxes?: Inboxes;
  readonly port?: number;
  readonly state?: State;
  readonly clock?: Clock;
}): Promise<ChatSite> {
  await ensureBundle();
  const assets = await openAssets([join(web, 'dist'), join(web, 'design')]);
  const { inboxes } = options;
  const sandboxPeople = [
    { name: '홍길동', phone: '010-1234-5678', email: 'hong@example.com' },
    { name: '김영희', phone: '010-2345-6789', email: 'kim@example.com' },
  ];
  return startChatSite({
    ...options,
    routes: ({ tokens, url, state }) => [
      ...assets.routes,
      ...chatRoutes({
        tokens,
        tokenSeconds,
        counters: state.counters,
        clock: options.clock ?? systemClock,
        random: systemRandom,
        assets,
        translators: createTranslators(sentenceFacts),
        publicUrl: url,
        counterKey: 'counter-key',
        ...(inboxes ? { sandboxPeople } : {}),
      }),
      ...['/sandbox/phones/:name/messages', '/sandbox/mailboxes/:name/messages'].map((path) => ({
        method: 'GET' as const,
        path,
        handle: (request: { params: Readonly<Record<string, string>> }) =>
          Promise.resolve({ status: 200, body: inboxes?.[request.params['name'] ?? ''] ?? [] }),
      })),
    ],
  });
}
