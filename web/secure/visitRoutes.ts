import { z } from 'zod';
import { refuse } from '../../services/shared/result.ts';
import type { Route } from '../../services/shared/route.ts';
import type { SecureAnswer } from '../../services/visits/securePage.ts';
import type { SecureRouteParts } from './secureRouteParts.ts';
import { link, tapRoute } from './tapRoute.ts';

const bodies = {
  link: z.object({ link }),
  view: z.object({ link, notice: z.enum(['away', 'outage']).optional() }),
  number: z.object({ link, number: z.string().max(16) }),
  return: z.object({ link, query: z.string().max(8192) }),
};

/** What the taps round the steps do: begin, look again, come back, ask for a new link, take a visit over. */
export function visitRoutes(parts: SecureRouteParts): readonly Route[] {
  const { view, publicUrl } = parts;
  return [
    tapRoute(parts, {
      path: '/secure/view',
      body: bodies.view,
      act: async (visitor, { notice }) => withNotice(parts, await view.show(visitor), notice),
    }),
    tapRoute(parts, { path: '/secure/begin', body: bodies.link, act: (visitor) => view.begin(visitor) }),
    tapRoute(parts, {
      path: '/secure/return',
      body: bodies.return,
      act: (visitor, { query }) => view.away.comeBack(visitor, new URL(`/secure/return${query}`, publicUrl)),
    }),
    tapRoute(parts, { path: '/secure/renew', body: bodies.link, act: (visitor) => view.renew(visitor) }),
    tapRoute(parts, {
      path: '/secure/rebind/number',
      body: bodies.link,
      act: (visitor) => view.rebinder.askNumber(visitor),
    }),
    tapRoute(parts, {
      path: '/secure/rebind',
      body: bodies.number,
      act: (visitor, { number }) => view.rebinder.enterNumber(visitor, number),
    }),
  ];
}

/** Why the page is drawn again: its last tap met an outage, of our own or of the other site. A finished or lost visit has nothing to say of it. */
function withNotice(
  { steps }: SecureRouteParts,
  answer: SecureAnswer,
  notice: 'away' | 'outage' | undefined,
): SecureAnswer {
  const { page } = answer;
  const step = page.kind === 'step' ? steps.byName(page.step.name) : undefined;
  if (notice === 'away' && step?.kind === 'away') return { ...answer, refusal: refuse(step.outage.code) };
  const mayBeSentAgain = step !== undefined || page.kind === 'start';
  return notice === 'outage' && mayBeSentAgain ? { ...answer, refusal: refuse('visit.unavailable') } : answer;
}
