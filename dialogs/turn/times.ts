import type { Translate } from './dialogWorld.ts';

const zone = 'Asia/Seoul';

/** A Seoul time of day as people say it: `오후 2:13`. `at` is an ISO instant. */
export function formatTime(t: Translate, at: string): string {
  const time = Temporal.Instant.from(at).toZonedDateTimeISO(zone);
  const minute = String(time.minute).padStart(2, '0');
  return t(time.hour < 12 ? 'format.morning' : 'format.afternoon', { hour: time.hour % 12 || 12, minute });
}

/** A Seoul day: `2027.11.22`. `at` is an ISO instant or an ISO day. */
export function formatDay(at: string): string {
  const day = at.includes('T')
    ? Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate()
    : Temporal.PlainDate.from(at);
  return day.toString().replaceAll('-', '.');
}

/** The last four of a serial, as people compare it: `7F3A`. */
export function lastFour(serialHex: string): string {
  return serialHex.slice(-4).toUpperCase();
}
