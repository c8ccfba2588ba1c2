import type { Translate } from '../../locales/index.ts';
import type { Keypad } from '../../services/secureEntry/keypad.ts';
import type { CredentialPolicy } from '../../services/certificates/credential.ts';
import { html } from '../html.ts';
import type { Markup } from '../html.ts';
import { renderKeypadField, renderTextField } from '../forms/formParts.ts';
import type { ErrorPlaces, PlacedError } from '../forms/placedError.ts';

/** A credential to be chosen: the kinds there are, and the keypads of its two entries. */
export interface ChosenCredential {
  readonly policies: readonly CredentialPolicy[];
  readonly keypads: { readonly secret: Keypad; readonly confirmation: Keypad };
  /** Where the names of its two entries stand in the language files. */
  readonly words: 'secure.credential' | 'secure.newCredential';
  readonly errors: PlacedError;
}

/** Where a refusal of a credential that is being chosen stands. */
export const chosenPlaces: ErrorPlaces = {
  'credential.mismatch': 'confirmation',
  'credential.form': 'secret',
  'credential.sameDigits': 'secret',
  'credential.run': 'secret',
  'credential.repeats': 'secret',
  'credential.keypadLine': 'secret',
  'credential.personal': 'secret',
  'credential.common': 'secret',
  'credential.previous': 'secret',
};

/** Codes of `error.credential` that the page says by itself while the customer types. */
const hintCodes = ['sameDigits', 'run', 'repeats', 'keypadLine', 'common', 'previous', 'mismatch', 'form'] as const;

/** What a password needs, in the order it is shown; the page ticks them off. */
const checks = ['length', 'upper', 'lower', 'digit', 'special', 'same'] as const;

/** The kind, then twice the same: digits on keypads, words in boxes with a live hint. */
export function renderChosenCredential(chosen: ChosenCredential, t: Translate): Markup {
  return html`<fieldset class="stack stack--tight">
      <legend>${t('secure.credential.kind.label')}</legend>
      <div class="choices">${chosen.policies.map((policy, i) => renderChoice(policy, i === 0, t))}</div>
    </fieldset>
    ${chosen.policies.includes('pin6') && renderPin(chosen, t)}
    ${chosen.policies.includes('password') && renderPassword(chosen, t)}`;
}

/** Where the page says what it sees by itself, and the sentences for it. */
export function renderLiveHint(t: Translate): Markup {
  return html`<p class="field__hint" id="hint" role="status"></p>
    <template id="hints"
      >${hintCodes.map((code) => html`<p data-code="credential.${code}">${t(`error.credential.${code}`)}</p>`)}
      <p data-code="fine">${t('secure.credential.fine')}</p></template
    >`;
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

function renderPin({ keypads, words, errors }: ChosenCredential, t: Translate): Markup {
  return html`<div class="stack" data-policy="pin6">
    ${renderKeypadField(
      {
        id: 'pin',
        label: t(`${words}.secret.label`),
        missing: t(`${words}.secret.missing`),
        error: errors.fields['secret'],
        digits: 6,
        keypad: keypads.secret,
        next: 'pinConfirmation',
      },
      t,
    )}
    ${renderKeypadField(
      {
        id: 'pinConfirmation',
        label: t(`${words}.confirmation.label`),
        missing: t(`${words}.confirmation.missing`),
        error: errors.fields['confirmation'],
        digits: 6,
        keypad: keypads.confirmation,
      },
      t,
    )}
  </div>`;
}

function renderPassword({ words, errors }: ChosenCredential, t: Translate): Markup {
  const box = { type: 'password', autocomplete: 'new-password', maxLength: 128 } as const;
  return html`<div class="stack" data-policy="password" hidden>
    ${renderTextField({
      ...box,
      id: 'password',
      label: t(`${words}.secret.label`),
      missing: t(`${words}.secret.missing`),
      error: errors.fields['secret'],
    })}
    ${renderTextField({
      ...box,
      id: 'passwordConfirmation',
      label: t(`${words}.confirmation.label`),
      missing: t(`${words}.confirmation.missing`),
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
