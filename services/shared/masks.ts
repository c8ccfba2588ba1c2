/* The masks of DOMAIN §3: what a chat, a notice or an agent may see of personal data. Pure text to text. */

function stars(count: number): string {
  return '*'.repeat(Math.max(0, count));
}

/** `홍길동` → `홍*동`, `이순` → `이*`, `남궁민수` → `남**수`, `TANAKA YUKI` → `T***** ***I`; one letter alone is hidden. */
export function maskName(name: string): string {
  const letters = Array.from(name.normalize('NFC').trim());
  if (letters.length <= 1) return stars(letters.length);
  if (letters.length === 2) return `${letters[0] ?? ''}*`;
  return letters
    .map((letter, index) => (index === 0 || index === letters.length - 1 || letter === ' ' ? letter : '*'))
    .join('');
}

/** `01012345678`, `010-1234-5678` or `+821012345678` → `010-****-5678`. */
export function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '').replace(/^82/, '0');
  return digits.length < 10 ? stars(digits.length) : `${digits.slice(0, 3)}-****-${digits.slice(-4)}`;
}

/** `hong@example.com` → `ho***@example.com`; of two letters or one before the @ only the first stays. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return stars(email.length);
  return `${email.slice(0, at > 2 ? 2 : 1)}***${email.slice(at)}`;
}

/** Hexadecimal digits of a serial that are shown: enough to compare two. */
export const serialDigitsShown = 4;

/** A certificate's serial: its last digits in upper case, e.g. `0A3F`. */
export function maskSerial(serialHex: string): string {
  return serialHex.slice(-serialDigitsShown).toUpperCase();
}
