import type { Translate } from '../../locales/index.ts';
import type { SecurePage } from '../../services/visits/securePage.ts';
import type { CredentialPolicy } from '../../services/visits/secureStep.ts';
import { html } from '../html.ts';
import type { Markup } from '../html.ts';
import { renderFormError, renderKeypadField, renderSubmit, renderTextField } from './formParts.ts';
import { renderProgress } from './outlineView.ts';
import { placeError } from './placeError.ts';
import type { PlacedError } from './placeError.ts';
import type { Drawing } from './stepViews.ts';

type CredentialPage = Extract<SecurePage, { kind: 'credential' }>;

/** Codes of `error.credential` that the page says by itself while the customer types. */
const hintCodes = ['sameDigits', 'run', 'repeats', 'keypadLine', 'common', 'mismatch', 'form'] as const;

/** What a password needs, in the order it is shown; the page ticks them off. */
const checks = ['length', 'upper', 'lower', 'digit', 'special', 'same'] as const;

/** Choosing the credential: the kind, then twice the same; digits on keypads, words in boxes with a live hint. */
export function renderCredential(page: CredentialPage, { t, refusal }: Drawing): Markup {
  const errors = placeError(refusal, t);
  return html`<form class="stack" method="post" data-form="credential" novalidate>
    ${renderProgress(page.outline, t)}
    <h1 tabindex="-1">${t('secure.credential.title')}</h1>
    ${renderFormError(errors.form)}
    <p>${t('secure.credential.text')}</p>
    <fieldset class="stack stack--tight">
      <legend>${t('secure.credential.kind.label')}</legend>
      <div class="choices">${page.policies.map((policy, i) => renderChoice(policy, i === 0, t))}</div>
    </fieldset>
    ${page.policies.includes('pin6') && renderPin(page, errors, t)}
    ${page.policies.includes('password') && renderPassword(errors, t)}
    <p class="muted">${t('secure.credential.next')}</p>
    <p class="field__hint" id="hint" role="status"></p>
    ${renderSubmit(t('secure.credential.button'), t('secure.credential.busy'))}
    <template id="hints"
      >${hintCodes.map((code) => html`<p data-code="credential.${code}">${t(`error.credential.${code}`)}</p>`)}
      <p data-code="fine">${t('secure.credential.fine')}</p></template
    >
  </form>`;
}

function renderChoice(policy: CredentialPolicy, isFirst: boolean, t: Translate): Markup {
  return html`<label class="choice">
    <input
      type="radio"
      name="policy"
      value="${policy}"
      aria-labelledby="${policy}-label"
      aria-describedby="${policy}-hint"
      ${isFirst && html`checked`}
    />
    <span class="choice__text">
      <strong id="${policy}-label">${t(`secure.credential.${policy}.label`)}</strong>
      <small id="${policy}-hint">${t(`secure.credential.${policy}.hint`)}</small>
    </span>
  </label>`;
}

function renderPin({ keypads }: CredentialPage, errors: PlacedError, t: Translate): Markup {
  const field = { missing: t('secure.credential.secret.missing'), digits: 6 };
  return html`<div class="stack" data-policy="pin6">
    ${renderKeypadField(
      {
        ...field,
        id: 'pin',
        label: t('secure.credential.secret.label'),
        error: errors.fields['secret'],
        keypad: keypads.secret,
        next: 'pinConfirmation',
      },
      t,
    )}
    ${renderKeypadField(
      {
        ...field,
        id: 'pinConfirmation',
        label: t('secure.credential.confirmation.label'),
        missing: t('secure.credential.confirmation.missing'),
        error: errors.fields['confirmation'],
        keypad: keypads.confirmation,
      },
      t,
    )}
  </div>`;
}

function renderPassword(errors: PlacedError, t: Translate): Markup {
  const box = { type: 'password', autocomplete: 'new-password', maxLength: 128 } as const;
  return html`<div class="stack" data-policy="password" hidden>
    ${renderTextField({
      ...box,
      id: 'password',
      label: t('secure.credential.secret.label'),
      missing: t('secure.credential.secret.missing'),
      error: errors.fields['secret'],
    })}
    ${renderTextField({
      ...box,
      id: 'passwordConfirmation',
      label: t('secure.credential.confirmation.label'),
      missing: t('secure.credential.confirmation.missing'),
      error: errors.fields['confirmation'],
    })}
    <ul class="checks" aria-label="${t('secure.credential.check.title')}">
      ${checks.map(
        (check) =>
          html`<li data-check="${check}">
            <span>${t(`secure.credential.check.${check}`)}</span>
            <span
              class="visually-hidden"
              data-met="${t('secure.credential.check.met')}"
              data-open="${t('secure.credential.check.open')}"
              >${t('secure.credential.check.open')}</span
            >
          </li>`,
      )}
    </ul>
  </div>`;
}
