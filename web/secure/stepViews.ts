import type { Translate } from '../../locales/index.ts';
import type { PageRefusal, SecurePage } from '../../services/visits/securePage.ts';
import { html } from '../html.ts';
import type { Markup } from '../html.ts';
import { renderFacts } from '../forms/factRows.ts';
import { renderFormError, renderKeypadField, renderSubmit, renderTextField } from '../forms/formParts.ts';
import { renderProgress } from './outlineView.ts';
import { placeError } from './placeError.ts';

/** What a page is drawn with besides itself. */
export interface Drawing {
  readonly t: Translate;
  readonly bankName: (code: string) => string;
  readonly refusal?: PageRefusal;
}

type PageOf<Kind extends SecurePage['kind']> = Extract<SecurePage, { kind: Kind }>;

/** The bank log-in: why, at which bank, and the one button that leads there. A form of its own, sent without a script's help. */
export function renderBankLogin({ outline }: PageOf<'bankLogin'>, { t, bankName, refusal }: Drawing): Markup {
  return html`<form class="stack" method="post" action="/secure/bank" data-form="bank">
    ${renderProgress(outline, t)}
    <h1 tabindex="-1">${t('secure.bankLogin.title')}</h1>
    ${renderFormError(placeError(refusal, t).form)}
    <p>${t('secure.bankLogin.text')}</p>
    ${renderFacts([[t('secure.bankLogin.to'), bankName(outline.bankCode)]])}
    <p class="muted">${t('secure.bankLogin.next')}</p>
    <input type="hidden" name="token" value="" />
    ${renderSubmit(t('secure.bankLogin.button'), t('secure.bankLogin.busy'))}
  </form>`;
}

/** Who the customer is; what the bank told stands in the boxes already. */
export function renderIdentity({ outline, prefill, keypads }: PageOf<'identity'>, { t, refusal }: Drawing): Markup {
  const errors = placeError(refusal, t);
  // An issue goes on with a code to the phone; a mere proof of identity does not.
  const then = outline.purpose === 'issue' || outline.purpose === 'reissue' ? 'code' : 'proof';
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
      hint: t(`secure.identity.phone.${then}Hint`),
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
    <p class="muted">${t(`secure.identity.${then}Next`)}</p>
    ${renderSubmit(t('secure.identity.button'), t('secure.identity.busy'))}
  </form>`;
}
