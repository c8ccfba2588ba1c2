import type { CredentialPolicy } from '../certificates/credential.ts';
import type { ServiceFacts } from './serviceFacts.ts';
import type { Say } from './sources.ts';

/** A span of the day, `09:00`; one that ends before it begins ends on the next day. */
interface DaySpan {
  readonly from: string;
  readonly until: string;
}

/** `2027-12-01` → `2027년 12월 1일`. */
export function sayDay(say: Say, day: Temporal.PlainDate | string): string {
  const { year, month, day: date } = Temporal.PlainDate.from(day);
  const padded = (value: number): string => String(value).padStart(2, '0');
  return say('answer.fact.day', {
    year,
    month,
    day: date,
    paddedMonth: padded(month),
    paddedDay: padded(date),
  });
}

/** `23:30` → `밤 11:30`. */
export function sayClock(say: Say, clock: string): string {
  const { hour, minute } = Temporal.PlainTime.from(clock);
  const time = `${hour % 12 === 0 ? 12 : hour % 12}:${String(minute).padStart(2, '0')}`;
  return say(`answer.fact.clock.${partOfDay(hour)}`, { time });
}

function partOfDay(hour: number): string {
  if (hour === 0) return 'midnight';
  if (hour < 6) return 'dawn';
  if (hour < 12) return 'morning';
  return hour < 21 ? 'afternoon' : 'night';
}

/** `{23:30, 00:30}` → `밤 11:30 ~ 밤 12:30`. */
export function saySpan(say: Say, span: DaySpan): string {
  return say('answer.fact.range', { from: sayClock(say, span.from), to: sayClock(say, span.until) });
}

/** 4400 → `1년에 4,400원`; 0 → `무료`. */
export function sayFee(say: Say, won: number): string {
  return won === 0 ? say('answer.fact.free') : say('answer.fact.perYear', { won: won.toLocaleString('en-US') });
}

/** Codes as their words, `은행·카드·보험`; none at all as `없음`. */
export function sayCodes(say: Say, prefix: string, codes: readonly string[]): string {
  if (codes.length === 0) return say('answer.fact.nothing');
  return codes.map((code) => say(`${prefix}.${code}`)).join(say('answer.fact.separator'));
}

/** The rule of each credential a product allows, one a line. */
export function sayPinRules(say: Say, policies: readonly CredentialPolicy[], service: ServiceFacts): string {
  const values = { digits: service.pinDigits, min: service.passwordMin, max: service.passwordMax };
  return policies.map((policy) => say(`answer.fact.pinRule.${policy}`, values)).join('\n');
}

/** `[1, 2, 3, 4, 5]` and a span → `평일 오전 9:00 ~ 오후 6:00`. */
export function sayHours(say: Say, { days, ...span }: DaySpan & { readonly days: readonly number[] }): string {
  return say('answer.fact.hours', { days: sayDays(say, days), span: saySpan(say, span) });
}

function sayDays(say: Say, days: readonly number[]): string {
  const together = [...days].sort((a, b) => a - b).join('');
  if (together === '12345') return say('answer.fact.days.weekdays');
  if (together === '1234567') return say('answer.fact.days.everyday');
  return sayCodes(say, 'answer.fact.days', days.map(String));
}
