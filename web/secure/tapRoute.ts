import { z } from 'zod';
import { locales, type Locale } from '../../locales/index.ts';
import type { HttpRequest, Route } from '../../services/shared/route.ts';
import type { SecureAnswer } from '../../services/visits/securePage.ts';
import type { Visitor } from '../../services/visits/visitAccess.ts';
import type { VisitLink } from '../../services/visits/visitStore.ts';
import { failure } from '../../services/shared/failure.ts';
import { languageOf } from '../language.ts';
import { present } from './present.ts';
import type { SecureRouteParts } from './secureRouteParts.ts';
import { visitCookies } from './visitCookie.ts';

const token = z.string().max(128);

/** How every tap names its visit: by the link's token, or by the state that the bank sent the browser back with. */
export const link = z.union([z.object({ token }), z.object({ state: z.string().max(512) })]);

/** A tap: where it goes, the shape of what it sends, and what it does. */
export interface Tap<Body extends { readonly link: VisitLink }> {
  readonly path: string;
  readonly body: z.ZodType<Body>;
  /** Bytes, where a page sends more than other pages. */
  readonly bodyLimit?: number;
  act(visitor: Visitor, fields: Body): Promise<SecureAnswer>;
}

/** The route of a tap. It answers the page that is due, drawn; a refusal is 422 with the page to mend it on. */
export function tapRoute<Body extends { readonly link: VisitLink }>(parts: SecureRouteParts, tap: Tap<Body>): Route {
  return {
    method: 'POST',
    path: tap.path,
    body: 'json',
    ...(tap.bodyLimit !== undefined && { bodyLimit: tap.bodyLimit }),
    handle: async (request) => {
      const fields = tap.body.safeParse(request.body);
      if (!fields.success) return failure(400, 'request.malformed', request.id);
      const answer = await tap.act(visitorOf(parts, request, fields.data.link), fields.data);
      return present(parts, answer, shownIn(request));
    },
  };
}

/** Who asks: the link that was sent, and the browser that sent it. */
export function visitorOf(parts: SecureRouteParts, request: HttpRequest, link: VisitLink): Visitor {
  return { link, cookieOf: visitCookies(request, parts.secureCookies) };
}

const shown = z.object({ language: z.enum(locales) });

/** The language that stands on the customer's page now: what they see next speaks it too when no case may be asked. */
function shownIn(request: HttpRequest): Locale {
  const told = shown.safeParse(request.body);
  return told.success ? told.data.language : languageOf(request);
}
