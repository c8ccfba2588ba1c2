import type { Duplex } from 'node:stream';
import type { Clock } from '../../services/shared/clock.ts';
import type { Random } from '../../services/shared/random.ts';
import type { UpgradeRoute } from '../../services/shared/route.ts';
import type { Counters } from '../../services/state/counters.ts';
import { readWatermark } from './directLineLog.ts';
import { directLinePath } from './directLineRoutes.ts';
import type { DirectLineStream } from './directLineStream.ts';
import { tokenSeconds, type DirectLineTokens } from './directLineTokens.ts';

/** Collaborators that composition/ hands in. */
export interface DirectLineUpgradeParts {
  readonly tokens: DirectLineTokens;
  readonly stream: DirectLineStream;
  readonly counters: Counters;
  readonly random: Random;
  /** Real time, as for the tokens. */
  readonly clock: Clock;
  /** Pages that may open a stream: `['http://localhost:3978']`. A client that is no browser sends no Origin. */
  readonly origins: readonly string[];
  readonly onFault: (error: unknown) => void;
}

/**
 * The WebSocket of a conversation. Its token stands in the address, because a browser can set no header here; so it lives
 * a minute, opens one stream once, and an address is never logged.
 */
export function directLineUpgrade(parts: DirectLineUpgradeParts): UpgradeRoute {
  return {
    path: `${directLinePath}/conversations/:id/stream`,
    upgrade: (request, socket, head, params, query) => {
      const { origin } = request.headers;
      if (origin !== undefined && !parts.origins.includes(origin)) return refuse(socket, 403);
      const conversationId = params['id'] ?? '';
      redeem(parts, query.get('t') ?? '', conversationId)
        .then((status) => {
          if (status !== 101) return refuse(socket, status);
          return parts.stream.accept({ request, socket, head }, conversationId, readWatermark(query.get('watermark')));
        })
        .catch((error: unknown) => {
          parts.onFault(error);
          refuse(socket, 503);
        });
    },
  };
}

async function redeem(parts: DirectLineUpgradeParts, token: string, conversationId: string): Promise<101 | 401 | 403> {
  if (token === '') return 401;
  const read = await parts.tokens.read('stream', token);
  if (!read.ok || read.value.conversationId !== conversationId) return 403;
  const { tokenId } = read.value;
  const uses = await parts.counters.increment({
    key: `directLine.stream:${tokenId}`,
    windowSeconds: 2 * tokenSeconds.stream,
    now: parts.clock.now(),
    // Each use counts: the id only tells uses apart.
    id: parts.random.bytes(12).toString('base64url'),
  });
  return uses === 1 ? 101 : 403;
}

const reasons: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden', 503: 'Service Unavailable' };

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${reasons[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
