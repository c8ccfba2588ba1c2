import { identityPage, type IdentityShown } from '../../../../services/steps/identity.ts';
import type { DrawnStep } from '../../../../services/visits/stepPage.ts';
import { renderFormError, renderKeypadField, renderSubmit, renderTextField } from '../../../forms/formParts.ts';
import { html, type Markup } from '../../../html.ts';
import { renderProgress } from '../../outlineView.ts';
import { formView, type StepDrawing } from '../stepView.ts';

/** Who the customer is; what the bank told stands in the boxes already. */
export const identityView = formView(identityPage, {
  document: 'visit',
  errorPlaces: {
    'identity.nameForm': 'name',
    'identity.residentNumberForm': 'residentNumberFront',
    'identity.under14': 'residentNumberFront',
    'identity.checkDigit': 'residentNumberFront',
    'identity.phoneForm': 'phone',
    'identity.phoneLegacy': 'phone',
    'identity.emailForm': 'email',
  },
  render: renderIdentity,
});

type IdentityPage = DrawnStep<IdentityShown, 'residentNumberBack'>;

function renderIdentity({ outline, shown, keypads }: IdentityPage, { t, refusal, errors }: StepDrawing): Markup {
  const { prefill, leadsTo } = shown;
  const looked = refusal?.details?.['looked'];
  const isPrefilled = Object.keys(prefill).length > 0;
  return html`<form class="stack" method="post" data-form="identity" novalidate>
    ${renderProgress(outline, t)}
    <h1 tabindex="-1">${t('secure.identity.title')}</h1>
    ${renderFormError(errors.form)}
    <p>${t('secure.identity.text')}</p>
    ${isPrefilled && html`<p class="notice notice--info">${t('secure.identity.prefilled')}</p>`}
    ${renderTextField({
      id: 'name',
      label: t('secure.identity.name.label'),
      missing: t('secure.identity.name.missing'),
      error: errors.fields['name'],
      value: prefill.name,
      autocomplete: 'name',
      maxLength: 100,
      isDraft: true,
    })}
    ${renderTextField({
      id: 'residentNumberFront',
      label: t('secure.identity.front.label'),
      hint: t('secure.identity.front.hint'),
      missing: t('secure.identity.front.missing'),
      error: errors.fields['residentNumberFront'],
      inputMode: 'numeric',
      autocomplete: 'off',
      pattern: '[0-9０-９]{6}',
      maxLength: 6,
    })}
    ${renderKeypadField(
      {
        id: 'residentNumberBack',
        label: t('secure.identity.back.label'),
        hint: t('secure.identity.back.hint'),
        missing: t('secure.identity.back.missing'),
        error: errors.fields['residentNumberBack'],
        digits: 7,
        keypad: keypads.residentNumberBack,
      },
      t,
    )}
    ${renderTextField({
      id: 'phone',
      label: t('secure.identity.phone.label'),
      hint: t(`secure.identity.phone.${leadsTo}Hint`),
      missing: t('secure.identity.phone.missing'),
      error: errors.fields['phone'],
      value: prefill.phone,
      type: 'tel',
      inputMode: 'tel',
      autocomplete: 'tel-national',
      pattern: '.*([0-9０-９].*){10}',
      maxLength: 30,
      isDraft: true,
    })}
    ${renderTextField({
      id: 'email',
      label: t('secure.identity.email.label'),
      missing: t('secure.identity.email.missing'),
      error: errors.fields['email'],
      value: prefill.email,
      type: 'text',
      inputMode: 'email',
      autocomplete: 'email',
      pattern: '.+[@＠].+',
      maxLength: 254,
      isDraft: true,
    })}
    ${looked !== undefined && html`<input type="hidden" name="looked" value="${looked}" />`}
    <p class="muted">${t(`secure.identity.${leadsTo}Next`)}</p>
    ${renderSubmit(t('secure.identity.button'), t('secure.identity.busy'))}
  </form>`;
}
