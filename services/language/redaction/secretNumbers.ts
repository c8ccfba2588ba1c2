import { digitsOf, partOf, shapeOf } from '../text/numberPhrases.ts';
import type { NumberPhrase } from '../text/numberPhrases.ts';
import type { SecretKind, SecretSpan } from './secret.ts';
import language from './redaction.json' with { type: 'json' };
import type { Context, ContextWord } from './secretContexts.ts';
import { isBirthDate, isBusinessNumber, isCardNumber, isPhoneNumber, residentCheckDigitFits } from './secretShapes.ts';

/**
 * The secrets among the numbers of one phrase, by structure, check digits and the word beside it. Numbers that have a
 * structure of their own (resident, card, phone) are cut out first; what is left is judged by context and shape.
 */
export function classifyPhrase(text: string, phrase: NumberPhrase, word: ContextWord | undefined): SecretSpan[] {
  const spans: SecretSpan[] = [];
  let restFrom = 0;
  for (let from = 0; from < phrase.groups.length;) {
    const window = windowAt(phrase, from, word);
    if (!window) {
      from += 1;
      continue;
    }
    spans.push(...classifyRest(text, partOf(phrase, restFrom, from), word));
    if (window.kind) spans.push(spanOf(partOf(phrase, from, window.to), window.kind));
    from = window.to;
    restFrom = window.to;
  }
  spans.push(...classifyRest(text, partOf(phrase, restFrom, phrase.groups.length), word));
  return spans;
}

function spanOf(phrase: NumberPhrase, kind: SecretKind): SecretSpan {
  return { kind, start: phrase.groups[0]?.start ?? 0, end: phrase.groups.at(-1)?.end ?? 0 };
}

/** Whole groups with a structure, up to group `to`. Without a kind: a phone number, found so that it is left alone. */
interface Window {
  readonly to: number;
  readonly kind?: SecretKind;
}

const shortestWindow = 7;
const longestWindow = 16;

function windowAt(phrase: NumberPhrase, from: number, word: ContextWord | undefined): Window | undefined {
  let digits = '';
  for (let to = from + 1; to <= phrase.groups.length; to += 1) {
    digits += phrase.groups[to - 1]?.digits ?? '';
    if (digits.length > longestWindow) return undefined;
    if (digits.length < shortestWindow) continue;
    const kind = structureOf(digits, phrase, from, to, word?.context);
    if (kind) return { to, kind };
    if (isPhoneNumber(digits) && isFreePhone(phrase, from, to, word)) return { to };
  }
  return undefined;
}

function structureOf(
  digits: string,
  phrase: NumberPhrase,
  from: number,
  to: number,
  context: Context | undefined,
): SecretKind | undefined {
  if (digits.length < 13) return isHalfResident(digits, phrase, from, to) ? 'residentNumber' : undefined;
  if (digits.length === 13) return isResident(digits, partOf(phrase, from, to), context) ? 'residentNumber' : undefined;
  if (digits.length === 15 && isResidentWithCentury(digits, partOf(phrase, from, to))) return 'residentNumber';
  if (digits.length < 15 || (context === 'innocent' && to - from === 1)) return undefined;
  return isCardNumber(digits) || (context === 'card' && digits.length === 16) ? 'card' : undefined;
}

const hyphen = /^\s?[\p{Pd}\u2212\u30fc\u3161]\s?$/u;

/** Check digits decide only in doubt: an unbroken number that is called an order, or one of a corporation. */
function isResident(digits: string, part: NumberPhrase, context: Context | undefined): boolean {
  if (context === 'residentNumber') return true;
  if (context === 'corporation') return residentCheckDigitFits(digits);
  if (shapeOf(part) === '6-7' && hyphen.test(part.gaps[0] ?? '') && context !== 'innocent') return true;
  if (!isBirthDate(digits)) return false;
  return hasBoundaryAt(part, 6) || context !== 'innocent' || residentCheckDigitFits(digits);
}

/** "19900101-1234568" */
function isResidentWithCentury(digits: string, part: NumberPhrase): boolean {
  return /^(?:19|20)/.test(digits) && hasBoundaryAt(part, 8) && isBirthDate(digits.slice(2));
}

/** "900101-1": the birth date, a hyphen, and the beginning of the second half; nothing may follow. */
function isHalfResident(digits: string, phrase: NumberPhrase, from: number, to: number): boolean {
  if (to - from !== 2 || to !== phrase.groups.length || phrase.groups[from]?.digits.length !== 6) return false;
  return hyphen.test(phrase.gaps[from] ?? '') && isBirthDate(digits);
}

function hasBoundaryAt(part: NumberPhrase, position: number): boolean {
  let length = 0;
  return part.groups.some(({ digits }) => (length += digits.length) === position);
}

/** A phone number must begin and end where the phrase or a space does, else it is a piece of a longer number. */
function isFreePhone(phrase: NumberPhrase, from: number, to: number, word: ContextWord | undefined): boolean {
  if (!isLoose(phrase.gaps[from - 1]) || !isLoose(phrase.gaps[to - 1])) return false;
  return word?.context !== 'residentNumber' && !(word?.context === 'account' && word.named);
}

function isLoose(gap: string | undefined): boolean {
  return gap === undefined || /^[\s,/()]*$/.test(gap);
}

/** The whole rest as one number, with or without a last "이" that may be a copula, or else its parts between spaces. */
function classifyRest(text: string, rest: NumberPhrase, word: ContextWord | undefined): SecretSpan[] {
  const whole = secretAs(text, rest, word) ?? secretAs(text, withoutCopula(rest), word);
  if (whole || !rest.gaps.some((gap) => /^\s/.test(gap))) return whole ? [whole] : [];
  return partsBetweenSpaces(rest)
    .map((part) => secretAs(text, part, word))
    .filter((span) => span !== undefined);
}

function withoutCopula(phrase: NumberPhrase): NumberPhrase {
  const { groups } = phrase;
  const last = groups.at(-1);
  const glued = last?.spoken && last.digits.length === 1 && last.start === groups.at(-2)?.end;
  return glued ? partOf(phrase, 0, groups.length - 1) : phrase;
}

function partsBetweenSpaces(phrase: NumberPhrase): NumberPhrase[] {
  const parts: NumberPhrase[] = [];
  let from = 0;
  phrase.groups.forEach((_, at) => {
    const gap = phrase.gaps[at];
    if (gap !== undefined && !/^\s/.test(gap)) return;
    parts.push(partOf(phrase, from, at + 1));
    from = at + 1;
  });
  return parts;
}

function secretAs(text: string, phrase: NumberPhrase, word: ContextWord | undefined): SecretSpan | undefined {
  const digits = digitsOf(phrase);
  if (digits.length < 4 || hasUnit(text, phrase)) return undefined;
  const kind = kindByContext(phrase, digits, word) ?? kindByShape(phrase, digits, word?.context);
  return kind && spanOf(phrase, kind);
}

function kindByContext(phrase: NumberPhrase, digits: string, word: ContextWord | undefined): SecretKind | undefined {
  const { length } = digits;
  switch (word?.context) {
    case 'residentNumber':
      return length === 7 || isBirthDay(digits) ? 'residentNumber' : undefined;
    case 'credential':
      return length <= 20 && isNear(word, phrase) ? 'credential' : undefined;
    case 'account':
      return length >= 10 && length <= 16 && (word.named || !isBusinessNumber(digits)) ? 'account' : undefined;
    case 'code':
      return length <= 8 && isNear(word, phrase) ? 'code' : undefined;
    case 'card':
      return length >= 14 && length <= 16 ? 'card' : undefined;
    default:
      return undefined;
  }
}

function isBirthDay(digits: string): boolean {
  return (digits.length === 6 || /^(?:19|20)\d{6}$/.test(digits)) && isBirthDate(digits.slice(-6));
}

function isNear(word: ContextWord, phrase: NumberPhrase): boolean {
  const { start, end } = spanOf(phrase, 'code');
  return word.end <= start ? start - word.end <= 12 : word.start - end <= 5;
}

function kindByShape(phrase: NumberPhrase, digits: string, context: Context | undefined): SecretKind | undefined {
  if (context === 'innocent' || context === 'corporation') return undefined;
  if (hasAccountShape(phrase, digits)) return 'account';
  return digits.length === 6 && isWrittenAsCode(phrase) ? 'code' : undefined;
}

/** Three or more groups joined by hyphens, ten to fourteen digits: how banks print accounts, and hardly anybody else. */
function hasAccountShape(phrase: NumberPhrase, digits: string): boolean {
  const { groups, gaps } = phrase;
  if (groups.length < 3 || groups.length > 5 || digits.length < 10 || digits.length > 14) return false;
  if (!gaps.every((gap) => hyphen.test(gap))) return false;
  return !isBusinessNumber(digits) && !/^20[2-3]\d$/.test(groups[0]?.digits ?? '');
}

/** 482913, 482 913, 4 8 2 9 1 3, 482-913; not 26.11.22, 100,000 or 2026 11. */
function isWrittenAsCode(phrase: NumberPhrase): boolean {
  if (phrase.groups.length === 1) return true;
  if (shapeOf(phrase) === '3-3') return phrase.gaps.every((gap) => /^[\s\p{Pd}]*$/u.test(gap));
  if (!phrase.gaps.every((gap) => /^\s*$/.test(gap))) return false;
  return !/^(?:19|20)\d\d$/.test(phrase.groups[0]?.digits ?? '');
}

const units = new RegExp(`^\\s?(?:${language.units.join('|')})`, 'i');

function hasUnit(text: string, phrase: NumberPhrase): boolean {
  const end = phrase.groups.at(-1)?.end ?? 0;
  return units.test(text.slice(end, end + 6));
}
