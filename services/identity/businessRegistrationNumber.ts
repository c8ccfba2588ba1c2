import { ok, refuse, type Result } from '../shared/result.ts';
import { typedDigits } from './typedText.ts';

const weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];

/** The lowest number of a tax office; nothing below it was ever given. */
const firstTaxOffice = 101;

/**
 * Reads a 사업자등록번호: ten digits with a check digit, hyphens and spaces allowed. A number that passes may still belong
 * to a closed business; only the tax office's status check knows.
 *
 * @returns the ten digits; refusals `business.numberForm` (not ten digits, no such tax office), `business.checkDigit`
 * Source: DOMAIN §3
 */
export function parseBusinessRegistrationNumber(
  typed: string,
): Result<string, 'business.numberForm' | 'business.checkDigit'> {
  const number = typedDigits(typed);
  if (number?.length !== 10 || Number(number.slice(0, 3)) < firstTaxOffice) return refuse('business.numberForm');
  return checkDigitOf(number) === Number(number[9]) ? ok(number) : refuse('business.checkDigit');
}

function checkDigitOf(number: string): number {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  const carry = Math.floor((Number(number[8]) * 5) / 10);
  return (10 - ((sum + carry) % 10)) % 10;
}
