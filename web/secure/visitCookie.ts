import type { HttpRequest } from '../../services/shared/route.ts';
import type { CookieOf } from '../../services/visits/visitAccess.ts';
import { cookieName, setCookie } from '../cookies.ts';

/** Minutes a browser keeps a visit's cookie: the link's and the finished page's, and some. */
const cookieMinutes = 30;

/** One cookie a visit, so that two visits in one browser don't disturb each other; the name tells no more than the id. */
function nameOf(visit: string): string {
  return `visit-${visit.slice(0, 16)}`;
}

/** What a request's browser holds, by visit. */
export function visitCookies(request: HttpRequest, secure: boolean): CookieOf {
  return (visit) => request.cookies[cookieName(nameOf(visit), secure)] || undefined;
}

/**
 * The Set-Cookie header. Lax, so that the browser still shows it when the bank sends it back.
 *
 * @param secure the `__Host-` prefix; browsers take it on http://localhost too, except Safari
 */
export function setVisitCookie(visit: string, value: string, secure: boolean): string {
  return setCookie({ name: nameOf(visit), value, maxAgeSeconds: cookieMinutes * 60, sameSite: 'Lax', https: secure });
}
