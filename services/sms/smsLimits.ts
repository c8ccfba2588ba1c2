import { createHmac } from 'node:crypto';
import { ok, refuse, type Result } from '../shared/result.ts';
import type { Counters } from '../state/counters.ts';

/** Seconds between two codes to one phone. */
export const resendSeconds = 30;
/** Wrong guesses a code allows; the fifth ends it. */
export const triesPerCode = 5;
/** Hours after which a phone that got too many codes gets one again. */
export const sendsWindowHours = 1;
/** Codes sent to one phone within that time and within a day. */
const sendsAnHour = 5;
const sendsADay = 10;
/** Codes sent to all phones together within an hour; more, and somebody is pumping SMS through us. */
export const sendsAnHourInAll = 1000;
/** Wrong guesses for one phone within a day, in all cases and channels together; then that phone is closed. */
export const guessesADay = 15;
/** For how long it stays closed. */
export const lockedSeconds = 86_400;

/** Why no SMS is sent now. Of `sms.tooSoon` `details.waitSeconds` says how long to wait. */
export type SendRefusal = 'sms.tooSoon' | 'sms.tooManySends' | 'sms.locked' | 'sms.paused';

/** One asking for an SMS, or one guess. `id` makes it count once, however often it is repeated. */
export interface SmsAct {
  readonly phoneKey: string;
  readonly id: string;
  readonly now: Temporal.Instant;
  /**
   * Nothing will be sent: somebody unknown asked and must not learn it. Refused exactly as a real one would be, counted
   * apart from the sends of all phones, so that asking for strangers stops nobody's SMS.
   */
  readonly decoy?: boolean;
}

interface Rule {
  readonly key: string;
  readonly windowSeconds: number;
  readonly atMost: number;
  readonly code: SendRefusal;
}

const hour = sendsWindowHours * 3600;
const sendsInAllKey = 'sms.sends';
const day = 86_400;

/**
 * What stands for a phone in counters and records: an HMAC of its national digits.
 * @param key never rotates (PERSON_KEY)
 */
export function phoneKey(key: string, phone: string): string {
  return createHmac('sha256', key).update(`phone|${phone}`).digest('base64url');
}

/**
 * Counts sends and guesses per phone, over all channels and instances, in windows that roll in product time.
 * Outage: `Unavailable('store')` – what cannot be counted is not sent.
 * Source: SECURITY §1
 */
export class SmsLimits {
  readonly #counters: Counters;
  readonly #alarm: (name: 'sms.breaker') => void;

  /** @param alarm told each time the limit over all phones stops a send */
  constructor(parts: { readonly counters: Counters; readonly alarm?: (name: 'sms.breaker') => void }) {
    this.#counters = parts.counters;
    this.#alarm = parts.alarm ?? (() => {});
  }

  /** Counts a send and says whether it may happen; a refused one counts nowhere. */
  async admitSend(act: SmsAct): Promise<Result<void, SendRefusal>> {
    if (await this.isLocked(act)) return refuse('sms.locked');
    const rules = sendRules(act);
    for (const rule of rules) {
      const count = await this.#counters.increment({ ...rule, now: act.now, id: act.id });
      if (count <= rule.atMost && !(act.decoy && (await this.#isPaused(rule, act.now)))) continue;
      for (const { key } of rules) await this.#counters.remove(key, act.id);
      return this.#refusal(rule, act);
    }
    return ok(undefined);
  }

  /** A decoy meets the breaker that a real send would meet. */
  async #isPaused({ code, windowSeconds }: Rule, now: Temporal.Instant): Promise<boolean> {
    if (code !== 'sms.paused') return false;
    return (await this.#counters.read({ key: sendsInAllKey, windowSeconds, now })) >= sendsAnHourInAll;
  }

  /**
   * Counts a guess before it is compared, so that parallel ones cannot slip past each other; a right one is forgiven.
   * @returns which guess of the day this is; more than `guessesADay` means the phone is closed: compare nothing
   */
  async countGuess(act: SmsAct): Promise<number> {
    const closed = guessesADay + 1;
    if (await this.#isClosed(act)) return closed;
    const window = { key: guessesKey(act.phoneKey), windowSeconds: day, now: act.now };
    const guesses = await this.#counters.increment({ ...window, id: act.id });
    if (guesses < closed) return guesses;
    await this.#counters.increment({
      key: closedKey(act.phoneKey),
      windowSeconds: lockedSeconds,
      now: act.now,
      id: act.id,
    });
    return guesses;
  }

  /** A code that was right, or that was never compared, is no guess. */
  async forgiveGuess(act: Pick<SmsAct, 'phoneKey' | 'id'>): Promise<void> {
    await this.#counters.remove(guessesKey(act.phoneKey), act.id);
  }

  /** Whether wrong guesses have used up this phone's day. */
  async isLocked(act: Omit<SmsAct, 'id'>): Promise<boolean> {
    const window = { key: guessesKey(act.phoneKey), windowSeconds: day, now: act.now };
    return (await this.#counters.read(window)) >= guessesADay || (await this.#isClosed(act));
  }

  async #isClosed(act: Omit<SmsAct, 'id'>): Promise<boolean> {
    const window = { key: closedKey(act.phoneKey), windowSeconds: lockedSeconds, now: act.now };
    return (await this.#counters.read(window)) > 0;
  }

  async #refusal({ code, key }: Rule, act: SmsAct): Promise<Result<void, SendRefusal>> {
    if (code === 'sms.paused' && !act.decoy) this.#alarm('sms.breaker');
    if (code !== 'sms.tooSoon') return refuse(code);
    return refuse(code, { waitSeconds: await this.#waitSeconds(key, act.now) });
  }

  /** The store answers how many hits lie within a window: the shortest window that still holds one is the last hit's age. */
  async #waitSeconds(key: string, now: Temporal.Instant): Promise<number> {
    let newer = 0;
    let older: number = resendSeconds;
    while (older - newer > 1) {
      const windowSeconds = Math.floor((newer + older) / 2);
      if ((await this.#counters.read({ key, windowSeconds, now })) > 0) older = windowSeconds;
      else newer = windowSeconds;
    }
    return resendSeconds - newer;
  }
}

/** The gap is a gate with a key of its own: what it turns away never reaches the other counts, not even for a moment. */
function sendRules({ phoneKey, decoy = false }: SmsAct): readonly Rule[] {
  const sends = `sms.sends:${phoneKey}`;
  return [
    { key: `sms.gap:${phoneKey}`, windowSeconds: resendSeconds, atMost: 1, code: 'sms.tooSoon' },
    { key: sends, windowSeconds: hour, atMost: sendsAnHour, code: 'sms.tooManySends' },
    { key: sends, windowSeconds: day, atMost: sendsADay, code: 'sms.tooManySends' },
    decoy
      ? { key: 'sms.decoys', windowSeconds: hour, atMost: Infinity, code: 'sms.paused' }
      : { key: sendsInAllKey, windowSeconds: hour, atMost: sendsAnHourInAll, code: 'sms.paused' },
  ];
}

function guessesKey(phoneKey: string): string {
  return `sms.guesses:${phoneKey}`;
}

function closedKey(phoneKey: string): string {
  return `sms.closed:${phoneKey}`;
}
