import type { Translate } from '../../locales/index.ts';
import type { CredentialPolicy } from '../../services/certificates/credential.ts';
import type { Keypad } from '../../services/secureEntry/keypad.ts';
import type { CertificateShown } from '../../services/steps/usedCertificate.ts';
import type { DrawnStep } from '../../services/visits/stepPage.ts';
import { renderFormError, renderKeypadField, renderSubmit, renderTextField } from '../forms/formParts.ts';
import type { ErrorPlaces, PlacedError } from '../forms/placedError.ts';
import { html } from '../html.ts';
import type { Markup } from '../html.ts';
import { renderProgress } from './outlineView.ts';
import type { StepDrawing } from './steps/stepView.ts';

/** The credential of a certificate there is: on a keypad or in a box, as it was chosen then. */
export interface EnteredCredential {
  readonly policy: CredentialPolicy;
  readonly keypad: Keypad;
  readonly errors: PlacedError;
}

/** The field, and what there is to do for who does not know it: nobody can find it (DOMAIN §2). */
export function renderEnteredCredential({ policy, keypad, errors }: EnteredCredential, t: Translate): Markup {
  const field = { id: 'current', label: t('secure.current.label'), error: errors.fields['current'] };
  return html`<div class="stack stack--tight" data-current="${policy}">
    ${
      policy === 'pin6'
        ? renderKeypadField(
            { ...field, hint: t('secure.current.hint'), missing: t('secure.current.pinMissing'), digits: 6, keypad },
            t,
          )
        : renderTextField({
            ...field,
            missing: t('secure.current.passwordMissing'),
            type: 'password',
            autocomplete: 'current-password',
            maxLength: 128,
          })
    }
    <p class="small muted">${t('secure.current.forgotten')}</p>
  </div>`;
}

/** Where a refusal of a credential there is stands. */
export const enteredPlaces: ErrorPlaces = { 'credential.wrong': 'current' };

/** What a page says that asks for the credential once. */
export interface UseWords {
  /** Attributes that the form's script reads. */
  readonly form: Markup;
  readonly title: string;
  readonly text: string;
  /** What the credential is entered for, where that is to be seen. */
  readonly what?: Markup;
  readonly next: string;
  readonly button: string;
  readonly busy: string;
}

/** Using a certificate: what its credential is entered for, then the credential, once. */
export function renderUse(
  { outline, shown, keypads }: DrawnStep<CertificateShown, 'current'>,
  { t, errors }: StepDrawing,
  words: UseWords,
): Markup {
  return html`<form class="stack" method="post" ${words.form} novalidate>
    ${renderProgress(outline, t)}
    <h1 tabindex="-1">${words.title}</h1>
    ${renderFormError(errors.form)}
    <p>${words.text}</p>
    ${words.what} ${renderEnteredCredential({ policy: shown.policy, keypad: keypads.current, errors }, t)}
    <p class="muted">${words.next}</p>
    ${renderSubmit(words.button, words.busy)}
  </form>`;
}
