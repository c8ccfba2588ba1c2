import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import { makeCookie } from '../../services/visits/browserBinding.ts';
import { renderShell, shellHeaders } from '../forms/shell.ts';
import { cloudCookies, setVisitCookie } from './cloudCookies.ts';
import type { CloudRouteParts } from './cloudRouteParts.ts';

/**
 * The documents: the same bytes for everybody, whatever was asked. A GET changes nothing and sets nothing but a random
 * cookie; what a relying party asked is read from the address by the page and taken out of it.
 */
export function documentRoutes(parts: CloudRouteParts): readonly Route[] {
  const show = (script: string, formAction: readonly string[]) => (request: HttpRequest) =>
    Promise.resolve(document(parts, request, script, formAction));
  return [
    { method: 'GET', path: '/cloud', handle: show('cloudAccount.js', []) },
    // The one page that a credential is entered on, with one script.
    { method: 'GET', path: '/cloud/sign', handle: show('cloudSign.js', parts.partyOrigins) },
  ];
}

function document(
  parts: CloudRouteParts,
  request: HttpRequest,
  script: string,
  formAction: readonly string[],
): HttpResponse {
  const { assets, translate, random } = parts;
  const nonce = random.bytes(16).toString('base64url');
  const styles = ['design.css', 'secure.css', 'cloud.css'].map((name) => assets.url(name));
  const loading = 'secure.shell.loading';
  // the cloud speaks Korean only
  const shell = renderShell(
    { locale: 'ko', script: assets.url(script), styles, nonce, loading, room: 'cloud' },
    () => translate,
  );
  const headers = shellHeaders(nonce, formAction);
  const cookie = cloudCookies(request).visit === undefined && { 'set-cookie': setVisitCookie(makeCookie(random)) };
  return { status: 200, headers: { ...headers, ...cookie }, body: shell.text };
}
