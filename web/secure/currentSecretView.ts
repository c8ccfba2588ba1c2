import type { Translate } from '../../locales/index.ts';
import type { Keypad } from '../../services/secureEntry/keypad.ts';
import type { CredentialPolicy } from '../../services/certificates/credential.ts';
import { html } from '../html.ts';
import type { Markup } from '../html.ts';
import { renderKeypadField, renderTextField } from '../forms/formParts.ts';
import type { PlacedError } from './placeError.ts';

/** The credential of a certificate there is: on a keypad or in a box, as it was chosen then. */
export interface CurrentSecret {
  readonly policy: CredentialPolicy;
  readonly keypad: Keypad;
  readonly errors: PlacedError;
}

/** The field, and what there is to do for who does not know it: nobody can find it (DOMAIN §2). */
export function renderCurrentSecret({ policy, keypad, errors }: CurrentSecret, t: Translate): Markup {
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
