import type { CredentialWeakness, CredentialOwner, CredentialPolicy } from '../credential.ts';
import common from './commonPasswords.json' with { type: 'json' };
import { ok, refuse } from '../../shared/result.ts';
import type { Refusal, Result } from '../../shared/result.ts';

/** Digits of a PIN (DOMAIN §6). */
export const pinDigits = 6;
/** Bounds of a password in code points after NFC (DOMAIN §6). */
export const passwordLength = { min: 8, max: 64 } as const;

const commonPasswords = new Set(common.passwords);
const commonPins = new Set(common.pins);

/**
 * The one form in which a credential is checked, compared and derived from: full-width digits become digits in a PIN,
 * a password is NFC (macOS sends NFD).
 */
export function normalizeCredential(policy: CredentialPolicy, secret: string): string {
  return secret.normalize(policy === 'pin6' ? 'NFKC' : 'NFC');
}

/**
 * Judges a new credential as typed twice. Pure and free of Node, so that the page's live hint and the service agree.
 *
 * @returns the normalised secret, or the first weakness: form, then guessability, then `credential.mismatch`
 * Source: DOMAIN §6.
 */
export function checkCredential(
  policy: CredentialPolicy,
  secret: string,
  confirmation: string,
  person: CredentialOwner,
): Result<string, CredentialWeakness> {
  const normal = normalizeCredential(policy, secret);
  const weakness = policy === 'pin6' ? pinWeakness(normal, person) : passwordWeakness(normal, person);
  if (weakness) return refuse(weakness);
  if (person.previous !== undefined && normalizeCredential(policy, person.previous) === normal)
    return refuse('credential.previous');
  return normalizeCredential(policy, confirmation) === normal ? ok(normal) : mismatch;
}

const mismatch: Refusal<CredentialWeakness> = refuse('credential.mismatch');

function pinWeakness(pin: string, person: CredentialOwner): CredentialWeakness | undefined {
  if (pin.length !== pinDigits || !/^[0-9]+$/u.test(pin)) return 'credential.form';
  if (/^(\d)\1{5}$/.test(pin)) return 'credential.sameDigits';
  if (isRun(pin)) return 'credential.run';
  if (isRepetition(pin)) return 'credential.repeats';
  if (drawsLines(pin)) return 'credential.keypadLine';
  if (personalPinParts(person).some((part) => pin.includes(part))) return 'credential.personal';
  return commonPins.has(pin) ? 'credential.common' : undefined;
}

/** 123456, 654321 and over the end of the row: 890123, 210987. */
function isRun(pin: string): boolean {
  const steps = Array.from(pin.slice(1)).map((digit, i) => (Number(digit) - Number(pin[i]) + 10) % 10);
  return steps.every((step) => step === 1) || steps.every((step) => step === 9);
}

/** 121212, 123123, and digits doubled or tripled in a row: 112233, 111222. */
function isRepetition(pin: string): boolean {
  return (
    /^(\d\d)\1\1$/.test(pin) ||
    /^(\d{3})\1$/.test(pin) ||
    /^(\d)\1(\d)\2(\d)\3$/.test(pin) ||
    /^(\d)\1\1(\d)\2\2$/.test(pin)
  );
}

const keypadLines = new Set([
  '123',
  '321',
  '456',
  '654',
  '789',
  '987',
  '147',
  '741',
  '258',
  '852',
  '369',
  '963',
  '159',
  '951',
  '357',
  '753',
]);

/** Two straight strokes over a telephone keypad (147258, 159753), or the whole middle column. */
function drawsLines(pin: string): boolean {
  if (pin.includes('2580') || pin.includes('0852')) return true;
  return keypadLines.has(pin.slice(0, 3)) && keypadLines.has(pin.slice(3));
}

/** Parts of birth date, phone and 사업자등록번호 that a PIN must not hold. */
function personalPinParts(person: CredentialOwner): string[] {
  const { year, monthDay, dates } = birthForms(person.birthDate);
  const phone = person.phone ?? '';
  const business = person.businessNumber ?? '';
  const fours = [year, monthDay, phone.slice(-8, -4), phone.slice(-4), business.slice(-5)];
  return [...fours.filter((part) => part.length >= 4), ...[...dates, phone, business].flatMap(windowsOfSix)];
}

function passwordWeakness(password: string, person: CredentialOwner): CredentialWeakness | undefined {
  const length = Array.from(password).length;
  if (length < passwordLength.min || length > passwordLength.max || /\p{C}/u.test(password)) return 'credential.form';
  const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[\p{P}\p{S}]/u];
  if (!classes.every((needed) => needed.test(password))) return 'credential.form';
  if (personalPasswordParts(person).some((part) => password.includes(part))) return 'credential.personal';
  return isCommon(password) ? 'credential.common' : undefined;
}

function personalPasswordParts(person: CredentialOwner): string[] {
  const { dates } = birthForms(person.birthDate);
  const parts = [...dates.flatMap(windowsOfSix), person.phone?.slice(-8) ?? '', person.businessNumber ?? ''];
  return parts.filter((part) => part.length >= 6);
}

function birthForms(birthDate: string | undefined): { year: string; monthDay: string; dates: string[] } {
  const [year = '', month = '', day = ''] = (birthDate ?? '').split('-');
  const dates = [`${year}${month}${day}`, `${day}${month}${year}`, `${month}${day}${year}`];
  const short = [`${day}${month}${year.slice(2)}`, `${month}${day}${year.slice(2)}`];
  return { year, monthDay: `${month}${day}`, dates: birthDate ? [...dates, ...short] : [] };
}

function windowsOfSix(digits: string): string[] {
  return Array.from({ length: Math.max(0, digits.length - 5) }, (_, i) => digits.slice(i, i + 6));
}

/** Case, trivial endings (`1!`, `123`) and look-alike letters do not make a common password uncommon. */
function isCommon(password: string): boolean {
  const folded = password.toLowerCase();
  const bare = folded.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  const core = folded.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const spelled = [folded, bare, core, withoutLookAlikes(bare), withoutLookAlikes(folded).replace(/[^a-z]+$/, '')];
  return spelled.some((form) => commonPasswords.has(form) || commonPasswords.has(form.replace(/[0-9]+$/, '')));
}

const lookAlikes: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'l',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

function withoutLookAlikes(text: string): string {
  const ending = /[^a-z]*$/.exec(text)?.[0] ?? '';
  const stem = text.slice(0, text.length - ending.length);
  return Array.from(stem, (character) => lookAlikes[character] ?? character).join('');
}
