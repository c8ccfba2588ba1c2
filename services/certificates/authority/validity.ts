import { seoul, seoulDay } from '../../shared/clock.ts';
import type { Profile } from './profile.ts';

/** From when until when a certificate is valid; `notAfter` is inclusive (DOMAIN §7). */
export interface Validity {
  readonly notBefore: Temporal.Instant;
  readonly notAfter: Temporal.Instant;
}

/** The last second of a Seoul day, `2027-12-01T23:59:59+09:00`. */
export function endOfSeoulDay(day: Temporal.PlainDate): Temporal.Instant {
  return day.toZonedDateTime({ timeZone: seoul, plainTime: '23:59:59' }).toInstant();
}

/** A new certificate: from now until the end of the Seoul day one term later. */
export function newValidity(profile: Pick<Profile, 'years'>, now: Temporal.Instant): Validity {
  return { notBefore: wholeSecond(now), notAfter: endOfSeoulDay(seoulDay(now).add({ years: profile.years })) };
}

/** A renewal: from now, and one term after the old end, so that no day is lost. */
export function renewedValidity(
  profile: Pick<Profile, 'years'>,
  oldNotAfter: Temporal.Instant,
  now: Temporal.Instant,
): Validity {
  return { notBefore: wholeSecond(now), notAfter: endOfSeoulDay(seoulDay(oldNotAfter).add({ years: profile.years })) };
}

/** The first Seoul day on which a certificate can be renewed: 90 days before 2026-12-01 is 2026-09-02 (DOMAIN §9). */
export function renewableFrom(
  profile: Pick<Profile, 'renewalWindowDays'>,
  notAfter: Temporal.Instant,
): Temporal.PlainDate {
  return seoulDay(notAfter).subtract({ days: profile.renewalWindowDays });
}

/** Certificates count whole seconds. */
export function wholeSecond(at: Temporal.Instant): Temporal.Instant {
  return at.round({ smallestUnit: 'second', roundingMode: 'floor' });
}
