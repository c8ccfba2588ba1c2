import type { Route } from '../../services/shared/route.ts';
import { refuseOtherSites } from '../sameOrigin.ts';
import { pageRoutes } from './pageRoutes.ts';
import type { SecureRouteParts } from './secureRouteParts.ts';
import { stepRoutes } from './stepRoutes.ts';
import type { StepView } from './steps/stepView.ts';
import { StepViews } from './stepViews.ts';
import { takeAwayRoutes } from './takeAwayRoutes.ts';
import { visitRoutes } from './visitRoutes.ts';

/** The route table of `/secure` (CONTRACT §3): documents, what their taps do, and what a finished visit gives away. */
export function secureRoutes(
  given: Omit<SecureRouteParts, 'steps'> & { readonly steps: readonly StepView[] },
): readonly Route[] {
  const parts = { ...given, steps: new StepViews(given.steps) };
  const table = [...pageRoutes(parts), ...visitRoutes(parts), ...stepRoutes(parts), ...takeAwayRoutes(parts)];
  return table.map((route) =>
    route.method === 'POST' ? { ...route, admit: refuseOtherSites(parts.publicUrl) } : route,
  );
}
