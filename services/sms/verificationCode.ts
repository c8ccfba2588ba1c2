import { createHmac, timingSafeEqual } from 'node:crypto';
import { ok, refuse, type Result } from '../shared/result.ts';

/** One code that was sent: the how-manieth of the case, from 1, and when (ISO instant). The code itself is kept nowhere. */
export interface CodeSend {
  readonly send: number;
  readonly sentAt: string;
}

/** What the case knows of its codes, and what the customer typed. */
export interface CodeCheck {
  /** Six digits as typed, spaces and full-width allowed, a Hangul ending too: `"482 913이요"`. */
  readonly typed: string;
  readonly caseId: string;
  /** In the order of sending; only the last one counts. */
  readonly sends: readonly CodeSend[];
  /** For the last code; `triesPerCode` when it was sent. */
  readonly triesLeft: number;
  /** When the last code was accepted (ISO instant). */
  readonly usedAt?: string;
  readonly now: Temporal.Instant;
}

/** Why a code was not accepted. Only `sms.codeWrong` and the `sms.tooManyTries` it may turn into use up a try. */
export type CodeRefusal =
  'sms.codeForm' | 'sms.codeWrong' | 'sms.codeExpired' | 'sms.tooManyTries' | 'sms.codeOld' | 'sms.codeUsed';

/** Digits of a code. */
export const codeDigits = 6;
/** Seconds a code lives. */
export const codeSeconds = 180;
/** How far two instances' clocks may differ; a code from further in the future belongs to a clock that was set back. */
const skewSeconds = 10;

const codesInAll = 10 ** codeDigits;
const fairWords = Math.floor(2 ** 32 / codesInAll) * codesInAll;

/**
 * The 인증번호 of a case. It is derived from the key, the case and the number of the send, so that no record, log or
 * backup holds it, and a repeated turn sends the same code again.
 */
export class VerificationCodes {
  readonly #keys: readonly string[];

  /** @param tokenKey TOKEN_KEY, `new,old`: codes are made with the first and accepted under each (rotation). */
  constructor({ tokenKey }: { readonly tokenKey: string }) {
    this.#keys = tokenKey.split(',').map((key) => key.trim());
    if (this.#keys.includes('')) throw new Error('expected a TOKEN_KEY, found none');
  }

  /** Six digits, each code equally likely. A secret: it goes into the SMS and nowhere else. */
  codeOf({ caseId, send }: { readonly caseId: string; readonly send: number }): string {
    return derive(this.#keys[0] ?? '', caseId, send);
  }

  /**
   * Checks the code a customer typed against the ones we sent.
   *
   * @returns refusals: `sms.codeForm` (not six digits) · `sms.codeUsed` · `sms.codeOld` `{ sentAt, latest }` (right, but an
   *   earlier one) · `sms.tooManyTries` · `sms.codeExpired` (180 s from `sentAt`) · `sms.codeWrong` `{ triesLeft }`
   * Source: SECURITY §1
   */
  checkCode(check: CodeCheck): Result<void, CodeRefusal> {
    const typed = codeIn(check.typed);
    if (typed === undefined) return refuse('sms.codeForm');
    if (check.usedAt !== undefined) return refuse('sms.codeUsed');
    const latest = check.sends.at(-1);
    if (!latest) return refuse('sms.codeExpired');
    const right = this.#matches(typed, check.caseId, latest.send);
    const old = right
      ? undefined
      : check.sends.slice(0, -1).findLast((sent) => this.#matches(typed, check.caseId, sent.send));
    if (old) return refuse('sms.codeOld', { sentAt: old.sentAt, latest: latest.sentAt });
    if (check.triesLeft <= 0) return refuse('sms.tooManyTries');
    if (!isAlive(latest, check.now)) return refuse('sms.codeExpired');
    if (right) return ok(undefined);
    const triesLeft = check.triesLeft - 1;
    return triesLeft > 0 ? refuse('sms.codeWrong', { triesLeft }) : refuse('sms.tooManyTries');
  }

  #matches(typed: string, caseId: string, send: number): boolean {
    const candidates = this.#keys.map((key) => derive(key, caseId, send));
    return candidates.map((code) => timingSafeEqual(Buffer.from(code), Buffer.from(typed))).includes(true);
  }
}

/** Words of the HMAC above the last whole number of codes are passed over, so that no code is likelier than another. */
function derive(key: string, caseId: string, send: number): string {
  for (let block = 0; ; block += 1) {
    const digest = createHmac('sha256', key)
      .update(JSON.stringify(['sms code', caseId, send, block]))
      .digest();
    for (let at = 0; at < digest.length; at += 4) {
      const word = digest.readUInt32BE(at);
      if (word < fairWords) return String(word % codesInAll).padStart(codeDigits, '0');
    }
  }
}

const codeAlone = new RegExp(`^([0-9]{${codeDigits}})[\\uAC00-\\uD7A3]{0,6}\\.?$`);

/** The digits of a code in a message that holds nothing else but separators and a Hangul ending. ASCII and full-width only. */
export function codeIn(typed: string): string | undefined {
  const halfWidth = typed.replace(/[\uFF10-\uFF19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  const bare = halfWidth.replace(/[\s\u200B-\u200D\u2060\uFEFF-]/g, '');
  return codeAlone.exec(bare)?.[1];
}

function isAlive(sent: CodeSend, now: Temporal.Instant): boolean {
  const ageSeconds = now.since(sent.sentAt).total('seconds');
  return ageSeconds >= -skewSeconds && ageSeconds <= codeSeconds;
}
