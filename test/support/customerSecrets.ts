import { secret, type Secret } from './canary.ts';
import type { Customer } from './issuanceWalk.ts';

/**
 * What nobody may find of a customer after an issue. The number and the credential are nowhere at all; the code is in its
 * SMS alone; phone and e-mail are sealed at rest, and shown to nobody but the customer's own browser.
 */
export function customerSecrets(
  { id, number, phone, email }: Pick<Customer, 'id' | 'number' | 'phone' | 'email'>,
  { credential, code }: { readonly credential: string; readonly code: string },
): Secret[] {
  const [front, back] = number;
  return [
    secret(`number of ${id}`, `${front}${back}`),
    secret(`back of the number of ${id}`, back),
    // The form's example is somebody's birth date.
    secret(`front of the number of ${id}`, front, { except: ['wire'] }),
    secret(`credential of ${id}`, credential),
    secret(`code of ${id}`, code, { except: ['file'] }),
    secret(`phone of ${id}`, phone, { except: ['file', 'wire'] }),
    secret(`e-mail of ${id}`, email, { except: ['file', 'wire'] }),
  ];
}
