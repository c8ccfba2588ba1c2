import { bankLoginPage, type BankLoginShown } from '../../../../services/steps/bankLogin.ts';
import type { DrawnStep } from '../../../../services/visits/stepPage.ts';
import { renderFacts } from '../../../forms/factRows.ts';
import { renderFormError, renderSubmit } from '../../../forms/formParts.ts';
import { html, type Markup } from '../../../html.ts';
import { renderProgress } from '../../outlineView.ts';
import { awayView, type StepDrawing } from '../stepView.ts';

/** The bank log-in: why, at which bank, and the one button that leads there. */
export const bankLoginView = awayView(bankLoginPage, {
  document: 'visit',
  outage: { system: 'bank', code: 'bankLogin.unavailable' },
  render: renderBankLogin,
});

/** A form of its own, sent without a script's help, so that it may lead to another site. */
function renderBankLogin({ outline, shown }: DrawnStep<BankLoginShown>, drawing: StepDrawing): Markup {
  const { t, bankName, errors } = drawing;
  return html`<form class="stack" method="post" action="/secure/steps/bankLogin" data-form="bankLogin">
    ${renderProgress(outline, t)}
    <h1 tabindex="-1">${t('secure.bankLogin.title')}</h1>
    ${renderFormError(errors.form)}
    <p>${t('secure.bankLogin.text')}</p>
    ${renderFacts([[t('secure.bankLogin.to'), bankName(shown.bankCode)]])}
    <p class="muted">${t('secure.bankLogin.next')}</p>
    <input type="hidden" name="token" value="" />
    ${renderSubmit(t('secure.bankLogin.button'), t('secure.bankLogin.busy'))}
  </form>`;
}
