import { z } from 'zod';
import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import { Unavailable } from '../../services/shared/unavailable.ts';
import { httpLimits } from '../httpLimits.ts';
import type { SecureRouteParts } from './secureRouteParts.ts';
import type { AwayView, FormView } from './steps/stepView.ts';
import { link, tapRoute, visitorOf } from './tapRoute.ts';

/** Bytes of a form's body beside its envelope: the link, the language, the punctuation. */
const besideEnvelope = 4096;

/** `POST /secure/steps/{step}`: where the page of each step sends what it has. */
export function stepRoutes(parts: SecureRouteParts): readonly Route[] {
  return parts.steps.all.map((step) => (step.kind === 'form' ? formRoute(parts, step) : awayRoute(parts, step)));
}

/** A form, closed in an envelope; each step has a limit of its own, kept before a byte of the body is read. */
function formRoute(parts: SecureRouteParts, { name, longestEnvelope }: FormView): Route {
  return tapRoute(parts, {
    path: addressOf(name),
    body: z.object({ link, envelope: z.string().max(longestEnvelope) }),
    bodyLimit: Math.max(httpLimits.bodyBytes, longestEnvelope + besideEnvelope),
    act: (visitor, { envelope }) => parts.view.forms.submit(visitor, name, envelope),
  });
}

/** A form of the page that the browser sends by itself: answers are addresses to go on to. */
function awayRoute(parts: SecureRouteParts, step: AwayView): Route {
  return { method: 'POST', path: addressOf(step.name), body: 'form', handle: (request) => leave(parts, step, request) };
}

async function leave(parts: SecureRouteParts, { name, outage }: AwayView, request: HttpRequest): Promise<HttpResponse> {
  const sent = request.body instanceof URLSearchParams ? request.body.get('token') : undefined;
  const visitor = visitorOf(parts, request, { token: (sent ?? '').slice(0, 128) });
  try {
    return seeOther((await parts.view.away.leave(visitor, name)) ?? '/secure');
  } catch (error) {
    if (error instanceof Unavailable && error.system === outage.system) return seeOther('/secure?notice=away');
    throw error;
  }
}

function addressOf(step: string): string {
  return `/secure/steps/${step}`;
}

function seeOther(location: string): HttpResponse {
  return { status: 303, headers: { location } };
}
