import { newCredentialPage, type NewCredentialShown } from '../../../../services/steps/newCredential.ts';
import type { DrawnStep } from '../../../../services/visits/stepPage.ts';
import { renderFormError, renderSubmit } from '../../../forms/formParts.ts';
import { html, type Markup } from '../../../html.ts';
import { chosenPlaces, renderChosenCredential, renderLiveHint } from '../../chosenCredentialView.ts';
import { enteredPlaces, renderEnteredCredential } from '../../enteredCredentialView.ts';
import { renderProgress } from '../../outlineView.ts';
import { formView, type StepDrawing } from '../stepView.ts';

/** Changing the credential: the one there is, then the next one twice. */
export const newCredentialView = formView(newCredentialPage, {
  document: 'credential',
  errorPlaces: { ...enteredPlaces, ...chosenPlaces },
  render: renderChange,
});

type ChangePage = DrawnStep<NewCredentialShown, 'current' | 'secret' | 'confirmation'>;

function renderChange({ outline, shown, keypads }: ChangePage, { t, errors }: StepDrawing): Markup {
  const { policy, policies } = shown;
  return html`<form class="stack" method="post" data-form="newCredential" novalidate>
    ${renderProgress(outline, t)}
    <h1 tabindex="-1">${t('secure.newCredential.title')}</h1>
    ${renderFormError(errors.form)}
    <p>${t('secure.newCredential.text')}</p>
    ${renderEnteredCredential({ policy, keypad: keypads.current, errors }, t)}
    ${renderChosenCredential({ policies, keypads, words: 'secure.newCredential', errors }, t)}
    <p class="muted">${t('secure.newCredential.next')}</p>
    ${renderLiveHint(t)} ${renderSubmit(t('secure.newCredential.button'), t('secure.newCredential.busy'))}
  </form>`;
}
