import { z } from 'zod';
import { locales, type Locale } from '../../locales/index.ts';
import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import { refuse } from '../../services/shared/result.ts';
import { Unavailable } from '../../services/shared/unavailable.ts';
import type { Visitor } from '../../services/visits/admission.ts';
import { envelopeLength } from '../../services/secureEntry/envelope.ts';
import type { SecureAnswer } from '../../services/visits/securePage.ts';
import type { FormStep } from '../../services/visits/stepForms.ts';
import type { VisitLink } from '../../services/visits/visitStore.ts';
import { languageOf } from '../language.ts';
import { renderPage } from './pageView.ts';
import type { SecureRouteParts } from './secureRouteParts.ts';
import { failure } from '../../services/shared/failure.ts';
import { setVisitCookie, visitCookies } from './visitCookie.ts';

const token = z.string().max(128);
const link = z.union([z.object({ token }), z.object({ state: z.string().max(512) })]);
const bodies = {
  link: z.object({ link }),
  view: z.object({ link, notice: z.enum(['bank', 'outage']).optional() }),
  form: z.object({ link, envelope: z.string().max(envelopeLength) }),
  number: z.object({ link, number: z.string().max(16) }),
  return: z.object({ link, query: z.string().max(8192) }),
};

/** Where the envelope of each form goes. */
const forms: Readonly<Record<string, FormStep>> = {
  '/secure/identity': 'identity',
  '/secure/credential': 'credential',
  '/secure/ownership': 'ownership',
  '/secure/renewal': 'renewal',
  '/secure/signature': 'signature',
  '/secure/new-credential': 'newCredential',
};

/** What the taps of the pages do. Each answers the page that is due, drawn; a refusal is 422 with the page to mend it on. */
export function stepRoutes(parts: SecureRouteParts): readonly Route[] {
  const { view } = parts;
  const post = <Body extends { readonly link: VisitLink }>(
    path: string,
    body: z.ZodType<Body>,
    act: (visitor: Visitor, fields: Body) => Promise<SecureAnswer>,
  ): Route => ({
    method: 'POST',
    path,
    body: 'json',
    handle: async (request) => {
      const fields = body.safeParse(request.body);
      if (!fields.success) return failure(400, 'request.malformed', request.id);
      const answer = await act(visitorOf(parts, request, fields.data.link), fields.data);
      return present(parts, answer, shownIn(request));
    },
  });
  return [
    post('/secure/view', bodies.view, async (visitor, { notice }) => withNotice(await view.show(visitor), notice)),
    post('/secure/begin', bodies.link, (visitor) => view.begin(visitor)),
    post('/secure/return', bodies.return, (visitor, { query }) =>
      view.bank.comeBack(visitor, new URL(`/secure/return${query}`, parts.publicUrl)),
    ),
    ...Object.entries(forms).map(([path, step]) =>
      post(path, bodies.form, (visitor, { envelope }) => view.forms.submit(visitor, step, envelope)),
    ),
    post('/secure/renew', bodies.link, (visitor) => view.renew(visitor)),
    post('/secure/rebind/number', bodies.link, (visitor) => view.rebinder.askNumber(visitor)),
    post('/secure/rebind', bodies.number, (visitor, { number }) => view.rebinder.enterNumber(visitor, number)),
    { method: 'POST', path: '/secure/bank', body: 'form', handle: (request) => leaveForBank(parts, request) },
  ];
}

/** A form of the page, sent by the browser itself: answers are addresses to go on to. */
async function leaveForBank(parts: SecureRouteParts, request: HttpRequest): Promise<HttpResponse> {
  const sent = request.body instanceof URLSearchParams ? request.body.get('token') : undefined;
  const visitor = visitorOf(parts, request, { token: (sent ?? '').slice(0, 128) });
  try {
    return seeOther((await parts.view.bank.leave(visitor)) ?? '/secure');
  } catch (error) {
    if (error instanceof Unavailable && error.system === 'bank') return seeOther('/secure?notice=bank');
    throw error;
  }
}

function seeOther(location: string): HttpResponse {
  return { status: 303, headers: { location } };
}

function visitorOf(parts: SecureRouteParts, request: HttpRequest, link: VisitLink): Visitor {
  return { link, cookieOf: visitCookies(request, parts.secureCookies) };
}

/** Why the page is drawn again: its last tap met an outage. A finished or lost visit has nothing to say of it. */
function withNotice(answer: SecureAnswer, notice: 'bank' | 'outage' | undefined): SecureAnswer {
  const { kind } = answer.page;
  if (notice === 'bank' && kind === 'bankLogin') return { ...answer, refusal: refuse('bankLogin.unavailable') };
  const isForm = kind === 'start' || kind === 'bankLogin' || 'envelope' in answer.page;
  return notice === 'outage' && isForm ? { ...answer, refusal: refuse('visit.unavailable') } : answer;
}

const shown = z.object({ language: z.enum(locales) });

/** The language that stands on the customer's page now: what they see next speaks it too when no case may be asked. */
function shownIn(request: HttpRequest): Locale {
  const told = shown.safeParse(request.body);
  return told.success ? told.data.language : languageOf(request);
}

function present(
  parts: SecureRouteParts,
  { page, refusal, token, cookie }: SecureAnswer,
  shownLanguage: Locale,
): HttpResponse {
  const language = ('outline' in page && page.outline?.locale) || shownLanguage;
  const t = parts.translators(language);
  const bankName = (code: string): string => parts.bankName(code, language);
  const drawn = renderPage(page, { t, bankName, ...(refusal && { refusal }) });
  return {
    status: statusOf(page.kind, refusal !== undefined),
    headers: cookie ? { 'set-cookie': setVisitCookie(cookie.visit, cookie.value, parts.secureCookies) } : {},
    body: {
      kind: page.kind,
      language,
      html: drawn.text,
      ...(token !== undefined && { token }),
      ...(refusal && { refusal: refusal.code }),
      ...('envelope' in page && { envelope: { kid: page.envelope.kid, publicKey: { ...page.envelope.publicKey } } }),
      ...('outline' in page && page.outline && { draftKey: page.outline.draftKey }),
    },
  };
}

function statusOf(kind: SecureAnswer['page']['kind'], isRefusal: boolean): number {
  if (kind === 'gone') return 410;
  if (isRefusal) return 422;
  return kind === 'rebind' ? 403 : 200;
}
