import { findNumberPhrases } from '../numberPhrases.ts';

const longestPhone = 13;

/**
 * The telephone number of a message in national digits (`01023456789`), in figures or spoken, with any separators;
 * of several the last. Short company numbers (1588-…) are not meant.
 */
export function readPhone(text: string): string | undefined {
  let phone: string | undefined;
  for (const { groups } of findNumberPhrases(text)) {
    for (let from = 0; from < groups.length;) {
      const found = phoneAt(
        groups.map(({ digits }) => digits),
        from,
      );
      phone = found?.phone ?? phone;
      from = found?.to ?? from + 1;
    }
  }
  return phone;
}

function phoneAt(groups: readonly string[], from: number): { phone: string; to: number } | undefined {
  let digits = '';
  for (let to = from + 1; to <= groups.length && digits.length < longestPhone; to += 1) {
    digits += groups[to - 1] ?? '';
    const phone = nationalPhone(digits);
    if (phone) return { phone, to };
  }
  return undefined;
}

function nationalPhone(digits: string): string | undefined {
  const national = /^82\d{9,}$/.test(digits) ? `0${digits.slice(2).replace(/^0/, '')}` : digits;
  return /^(?:010\d{8}|01[16789]\d{7,8}|02\d{7,8}|0[3-6]\d\d{7,8}|070\d{8})$/.test(national) ? national : undefined;
}
