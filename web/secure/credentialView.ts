import type { SecurePage } from '../../services/visits/securePage.ts';
import { html } from '../html.ts';
import type { Markup } from '../html.ts';
import { renderFormError, renderSubmit } from '../forms/formParts.ts';
import { renderLiveHint, renderNewSecret } from './newSecretView.ts';
import { renderProgress } from './outlineView.ts';
import { placeError } from './placeError.ts';
import type { Drawing } from './stepViews.ts';

type CredentialPage = Extract<SecurePage, { kind: 'credential' }>;

/** Choosing the credential of a certificate that is made with it. */
export function renderCredential(page: CredentialPage, { t, refusal }: Drawing): Markup {
  const { outline, policies, keypads } = page;
  const errors = placeError(refusal, t);
  return html`<form class="stack" method="post" data-form="credential" novalidate>
    ${renderProgress(outline, t)}
    <h1 tabindex="-1">${t('secure.credential.title')}</h1>
    ${renderFormError(errors.form)}
    <p>${t('secure.credential.text')}</p>
    ${renderNewSecret({ policies, keypads, words: 'secure.credential', errors }, t)}
    <p class="muted">${t('secure.credential.next')}</p>
    ${renderLiveHint(t)} ${renderSubmit(t('secure.credential.button'), t('secure.credential.busy'))}
  </form>`;
}
