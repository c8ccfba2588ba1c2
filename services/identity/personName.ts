import { ok, refuse, type Result } from '../shared/result.ts';
import { plainText } from './typedText.ts';

/** Hangul syllables of a name. */
export const nameLength = { min: 2, max: 17 } as const;

const hangulName = new RegExp(`^[\\uAC00-\\uD7A3]{${nameLength.min},${nameLength.max}}$`);
const latinName = /^\p{Script=Latin}(?:[ .'-]{0,2}\p{Script=Latin})*\.?$/u;
const latinLongest = 50;

/**
 * Reads a person's name: 2–17 Hangul syllables (spaces between them go) or, for foreigners, 2–50 Latin letters, which
 * become upper case as in the registration. NFC, so that the certificate's CN and the VID are the same from every
 * keyboard (macOS sends NFD). Digits, separators of a distinguished name, control and filler characters are refused.
 *
 * @returns the name as it is compared and printed: `홍길동`, `TANAKA YUKI`
 * Source: DOMAIN §3
 */
export function parsePersonName(typed: string): Result<string, 'identity.nameForm'> {
  const name = plainText(typed).normalize('NFC').replaceAll('\u2019', "'").replace(/ +/g, ' ');
  const hangul = name.replaceAll(' ', '');
  if (hangulName.test(hangul)) return ok(hangul);
  if (name.length < 2 || name.length > latinLongest || !latinName.test(name)) return refuse('identity.nameForm');
  return ok(name.toUpperCase().normalize('NFC'));
}
