import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import { makeCookie } from '../../services/visits/browserBinding.ts';
import { visitId } from '../../services/visits/visitToken.ts';
import { documents } from './documents.ts';
import { languageOf } from '../language.ts';
import type { SecureRouteParts } from './secureRouteParts.ts';
import { renderShell, shellHeaders } from '../forms/shell.ts';
import { setVisitCookie, visitCookies } from './visitCookie.ts';

/**
 * The documents. None reads a visit: whatever the link is good for, the same bytes go out in the same time, nothing is
 * consumed, and all that is set is a random cookie (preview robots fetch links, SECURITY §1). They speak the browser's
 * language; the script changes to the case's with its first answer.
 */
export function pageRoutes(parts: SecureRouteParts): readonly Route[] {
  const show = (script: string, loading?: string) => (request: HttpRequest) =>
    Promise.resolve(document(parts, request, script, loading));
  return [
    ...Object.values(documents).map(({ path, script }): Route => ({ method: 'GET', path, handle: show(script) })),
    { method: 'GET', path: '/secure/return', handle: show(documents.visit.script, 'secure.bankLogin.returning') },
    { method: 'GET', path: '/secure/:token', handle: (request) => Promise.resolve(openLink(parts, request)) },
  ];
}

function openLink(parts: SecureRouteParts, request: HttpRequest): HttpResponse {
  const page = document(parts, request, documents.visit.script);
  const visit = visitId(request.params['token'] ?? '');
  const hasCookie = visitCookies(request, parts.secureCookies)(visit) !== undefined;
  // A browser that has one keeps it: it may be the one the visit is bound to.
  if (hasCookie) return page;
  const cookie = setVisitCookie(visit, makeCookie(parts.random), parts.secureCookies);
  return { ...page, headers: { ...page.headers, 'set-cookie': cookie } };
}

function document(
  parts: SecureRouteParts,
  request: HttpRequest,
  script: string,
  loading = 'secure.shell.loading',
): HttpResponse {
  const nonce = parts.random.bytes(16).toString('base64url');
  const styles = ['design.css', 'secure.css'].map((name) => parts.assets.url(name));
  const { assets, translators } = parts;
  const locale = languageOf(request);
  const shell = renderShell({ locale, script: assets.url(script), styles, nonce, loading }, translators);
  return { status: 200, headers: shellHeaders(nonce, parts.bankOrigins), body: shell.text };
}
