import { findCredentialWords } from './credentialWords.ts';
import { foldCharacters } from '../reading/normalizeUserText.ts';
import { digitsOf, findNumberPhrases } from '../text/numberPhrases.ts';
import type { NumberPhrase } from '../text/numberPhrases.ts';
import language from './redaction.json' with { type: 'json' };
import type { SecretKind, SecretSpan } from './secret.ts';
import { findContextWords, nearestContext } from './secretContexts.ts';
import type { ContextWord } from './secretContexts.ts';
import { classifyPhrase } from './secretNumbers.ts';
import { isBirthDate, isPhoneNumber } from './secretShapes.ts';

/**
 * What the next message must know of this one so that a secret split over two is found. Plain JSON, holds no digit:
 * how many digits stood at the end, whether they can be the birth date half of a resident number, and what kind of
 * secret was announced without being given yet.
 */
export interface RedactionState {
  readonly digits: number;
  readonly birthDate: boolean;
  readonly announced?: Exclude<SecretKind, 'code'>;
}

/** `expectingCode`: the step has just asked for the SMS code. `previous`: the `next` of the message before. */
export interface RedactionContext {
  readonly expectingCode: boolean;
  readonly previous?: RedactionState | undefined;
}

/** `code` is the SMS code that was asked for, six ASCII digits: for memory only, never to be written anywhere. */
export interface Redaction {
  readonly text: string;
  readonly found: readonly SecretKind[];
  readonly code?: string;
  readonly next: RedactionState;
}

/** What stands where a secret stood; its length tells nothing. */
export const mask = '••••••';

/**
 * Erases secrets from a message before anything else sees it: resident numbers, PIN and password, card and account
 * numbers, verification codes, in figures or spoken, spaced, with any hyphen, split over two messages. Structure and
 * check digits decide, so that an order number, a phone number, a date or an amount survives. Linear in the length.
 *
 * @param text as typed or normalised; the answer's text is folded at the character level
 * Source: SECURITY §2, DOMAIN §8
 */
export function redact(text: string, context: RedactionContext): Redaction {
  const folded = foldCharacters(text);
  const words = findContextWords(folded);
  const phrases = findNumberPhrases(folded);
  const secrets = findSecrets(folded, phrases, words, context.previous);
  const code = context.expectingCode ? takeCode(folded, phrases, secrets) : undefined;
  const merged = mergeSpans(code ? [code.span, ...secrets] : secrets);
  return {
    text: maskSpans(folded, merged),
    found: [...new Set(merged.map(({ kind }) => kind))],
    ...(code ? { code: code.digits } : {}),
    next: code ? nothingPending : pendingAfter(folded, phrases, words, merged, context.previous),
  };
}

/** The state before a conversation's first message, and after a message that leaves nothing open. */
export const nothingPending: RedactionState = { digits: 0, birthDate: false };

const codeLength = 6;
const codeGap = /^(?:[\s\p{Pd}]{0,3})$/u;

/**
 * The one six-digit number of the message. Two of them, a decimal, letters glued to it, foreign digits, or a number
 * that is another secret (a half of a resident number, "비밀번호 482913") are none.
 */
function takeCode(text: string, phrases: readonly NumberPhrase[], secrets: readonly SecretSpan[]): Code | undefined {
  const others = secrets.filter(({ kind }) => kind !== 'code');
  const [only, second] = phrases
    .flatMap((phrase) => codesIn(text, phrase))
    .filter(({ span }) => !others.some(({ start, end }) => start < span.end && span.start < end));
  return second ? undefined : only;
}

interface Code {
  readonly span: SecretSpan;
  readonly digits: string;
}

function codesIn(text: string, phrase: NumberPhrase): Code[] {
  const { groups } = phrase;
  if (groups.some(({ foreign }) => foreign)) return [];
  const first = groups[0];
  const last = groups.at(-1);
  const whole = digitsOf(phrase);
  if (whole.length === codeLength && first && last && phrase.gaps.every((gap) => codeGap.test(gap))) {
    return standsAlone(text, first.start, last.end) ? [codeAt(first.start, last.end, whole)] : [];
  }
  return groups
    .filter(({ digits, start, end }) => digits.length === codeLength && standsAlone(text, start, end))
    .map(({ digits, start, end }) => codeAt(start, end, digits));
}

function codeAt(start: number, end: number, digits: string): Code {
  return { span: { kind: 'code', start, end }, digits };
}

const gluedBefore = /[A-Za-z\d][.,]?$|[-.,][.,]?$/;
const gluedAfter = new RegExp(`^(?:[A-Za-z_]|[.,]?\\d|[-.,]\\d|\\s?(?:${language.amounts.join('|')}))`);

function standsAlone(text: string, start: number, end: number): boolean {
  return !gluedBefore.test(text.slice(Math.max(0, start - 2), start)) && !gluedAfter.test(text.slice(end, end + 4));
}

function findSecrets(
  text: string,
  phrases: readonly NumberPhrase[],
  words: readonly ContextWord[],
  previous: RedactionState | undefined,
): SecretSpan[] {
  const spans = phrases.flatMap((phrase) => classifyPhrase(text, phrase, nearestContext(words, phrase)));
  spans.push(...findCredentialWords(text, words, previous?.announced === 'credential'));
  const rest = loneNumber(text, phrases);
  const continued = rest && previous ? continuedSecret(rest, previous) : undefined;
  if (rest && continued) spans.push({ kind: continued, start: rest.start, end: rest.end });
  return spans;
}

interface LoneNumber {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

const endings = new RegExp(`(?:${[...language.endings].sort((a, b) => b.length - a.length).join('|')})`, 'gu');

/** The number of a message that is nothing but one number, polite endings aside. */
function loneNumber(text: string, phrases: readonly NumberPhrase[]): LoneNumber | undefined {
  const phrase = phrases[0];
  const first = phrase?.groups[0];
  const last = phrase?.groups.at(-1);
  if (!phrase || !first || !last || phrases.length > 1 || text.length > 60) return undefined;
  const around = text.slice(0, first.start) + text.slice(last.end);
  if (/[\p{L}\p{N}]/u.test(around.replace(endings, ''))) return undefined;
  return { start: first.start, end: last.end, digits: digitsOf(phrase) };
}

const residentLength = 13;

function continuedSecret({ digits }: LoneNumber, previous: RedactionState): SecretKind | undefined {
  const { length } = digits;
  const total = previous.digits + length;
  if (previous.birthDate && length >= 3 && total <= residentLength) return 'residentNumber';
  if (previous.digits > 0 && length > 1 && total === residentLength) return 'residentNumber';
  if (previous.announced === undefined || isPhoneNumber(digits)) return undefined;
  const [least, most] = announcedLengths[previous.announced];
  return length >= least && length <= most ? previous.announced : undefined;
}

const announcedLengths = { residentNumber: [6, 13], credential: [4, 12], account: [8, 16], card: [4, 16] } as const;

type Announced = NonNullable<RedactionState['announced']>;

function isAnnounceable(context: string): context is Announced {
  return context in announcedLengths;
}

function pendingAfter(
  text: string,
  phrases: readonly NumberPhrase[],
  words: readonly ContextWord[],
  spans: readonly SecretSpan[],
  previous: RedactionState | undefined,
): RedactionState {
  const announced = words
    .filter(({ named }) => named)
    .map(({ context }) => context)
    .filter(isAnnounceable)
    .findLast((context) => !spans.some(({ kind }) => kind === context));
  return { ...pendingDigits(text, phrases, previous), ...(announced ? { announced } : {}) };
}

/** A number alone that may go on, or a birth date at the end; what follows could make it a resident number. */
function pendingDigits(
  text: string,
  phrases: readonly NumberPhrase[],
  previous: RedactionState | undefined,
): { digits: number; birthDate: boolean } {
  const alone = loneNumber(text, phrases)?.digits;
  const ending = alone ?? trailingDigits(text, phrases);
  const carried = previous?.birthDate === true && alone !== undefined;
  const digits = carried ? previous.digits + ending.length : ending.length;
  if (digits >= residentLength || isPhoneNumber(ending)) return nothingPending;
  const birthDate = carried || (digits >= 6 && isBirthDate(ending));
  return birthDate || (alone !== undefined && digits < 6) ? { digits, birthDate } : nothingPending;
}

/** The digits that end the message, polite endings aside; only their number and shape are kept. */
function trailingDigits(text: string, phrases: readonly NumberPhrase[]): string {
  const phrase = phrases.at(-1);
  const last = phrase?.groups.at(-1);
  if (!phrase || !last || text.length - last.end > 12) return '';
  return /[\p{L}\p{N}]/u.test(text.slice(last.end).replace(endings, '')) ? '' : digitsOf(phrase);
}

function mergeSpans(spans: readonly SecretSpan[]): SecretSpan[] {
  const merged: SecretSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last && span.start < last.end) merged[merged.length - 1] = { ...last, end: Math.max(last.end, span.end) };
    else merged.push(span);
  }
  return merged;
}

function maskSpans(text: string, spans: readonly SecretSpan[]): string {
  let masked = '';
  let from = 0;
  for (const { start, end } of spans) {
    masked += text.slice(from, start) + mask;
    from = end;
  }
  return masked + text.slice(from);
}
