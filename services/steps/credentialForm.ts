import { z } from 'zod';
import type { Credential, CredentialFields, CredentialPolicy } from '../certificates/credential.ts';
import { keypadEntry } from '../secureEntry/keypad.ts';
import { refuse, type Refusal } from '../shared/result.ts';
import type { ReadKeypad } from '../visits/stepPage.ts';

const secret = z.string().max(512);

/** The shape of a credential there is, entered once. */
export const enteredCredential = z.discriminatedUnion('policy', [
  z.strictObject({ policy: z.literal('pin6'), secret: keypadEntry }),
  z.strictObject({ policy: z.literal('password'), secret }),
]);

/** The shape of a credential that is being chosen, entered twice. */
export const chosenCredential = z.discriminatedUnion('policy', [
  z.strictObject({ policy: z.literal('pin6'), secret: keypadEntry, confirmation: keypadEntry }),
  z.strictObject({ policy: z.literal('password'), secret, confirmation: secret }),
]);

/** The credential there is, out of its keypad or its box; undefined when the keypad was not the page's. */
export function readEntered(
  entered: z.infer<typeof enteredCredential>,
  readKeypad: ReadKeypad<'current'>,
): Credential | undefined {
  if (entered.policy === 'password') return entered;
  const digits = readKeypad('current', entered.secret);
  return digits === undefined ? undefined : { policy: 'pin6', secret: digits };
}

/** The credential that was chosen, out of its two keypads or boxes; undefined when a keypad was not the page's. */
export function readChosen(
  chosen: z.infer<typeof chosenCredential>,
  readKeypad: ReadKeypad<'secret' | 'confirmation'>,
): CredentialFields | undefined {
  if (chosen.policy === 'password') return chosen;
  const digits = readKeypad('secret', chosen.secret);
  const confirmation = readKeypad('confirmation', chosen.confirmation);
  if (digits === undefined || confirmation === undefined) return undefined;
  return { policy: 'pin6', secret: digits, confirmation };
}

/** Refuses a kind of credential that the page did not offer. */
export function judgePolicy(
  { policy }: CredentialFields,
  policies: readonly CredentialPolicy[],
): Refusal<'credential.form'> | undefined {
  return policies.includes(policy) ? undefined : refuse('credential.form');
}
