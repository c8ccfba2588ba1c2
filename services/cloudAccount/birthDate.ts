import { typedDigits } from '../identity/typedText.ts';
import { seoulDay } from '../shared/clock.ts';
import { ok, refuse, type Result } from '../shared/result.ts';

const earliest = Temporal.PlainDate.from('1900-01-01');

/**
 * Reads a birth date as typed: eight digits, however they are separated.
 *
 * @returns `1990-01-01`; refusal `cloud.birthDateForm` for anything else, a day that never was, and one that is to come
 */
export function parseBirthDate(typed: string, now: Temporal.Instant): Result<string, 'cloud.birthDateForm'> {
  const digits = typedDigits(typed.replace(/[./]/g, '-'));
  const [, year, month, day] = /^([0-9]{4})([0-9]{2})([0-9]{2})$/.exec(digits ?? '') ?? [];
  const date = dayOf(Number(year), Number(month), Number(day));
  if (!date || Temporal.PlainDate.compare(date, earliest) < 0) return refuse('cloud.birthDateForm');
  return Temporal.PlainDate.compare(date, seoulDay(now)) > 0 ? refuse('cloud.birthDateForm') : ok(date.toString());
}

function dayOf(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  if (!Number.isInteger(year)) return undefined;
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}
