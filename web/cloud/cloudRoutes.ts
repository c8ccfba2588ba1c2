import type { CloudRouteParts } from './cloudRouteParts.ts';
import type { Route } from '../../services/shared/route.ts';
import { documentRoutes } from './documentRoutes.ts';
import { loginCheckRoute } from './loginCheckRoute.ts';
import { tapRoutes } from './tapRoutes.ts';

/**
 * The route table of `/cloud`: the documents, what their taps do, and what a relying party asks of a log-in. The cloud is
 * the 금융결제원's in the trade; nothing here knows of a chat.
 */
export function cloudRoutes(parts: CloudRouteParts): readonly Route[] {
  return [...documentRoutes(parts), ...tapRoutes(parts), loginCheckRoute(parts)];
}
