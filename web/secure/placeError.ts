import type { Translate } from '../../locales/index.ts';
import type { PageRefusal } from '../../services/visits/securePage.ts';

/** Where a refusal is shown: beside fields, or above the form when it concerns none, or none that may be named. */
export interface PlacedError {
  readonly form?: string;
  readonly fields: Readonly<Record<string, string>>;
}

const fieldOf: Readonly<Partial<Record<PageRefusal['code'], string>>> = {
  'identity.nameForm': 'name',
  'identity.residentNumberForm': 'residentNumberFront',
  'identity.under14': 'residentNumberFront',
  'identity.checkDigit': 'residentNumberFront',
  'identity.phoneForm': 'phone',
  'identity.phoneLegacy': 'phone',
  'identity.emailForm': 'email',
  'credential.wrong': 'current',
  'credential.mismatch': 'confirmation',
  'credential.form': 'secret',
  'credential.sameDigits': 'secret',
  'credential.run': 'secret',
  'credential.repeats': 'secret',
  'credential.keypadLine': 'secret',
  'credential.personal': 'secret',
  'credential.common': 'secret',
  'credential.previous': 'secret',
  'visit.numberWrong': 'number',
};

/** The sentence of a refusal, `error.{code}`, at its place. */
export function placeError(refusal: PageRefusal | undefined, t: Translate): PlacedError {
  if (!refusal) return { fields: {} };
  const sentence = t(`error.${refusal.code}`, refusal.details);
  const field = fieldOf[refusal.code];
  return field === undefined ? { form: sentence, fields: {} } : { fields: { [field]: sentence } };
}
