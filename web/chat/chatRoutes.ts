import { createHmac } from 'node:crypto';
import type { Locale, Translate } from '../../locales/index.ts';
import type { Clock } from '../../services/shared/clock.ts';
import type { Random } from '../../services/shared/random.ts';
import { failure } from '../../services/shared/failure.ts';
import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import type { Counters } from '../../services/state/counters.ts';
import type { Assets } from '../assets.ts';
import { cookieName, setCookie } from '../cookies.ts';
import { languageOf, preferredLanguage, variesByLanguage } from '../language.ts';
import { pagePolicy } from '../securityHeaders.ts';
import { chatPage } from './chatPage.ts';
import type { SandboxPerson } from './chatSettings.ts';

/** Whose conversation it is. */
export interface ChatOwner {
  readonly conversationId: string;
  readonly userId: string;
}

/** The tokens of the chat's channel, as its page needs them. */
export interface ChatTokens {
  /** A new conversation, of somebody new unless it is said of whom. */
  newOwner(userId?: string): ChatOwner;
  issue(use: 'conversation' | 'browser', owner: ChatOwner): Promise<string>;
  read(
    use: 'browser',
    token: string,
  ): Promise<{ readonly ok: true; readonly value: ChatOwner } | { readonly ok: false }>;
}

/** Collaborators that composition/ hands in. */
export interface ChatParts {
  readonly tokens: ChatTokens;
  /** How long each kind lives, in seconds. */
  readonly tokenSeconds: { readonly conversation: number; readonly browser: number };
  readonly counters: Counters;
  /** Real time. */
  readonly clock: Clock;
  readonly random: Random;
  readonly assets: Assets;
  /** The page speaks the language of its link, and a conversation that it begins does too. */
  readonly translators: (locale: Locale) => Translate;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Keeps addresses out of the store: they are counted by an HMAC under this key. */
  readonly counterKey: string;
  /** Undefined outside the sandbox. */
  readonly sandboxPeople?: readonly SandboxPerson[];
}

/** Tokens a minute and address (SECURITY §1). */
export const tokensPerMinute = 60;
/** Seconds until an address that asked too often may ask again. */
export const tokenWindowSeconds = 60;

/** The locales of conversations, by the language of the page. */
const conversationLocales: Readonly<Record<Locale, string>> = { ko: 'ko-KR', en: 'en-US' };

const cookie = 'chat';

/** The chat's page and the token it asks for (CONTRACT §3). */
export function chatRoutes(parts: ChatParts): readonly Route[] {
  return [
    { method: 'GET', path: '/', handle: (request) => Promise.resolve(page(parts, request)) },
    {
      method: 'POST',
      path: '/chat/token',
      body: 'json',
      bodyOptional: true,
      handle: (request) => token(parts, request),
    },
  ];
}

function page(parts: ChatParts, request: HttpRequest): HttpResponse {
  const { publicUrl } = parts;
  const language = languageOf(request);
  const translate = parts.translators(language);
  const host = new URL(publicUrl).host;
  // The sandbox's other loopback name is the bank's: a chat opened there would be refused by its own origin check.
  if (parts.sandboxPeople && request.headers['host'] !== host) {
    return { status: 307, headers: { location: `${publicUrl}/` } };
  }
  const nonce = parts.random.bytes(16).toString('base64url');
  const body = chatPage({
    assets: parts.assets,
    translate,
    language,
    offersOther: !request.query.has('language') && (preferredLanguage(request) ?? language) !== language,
    nonce,
    sandboxPeople: parts.sandboxPeople,
    settings: {
      domain: '/v3/directline',
      locale: conversationLocales[language],
      texts: {
        failed: translate('chat.page.failed'),
        busy: translate('chat.page.busy'),
        avatar: translate('chat.page.avatar'),
        emptyPhone: translate('chat.sandbox.emptyPhone'),
        emptyMailbox: translate('chat.sandbox.emptyMailbox'),
        unreachable: translate('chat.sandbox.unreachable'),
      },
    },
  });
  const policy = pagePolicy({
    nonce,
    // 'self' means the WebSocket too, except in older Safari.
    connect: ['blob:', publicUrl.replace(/^http/u, 'ws')],
    images: ['blob:'],
    // The empty style element that Web Chat makes without a nonce and fills by script.
    styles: ["'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"],
  });
  const headers = {
    ...variesByLanguage,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
  };
  return { status: 200, headers, body };
}

async function token(parts: ChatParts, request: HttpRequest): Promise<HttpResponse> {
  if (!isSameOrigin(parts, request)) return failure(403, 'chat.otherOrigin', request.id);
  if (await isTooOften(parts, request)) {
    return { ...failure(429, 'chat.tooOften', request.id), headers: { 'retry-after': String(tokenWindowSeconds) } };
  }
  const before = await ownerOf(parts, request);
  // another conversation of the same browser is one of the same user: who agreed to be known in it stays known
  const owner = before && !wantsNew(request) ? before : parts.tokens.newOwner(before?.userId);
  const newCookie = setCookie({
    name: cookie,
    value: await parts.tokens.issue('browser', owner),
    maxAgeSeconds: parts.tokenSeconds.browser,
    sameSite: 'Lax',
    https: isHttps(parts),
  });
  return {
    status: 200,
    headers: { 'set-cookie': newCookie },
    body: {
      token: await parts.tokens.issue('conversation', owner),
      conversationId: owner.conversationId,
      userId: owner.userId,
      expires_in: parts.tokenSeconds.conversation,
    },
  };
}

function isHttps({ publicUrl }: ChatParts): boolean {
  return publicUrl.startsWith('https:');
}

// A browser says where a POST comes from; what says nothing is no browser and holds no cookie.
function isSameOrigin({ publicUrl }: ChatParts, request: HttpRequest): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined) return origin === new URL(publicUrl).origin;
  return site === undefined || site === 'same-origin';
}

async function isTooOften(parts: ChatParts, request: HttpRequest): Promise<boolean> {
  const address = createHmac('sha256', parts.counterKey).update(request.address).digest('base64url').slice(0, 22);
  const count = await parts.counters.increment({
    key: `chat.token:${address}`,
    windowSeconds: tokenWindowSeconds,
    now: parts.clock.now(),
    id: request.id,
  });
  return count > tokensPerMinute;
}

async function ownerOf(parts: ChatParts, request: HttpRequest): Promise<ChatOwner | undefined> {
  const value = request.cookies[cookieName(cookie, isHttps(parts))];
  if (value === undefined) return undefined;
  const read = await parts.tokens.read('browser', value);
  return read.ok ? { conversationId: read.value.conversationId, userId: read.value.userId } : undefined;
}

function wantsNew({ body }: HttpRequest): boolean {
  return typeof body === 'object' && body !== null && 'new' in body && body.new === true;
}
