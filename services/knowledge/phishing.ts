import { createHmac } from 'node:crypto';
import { mask } from '../language/redaction/redact.ts';
import { normalizeUserText } from '../language/reading/normalizeUserText.ts';
import { Unavailable } from '../shared/unavailable.ts';
import words from './phishingSigns.json' with { type: 'json' };
import type { SentNotices } from '../notices/sentNotices.ts';

/** What a pasted message turns out to be; each has its sentences below `answer.message_genuine.`. */
export type MessageVerdict =
  'sentCode' | 'sentNotice' | 'asksSecrets' | 'link' | 'codeForm' | 'unknown' | 'cannotCheck';

/** What stands in a message. A link is only recognised, never opened. */
export interface MessageSigns {
  readonly link: boolean;
  readonly asksSecrets: boolean;
  /** It has the form of a message with a one-time code. */
  readonly codeForm: boolean;
}

const sixDigits = /(?<![\d•])\d{6}(?![\d•])/g;
const address = /https?:|hxxps?:|www\.|(?<![@\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w@])/i;
/** Words of the customer's own question that are taken off an end of the pasted text, at most. */
const ownWordsAtMost = 3;

/**
 * The key of a text that we send: HMAC over the text without spaces, carrier's line and six-digit code (the code is
 * erased from whatever a customer types, so it cannot count). Every other character counts: one changed phone number or
 * address, and it is another message. To be kept for each SMS and notice at sending.
 *
 * @param key a secret of its own; a leaked list of keys then tells nothing
 */
export function noticeKey(key: string, text: string): string {
  return createHmac('sha256', key)
    .update(`notice|${canonical(text)}`)
    .digest('base64url');
}

/**
 * The keys under which a pasted text may be found: as it is, and without the customer's own words at its ends
 * ("…, 이 문자 진짜예요?"). Words are taken off only when nothing dangerous goes with them. At most 16.
 */
export function pastedKeys(key: string, pasted: string): readonly string[] {
  const tokens = normalizeUserText(pasted).text.split(' ');
  const before = ownWords(tokens);
  const after = ownWords(tokens.toReversed());
  const keys = new Set<string>();
  for (let first = 0; first <= before; first += 1) {
    for (let last = 0; last <= after && first + last < tokens.length; last += 1) {
      keys.add(noticeKey(key, tokens.slice(first, tokens.length - last).join(' ')));
    }
  }
  return [...keys];
}

/** What can be seen of a message without knowing whether we sent it. */
export function signsOf(text: string): MessageSigns {
  const folded = normalizeUserText(text).text.toLowerCase();
  const bare = folded.replaceAll(' ', '');
  const has = (list: readonly string[]): boolean => list.some((word) => bare.includes(word));
  const asks = has(words.askWords) && !has(words.denials);
  const code = has(words.codeWords);
  const toldToAnother = code && has(words.tellWords);
  return {
    link: address.test(folded) || has(words.spokenLinks),
    asksSecrets: asks && (has(words.secretWords) || toldToAnother),
    codeForm: code && canonical(text).includes('#'),
  };
}

/** True when the line that carriers put first was pasted along: nobody types that. */
export function hasCarrierLine(text: string): boolean {
  const bare = normalizeUserText(text).text.toLowerCase().replaceAll(' ', '');
  return words.marks.some((mark) => bare.includes(mark));
}

/** True when the text is a message that was pasted, not merely a question about one. */
export function looksPasted(text: string): boolean {
  const bare = normalizeUserText(text).text.toLowerCase().replaceAll(' ', '');
  const { link, codeForm } = signsOf(text);
  return link || codeForm || bare.length >= 40 || hasCarrierLine(text);
}

/**
 * The verdict on a pasted message. Only a message in our records is ours, whatever it looks like.
 *
 * @param sent undefined when the records could not be read: then nothing is said for it
 */
export function verdictOf(text: string, sent: boolean | undefined): MessageVerdict {
  const { link, asksSecrets, codeForm } = signsOf(text);
  if (sent) return codeForm ? 'sentCode' : 'sentNotice';
  if (asksSecrets) return 'asksSecrets';
  if (link) return 'link';
  if (sent === undefined) return 'cannotCheck';
  return codeForm ? 'codeForm' : 'unknown';
}

/** Looks a pasted message up and judges it; never throws for an outage. */
export async function judgeMessage(request: {
  readonly text: string;
  readonly key: string;
  readonly sent: SentNotices;
}): Promise<MessageVerdict> {
  return verdictOf(request.text, await wasSent(request));
}

async function wasSent(request: Parameters<typeof judgeMessage>[0]): Promise<boolean | undefined> {
  try {
    for (const key of pastedKeys(request.key, request.text)) if (await request.sent.has(key)) return true;
    return false;
  } catch (cause) {
    if (cause instanceof Unavailable) return undefined;
    throw cause;
  }
}

/** How many of the first tokens are the customer's own words about the message. */
function ownWords(tokens: readonly string[]): number {
  const foreign = tokens.slice(0, ownWordsAtMost).findIndex((token) => !isOwnWord(token.toLowerCase()));
  return foreign === -1 ? Math.min(ownWordsAtMost, tokens.length) : foreign;
}

function isOwnWord(token: string): boolean {
  if (address.test(token) || /\d/.test(token)) return false;
  return words.pointingWords.includes(token) || words.questionWords.some((word) => token.includes(word));
}

function canonical(text: string): string {
  return normalizeUserText(text)
    .text.toLowerCase()
    .replaceAll(mask, '#')
    .replace(sixDigits, '#')
    .replaceAll(' ', '')
    .replaceAll(words.carrierMark, '');
}
