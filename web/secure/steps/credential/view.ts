import { credentialPage, type CredentialShown } from '../../../../services/steps/credential.ts';
import type { DrawnStep } from '../../../../services/visits/stepPage.ts';
import { renderFormError, renderSubmit } from '../../../forms/formParts.ts';
import { html, type Markup } from '../../../html.ts';
import { chosenPlaces, renderChosenCredential, renderLiveHint } from '../../chosenCredentialView.ts';
import { renderProgress } from '../../outlineView.ts';
import { formView, type StepDrawing } from '../stepView.ts';

/** Choosing the credential of a certificate that is made with it. */
export const credentialView = formView(credentialPage, {
  document: 'credential',
  errorPlaces: chosenPlaces,
  render: renderCredential,
});

type CredentialPage = DrawnStep<CredentialShown, 'secret' | 'confirmation'>;

function renderCredential({ outline, shown, keypads }: CredentialPage, { t, errors }: StepDrawing): Markup {
  return html`<form class="stack" method="post" data-form="credential" novalidate>
    ${renderProgress(outline, t)}
    <h1 tabindex="-1">${t('secure.credential.title')}</h1>
    ${renderFormError(errors.form)}
    <p>${t('secure.credential.text')}</p>
    ${renderChosenCredential({ policies: shown.policies, keypads, words: 'secure.credential', errors }, t)}
    <p class="muted">${t('secure.credential.next')}</p>
    ${renderLiveHint(t)} ${renderSubmit(t('secure.credential.button'), t('secure.credential.busy'))}
  </form>`;
}
