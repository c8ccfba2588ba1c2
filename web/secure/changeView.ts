import type { SecurePage } from '../../services/visits/securePage.ts';
import { html } from '../html.ts';
import type { Markup } from '../html.ts';
import { renderCurrentSecret } from './currentSecretView.ts';
import { renderFormError, renderSubmit } from '../forms/formParts.ts';
import { renderLiveHint, renderNewSecret } from './newSecretView.ts';
import { renderProgress } from './outlineView.ts';
import { placeError } from './placeError.ts';
import type { Drawing } from './stepViews.ts';

type ChangePage = Extract<SecurePage, { kind: 'newCredential' }>;

/** Changing the credential: the one there is, then the next one twice. */
export function renderChange(page: ChangePage, { t, refusal }: Drawing): Markup {
  const { outline, policy, policies, keypads } = page;
  const errors = placeError(refusal, t);
  return html`<form class="stack" method="post" data-form="newCredential" novalidate>
    ${renderProgress(outline, t)}
    <h1 tabindex="-1">${t('secure.newCredential.title')}</h1>
    ${renderFormError(errors.form)}
    <p>${t('secure.newCredential.text')}</p>
    ${renderCurrentSecret({ policy, keypad: keypads.current, errors }, t)}
    ${renderNewSecret({ policies, keypads, words: 'secure.newCredential', errors }, t)}
    <p class="muted">${t('secure.newCredential.next')}</p>
    ${renderLiveHint(t)} ${renderSubmit(t('secure.newCredential.button'), t('secure.newCredential.busy'))}
  </form>`;
}
