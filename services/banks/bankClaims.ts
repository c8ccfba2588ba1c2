import { parseEmailAddress } from '../identity/emailAddress.ts';
import { parsePersonName } from '../identity/personName.ts';
import { parsePhoneNumber } from '../identity/phoneNumber.ts';
import type { Result } from '../shared/result.ts';
import type { BankIdentity } from './bankLogin.ts';

/** What a bank's ID token and userinfo say, unchecked. */
export type BankClaims = Readonly<Record<string, unknown>>;

/**
 * Reads a bank's claims. Those that don't keep their own form are left out; without subject and CI there is no log-in.
 * @throws Error when one of these two is missing
 */
export function identityFrom(bankCode: string, claims: BankClaims): BankIdentity {
  const { sub, ci, name, birthdate, phone_number: phone, email } = claims;
  if (!isText(sub) || !isText(ci)) throw new Error('expected the claims sub and ci, found one missing');
  return {
    bankCode,
    subject: sub,
    ci,
    name: accepted(parsePersonName, name),
    birthDate: isText(birthdate) && /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(birthdate) ? birthdate : undefined,
    phone: accepted(parsePhoneNumber, phone),
    email: accepted(parseEmailAddress, email),
  };
}

function accepted(parse: (text: string) => Result<string>, claim: unknown): string | undefined {
  const result = isText(claim) ? parse(claim) : undefined;
  return result?.ok ? result.value : undefined;
}

function isText(claim: unknown): claim is string {
  return typeof claim === 'string' && claim.length > 0 && claim.length <= 512;
}
