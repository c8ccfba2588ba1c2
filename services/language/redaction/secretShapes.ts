/** Whether `YYMMDD` is a day of the calendar in some century: the first half of a resident number. */
export function isBirthDate(digits: string): boolean {
  const month = Number(digits.slice(2, 4));
  const day = Number(digits.slice(4, 6));
  const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return digits.length >= 6 && days !== undefined && day >= 1 && day <= days;
}

/**
 * Whether the check digit of a 주민등록번호 or 외국인등록번호 fits. It decides only in doubt: numbers given since
 * October 2020 have none (DOMAIN §3).
 */
export function residentCheckDigitFits(digits: string): boolean {
  const sum = weighted(digits, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
  const foreigner = /[5-8]/.test(digits.charAt(6));
  return Number(digits.charAt(12)) === ((foreigner ? 13 : 11) - (sum % 11)) % 10;
}

/** Whether 15 or 16 digits are a payment card's: a range that cards use, and Luhn's sum. */
export function isCardNumber(digits: string): boolean {
  if (!/^(?:[34569]\d{14,15}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const doubled = Number(digits.charAt(digits.length - 1 - at)) * (at % 2 === 0 ? 1 : 2);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Whether ten digits are a 사업자등록번호 with its check digit (DOMAIN §3). */
export function isBusinessNumber(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false;
  const sum = weighted(digits, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + Math.floor((Number(digits.charAt(8)) * 5) / 10);
  return Number(digits.charAt(9)) === (10 - (sum % 10)) % 10;
}

/** Whether digits are a Korean telephone number, mobile, fixed, toll-free or a company's short one, +82 allowed. */
export function isPhoneNumber(digits: string): boolean {
  const national = digits.startsWith('82') ? `0${digits.slice(2).replace(/^0/, '')}` : digits;
  return /^(?:01[016789]\d{7,8}|02\d{7,8}|0[3-6]\d\d{7,8}|0[578]0\d?\d{7,8}|1[5-9]\d\d\d{4})$/.test(national);
}

function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits.charAt(at)), 0);
}
