import type { Locale } from '../../locales/index.ts';
import type { HttpResponse } from '../../services/shared/route.ts';
import type { Json } from '../../services/shared/json.ts';
import type { SecureAnswer, SecurePage } from '../../services/visits/securePage.ts';
import { documents } from './documents.ts';
import { renderPage } from './pageView.ts';
import type { SecureRouteParts } from './secureRouteParts.ts';
import { setVisitCookie } from './visitCookie.ts';

/** The answer to every tap: the page that is due, drawn, with what its script needs. */
export function present(parts: SecureRouteParts, answer: SecureAnswer, shownLanguage: Locale): HttpResponse {
  const { page, refusal, token, cookie } = answer;
  const language = ('outline' in page && page.outline?.locale) || shownLanguage;
  const t = parts.translators(language);
  const bankName = (code: string): string => parts.bankName(code, language);
  const drawn = renderPage(page, parts.steps, { t, bankName, ...(refusal && { refusal }) });
  return {
    status: statusOf(page.kind, refusal !== undefined),
    headers: cookie ? { 'set-cookie': setVisitCookie(cookie.visit, cookie.value, parts.secureCookies) } : {},
    body: {
      kind: page.kind === 'step' ? page.step.name : page.kind,
      language,
      html: drawn.text,
      ...(token !== undefined && { token }),
      ...(refusal && { refusal: refusal.code }),
      ...('outline' in page && page.outline && { draftKey: page.outline.draftKey }),
      ...stepFields(parts, page),
    },
  };
}

/** Of a step's page: where its script is, and what a form closes its envelope with. */
function stepFields({ steps }: SecureRouteParts, page: SecurePage): Readonly<Record<string, Json>> {
  if (page.kind !== 'step') return {};
  const view = steps.byName(page.step.name);
  const { kid, publicKey } = page.envelope;
  return {
    at: documents[view.document].path,
    ...(view.kind === 'form' && { envelope: { kid, publicKey: { ...publicKey } } }),
  };
}

function statusOf(kind: SecurePage['kind'], isRefusal: boolean): number {
  if (kind === 'gone') return 410;
  if (isRefusal) return 422;
  return kind === 'rebind' ? 403 : 200;
}
