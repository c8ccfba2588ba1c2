import { z } from 'zod';
import type { Route } from '../../services/shared/route.ts';
import { failure } from '../../services/shared/failure.ts';
import type { CloudRouteParts } from './cloudRouteParts.ts';

const body = z.object({ party: z.string().max(64), connection: z.string().max(128) });

/**
 * What a relying party's server asks while a log-in lasts: whether the browser it came from is still connected. The name
 * of the log-in is the permission to ask; it is told to its relying party alone, and answers this one question.
 */
export function loginCheckRoute({ logins }: CloudRouteParts): Route {
  return {
    method: 'POST',
    path: '/cloud/logins/check',
    body: 'json',
    handle: async (request) => {
      const asked = body.safeParse(request.body);
      if (!asked.success) return failure(400, 'request.malformed', request.id);
      const { party, connection } = asked.data;
      return { status: 200, body: { connected: await logins.isConnected(party, connection) } };
    },
  };
}
