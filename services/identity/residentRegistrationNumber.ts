import { seoulDay } from '../shared/clock.ts';
import { ok, refuse, type Result } from '../shared/result.ts';
import { typedDigits } from './typedText.ts';

/** A well-formed 주민등록번호 or 외국인등록번호. `number` is a secret: it lives for one call and is never stored. */
export interface ResidentRegistrationNumber {
  /** 13 digits. */
  readonly number: string;
  readonly birthDate: Temporal.PlainDate;
  /** 외국인등록번호. */
  readonly foreigner: boolean;
  /**
   * A hint, never a reason to refuse: numbers given or changed since 2020-10-05 have six arbitrary digits. False means
   * "ask to look once more" and no more than that.
   */
  readonly checkDigitFits: boolean;
}

/** Online issue begins on the fourteenth birthday; younger people go to a branch with a guardian (DOMAIN §8). */
export const youngestAgeYears = 14;

const centuryOf: Readonly<Record<string, number>> = {
  1: 1900,
  2: 1900,
  3: 2000,
  4: 2000,
  5: 1900,
  6: 1900,
  7: 2000,
  8: 2000,
};
const weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

/**
 * Reads a registration number as typed: hyphen, spaces and full-width digits are fine.
 *
 * @param now its Seoul day decides what lies in the future and who is under 14
 * @returns refusals `identity.residentNumberForm` (not 13 digits, no such day, born before 1900 or after today, back part
 *   `S000000`), `identity.under14`
 * Source: DOMAIN §3
 */
export function parseResidentRegistrationNumber(
  typed: string,
  now: Temporal.Instant,
): Result<ResidentRegistrationNumber, 'identity.residentNumberForm' | 'identity.under14'> {
  const number = typedDigits(typed);
  if (number?.length !== 13 || number.endsWith('000000')) return refuse('identity.residentNumberForm');
  const birthDate = birthDateOf(number);
  const today = seoulDay(now);
  if (!birthDate || Temporal.PlainDate.compare(birthDate, today) > 0) return refuse('identity.residentNumberForm');
  const oldEnough = birthDate.add({ years: youngestAgeYears });
  if (Temporal.PlainDate.compare(oldEnough, today) > 0) return refuse('identity.under14');
  const foreigner = number.charAt(6) >= '5';
  return ok({ number, birthDate, foreigner, checkDigitFits: checkDigitOf(number, foreigner) === Number(number[12]) });
}

/** 9 and 0 mean the 1800s: nobody who could come is left, and the bureau does not know them. */
function birthDateOf(number: string): Temporal.PlainDate | undefined {
  const century = centuryOf[number.charAt(6)];
  if (century === undefined) return undefined;
  const [year, month, day] = [number.slice(0, 2), number.slice(2, 4), number.slice(4, 6)].map(Number);
  try {
    return Temporal.PlainDate.from(
      { year: century + (year ?? 0), month: month ?? 0, day: day ?? 0 },
      { overflow: 'reject' },
    );
  } catch {
    return undefined;
  }
}

function checkDigitOf(number: string, foreigner: boolean): number {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return ((foreigner ? 13 : 11) - (sum % 11)) % 10;
}
