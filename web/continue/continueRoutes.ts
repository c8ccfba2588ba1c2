import type { Locale, Translate } from '../../locales/index.ts';
import type { Transfers } from '../../services/cases/transfers.ts';
import type { Clock } from '../../services/shared/clock.ts';
import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import type { Assets } from '../assets.ts';
import { setCookie } from '../cookies.ts';
import { html, type Markup } from '../html.ts';
import { languageOf } from '../language.ts';
import { plainPage } from '../plainPage.ts';

/** Who a chat belongs to, and the browser's proof of it. */
export interface ContinueTokens {
  newOwner(): { readonly conversationId: string; readonly userId: string };
  issue(use: 'browser', owner: { readonly conversationId: string; readonly userId: string }): Promise<string>;
}

/** Collaborators that composition/ hands in. */
export interface ContinueParts {
  readonly transfers: Pick<Transfers, 'redeem'>;
  readonly tokens: ContinueTokens;
  readonly browserSeconds: number;
  readonly clock: Clock;
  readonly assets: Assets;
  readonly translators: (locale: Locale) => Translate;
  readonly publicUrl: string;
}

/**
 * Going on in web chat with a one-time code from another channel (CONTRACT §3). Looking at the page uses nothing up:
 * preview robots do that; only the button redeems it.
 */
export function continueRoutes(parts: ContinueParts): readonly Route[] {
  return [
    { method: 'GET', path: '/continue/:code', handle: (request) => Promise.resolve(page(parts, request, 200)) },
    { method: 'POST', path: '/continue/:code', body: 'form', handle: (request) => join(parts, request) },
  ];
}

async function join(parts: ContinueParts, request: HttpRequest): Promise<HttpResponse> {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return page(parts, request, 403);
  const owner = parts.tokens.newOwner();
  const joined = await parts.transfers.redeem(request.params['code'] ?? '', owner.conversationId, parts.clock.now());
  if (!joined.ok) return page(parts, request, 410);
  const cookie = setCookie({
    name: 'chat',
    value: await parts.tokens.issue('browser', owner),
    maxAgeSeconds: parts.browserSeconds,
    sameSite: 'Lax',
    https: parts.publicUrl.startsWith('https:'),
  });
  const language = request.query.has('language') ? `?language=${languageOf(request)}` : '';
  return { status: 303, headers: { location: `${parts.publicUrl}/${language}`, 'set-cookie': cookie } };
}

interface Content {
  readonly title: string;
  readonly body: Markup;
}

function invitation(translate: Translate): Content {
  return {
    title: translate('continue.title'),
    body: html`<p class="lead">${translate('continue.text')}</p>
      <form method="post" class="stack">
        <button class="button button--block" type="submit">${translate('continue.go')}</button>
      </form>`,
  };
}

function gone(translate: Translate): Content {
  return {
    title: translate('continue.gone.title'),
    body: html`<p class="lead">${translate('continue.gone.text')}</p>
      <p><a href="/">${translate('continue.gone.chat')}</a></p>`,
  };
}

/** The invitation, or with any other status than 200 that there is none; in the case's language, which its link names. */
function page({ assets, translators }: ContinueParts, request: HttpRequest, status: 200 | 403 | 410): HttpResponse {
  const language = languageOf(request);
  const translate = translators(language);
  const { title, body } = status === 200 ? invitation(translate) : gone(translate);
  const service = translate('terms.page.service');
  return plainPage({ status, assets, language, service, title, body, policy: { formAction: ["'self'"] } });
}
