import type { SecureRouteParts } from './secureRouteParts.ts';
import type { Route } from '../../services/shared/route.ts';
import { refuseOtherSites } from '../sameOrigin.ts';
import { pageRoutes } from './pageRoutes.ts';
import { stepRoutes } from './stepRoutes.ts';
import { takeAwayRoutes } from './takeAwayRoutes.ts';

/** The route table of `/secure` (CONTRACT §3): documents, what their taps do, and what a finished visit gives away. */
export function secureRoutes(parts: SecureRouteParts): readonly Route[] {
  const table = [...pageRoutes(parts), ...stepRoutes(parts), ...takeAwayRoutes(parts)];
  return table.map((route) =>
    route.method === 'POST' ? { ...route, admit: refuseOtherSites(parts.publicUrl) } : route,
  );
}
