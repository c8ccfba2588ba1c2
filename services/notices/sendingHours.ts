import { seoul } from '../shared/clock.ts';

/** Reminders reach a phone from nine in the morning until eight in the evening, Seoul (DOMAIN §8). */
const firstHour = 9;
const lastHour = 20;

/** Whether a reminder may go out at `now`: from 09:00:00, not any more at 20:00:00. */
export function maySend(now: Temporal.Instant): boolean {
  const { hour } = now.toZonedDateTimeISO(seoul);
  return hour >= firstHour && hour < lastHour;
}

/** Nine in the morning of a Seoul day. */
export function morningOf(day: Temporal.PlainDate): Temporal.Instant {
  return day.toZonedDateTime({ timeZone: seoul, plainTime: { hour: firstHour } }).toInstant();
}

/** The first instant from `now` on at which a reminder may go out; `now` itself within the hours. */
export function nextSending(now: Temporal.Instant): Temporal.Instant {
  if (maySend(now)) return now;
  const here = now.toZonedDateTimeISO(seoul);
  const today = here.toPlainDate();
  return morningOf(here.hour < firstHour ? today : today.add({ days: 1 }));
}
