import { ok, refuse, type Result } from '../shared/result.ts';
import { plainText } from './typedText.ts';

/** Why a number that is no 010 number was refused; `details.reason` of `identity.phoneForm`. */
export type PhoneFault = 'form' | 'landline' | 'foreign';

/**
 * Reads a Korean mobile number: `010` and eight digits, however it is separated, with `+82`, `0082` or in full-width.
 * Only such a number ever gets an SMS.
 *
 * @returns national digits, `01012345678`; refusals `identity.phoneLegacy` (011, 016, 017, 018, 019: out of use),
 *   `identity.phoneForm` with `details.reason` (PhoneFault)
 * Source: DOMAIN §3
 */
export function parsePhoneNumber(typed: string): Result<string, 'identity.phoneForm' | 'identity.phoneLegacy'> {
  const number = nationalForm(plainText(typed).replace(/[\s().·/\u2010-\u2015\u2212-]/g, ''));
  if (/^010[0-9]{8}$/.test(number)) return ok(number);
  if (/^01[16789][0-9]{7,8}$/.test(number)) return refuse('identity.phoneLegacy');
  return refuse('identity.phoneForm', { reason: faultOf(number) });
}

/** `+82 10…`, `+82 (0)10…` and `0082 10…` are the same number as `010…`. */
function nationalForm(number: string): string {
  return number.replace(/^(?:\+|00)820?(?=[1-9])/, '0');
}

function faultOf(number: string): PhoneFault {
  if (/^(?:\+|00)[1-9][0-9]{6,}$/.test(number)) return 'foreign';
  if (/^0(?:2|[3-6][1-5]|50|60|70|80)[0-9]{6,9}$/.test(number) || /^1[5-8][0-9]{6}$/.test(number)) return 'landline';
  return 'form';
}
