import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { UpgradeRoute } from '../services/shared/route.ts';
import { requestTarget } from './httpTarget.ts';

/** Hands a WebSocket request to its route; an unknown address is 404, and nothing thrown by a route gets further than here. */
export function upgradeDispatcher(
  routes: readonly UpgradeRoute[],
  onBug: (error: unknown) => void,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const table = routes.map((route) => ({ route, segments: route.path.split('/') }));
  return (request, socket, head) => {
    // A peer that goes away while it is being answered is no error of ours.
    socket.on('error', () => socket.destroy());
    const target = requestTarget(request.url);
    if (!target) return refuseUpgrade(socket, 400);
    for (const { route, segments } of table) {
      const params = match(segments, target.path.split('/'));
      if (!params) continue;
      try {
        return route.upgrade(request, socket, head, params, target.query);
      } catch (error) {
        onBug(error);
        return refuseUpgrade(socket, 500);
      }
    }
    return refuseUpgrade(socket, 404);
  };
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  500: 'Internal Server Error',
};

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${reasons[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function match(pattern: readonly string[], path: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== path.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const actual = path[index] ?? '';
    if (segment.startsWith(':') && actual !== '') params[segment.slice(1)] = decodeURIComponent(actual);
    else if (segment !== actual) return undefined;
  }
  return params;
}
