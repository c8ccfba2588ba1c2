/**
 * Product time. Certificates, codes, links, counters and retention compare an instant with a passed `now`;
 * only sockets, locks and outside protocols use real time (CONTRACT §4).
 */
export interface Clock {
  /** The present instant of the product; in the sandbox it may have been moved. */
  now(): Temporal.Instant;
}

/** The calendar of the trade: every date a customer sees is a Seoul day (DOMAIN §7). */
export const seoul = 'Asia/Seoul';

/** The Seoul calendar day of an instant, e.g. `2026-12-01`. */
export function seoulDay(at: Temporal.Instant): Temporal.PlainDate {
  return at.toZonedDateTimeISO(seoul).toPlainDate();
}

/** A clock that follows the machine's. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };
