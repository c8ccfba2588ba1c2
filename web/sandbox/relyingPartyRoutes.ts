import type { SandboxRelyingParty } from '../../services/sandboxRelyingParty/relyingParty.ts';
import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import { setCookie } from '../cookies.ts';
import { failure } from '../../services/shared/failure.ts';
import { refuseOtherSites } from '../sameOrigin.ts';
import { relyingPartyPage, relyingPartyRefusalPage, type RelyingPartyPageParts } from './relyingPartyPage.ts';

/** What the sandbox's relying party is made of. */
export interface RelyingPartyRouteParts extends RelyingPartyPageParts {
  readonly relyingParty: SandboxRelyingParty;
  /** The id it is registered under with the cloud. */
  readonly party: string;
  /** Its own origin, another than the cloud's: `http://127.0.0.1:3978`. */
  readonly origin: string;
  /** Where the cloud is: `http://localhost:3978`. */
  readonly cloud: string;
}

/** Where the relying party is, and where the cloud sends answers to. */
export const relyingPartyPaths = { home: '/sandbox/relying-party', back: '/sandbox/relying-party/return' } as const;

const login = 'relyingParty-login';
const session = 'relyingParty-session';
const loginSeconds = 600;
const sessionSeconds = 3_600;

/**
 * `/sandbox/relying-party`, a stand-in for 홈택스 and 정부24 (CONTRACT §4). It lives at the other loopback name, so that it
 * is another origin than the cloud, as a real one is; asked under any other name it leads there.
 */
export function relyingPartyRoutes(parts: RelyingPartyRouteParts): readonly Route[] {
  const { relyingParty, origin } = parts;
  const { home, back } = relyingPartyPaths;
  const own = refuseOtherSites(origin);
  return [
    get(parts, home, async (request) =>
      shown(parts, relyingPartyPage(parts, await relyingParty.look(request.cookies[session]))),
    ),
    get(parts, `${home}/finish`, (request) => finish(parts, request)),
    get(parts, `${home}/session`, (request) => told(parts, request)),
    { ...post(parts, `${home}/login`, () => begin(parts)), admit: own },
    { ...post(parts, `${home}/leave`, (request) => leave(parts, request)), admit: own },
    // The cloud's page sends the browser here: from another site, that is the point.
    post(parts, back, (request) => receive(parts, request)),
  ];
}

function get(parts: RelyingPartyRouteParts, path: string, handle: Route['handle']): Route {
  return {
    method: 'GET',
    path,
    handle: async (request) => {
      if (isHere(parts, request)) return handle(request);
      return { status: 307, headers: { location: `${parts.origin}${path}` } };
    },
  };
}

function post(parts: RelyingPartyRouteParts, path: string, handle: Route['handle']): Route {
  return {
    method: 'POST',
    path,
    body: 'form',
    bodyOptional: true,
    handle: async (request) => (isHere(parts, request) ? handle(request) : failure(404, 'route.unknown', request.id)),
  };
}

function isHere({ origin }: RelyingPartyRouteParts, { headers }: HttpRequest): boolean {
  return headers['host'] === new URL(origin).host;
}

async function begin({ relyingParty, party, cloud }: RelyingPartyRouteParts): Promise<HttpResponse> {
  const { state, challenge, cookie } = await relyingParty.begin();
  const location = new URL('/cloud/sign', cloud);
  for (const [name, value] of Object.entries({ party, challenge, state })) location.searchParams.set(name, value);
  return seeOther(location.href, keep(login, cookie, loginSeconds));
}

async function receive({ relyingParty }: RelyingPartyRouteParts, { body }: HttpRequest): Promise<HttpResponse> {
  if (body instanceof URLSearchParams) await relyingParty.receive(Object.fromEntries(body));
  // As a GET from here the browser brings its cookie.
  return seeOther(`${relyingPartyPaths.home}/finish`);
}

async function finish(parts: RelyingPartyRouteParts, request: HttpRequest): Promise<HttpResponse> {
  const finished = await parts.relyingParty.finish(request.cookies[login]);
  if (!finished.ok) return shown(parts, relyingPartyRefusalPage(parts, finished.code), 403);
  return seeOther(relyingPartyPaths.home, keep(session, finished.value.cookie, sessionSeconds));
}

async function told({ relyingParty }: RelyingPartyRouteParts, request: HttpRequest): Promise<HttpResponse> {
  const standing = await relyingParty.look(request.cookies[session]);
  return { status: 200, body: { as: standing.as, ...(standing.as === 'ended' && { why: standing.why }) } };
}

async function leave({ relyingParty }: RelyingPartyRouteParts, request: HttpRequest): Promise<HttpResponse> {
  await relyingParty.leave(request.cookies[session]);
  return seeOther(relyingPartyPaths.home, keep(session, '', 0));
}

function shown({ cloud }: RelyingPartyRouteParts, body: string, status = 200): HttpResponse {
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    // A log-in leads on to the cloud (PITFALLS 22).
    `base-uri 'none'; form-action 'self' ${cloud}; frame-ancestors 'none'`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }, body };
}

function seeOther(location: string, cookie?: string): HttpResponse {
  return { status: 303, headers: { location, ...(cookie !== undefined && { 'set-cookie': cookie }) } };
}

function keep(name: string, value: string, maxAgeSeconds: number): string {
  return setCookie({ name, value, maxAgeSeconds, sameSite: 'Lax', https: false });
}
