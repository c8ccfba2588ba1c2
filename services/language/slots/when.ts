import calendar from './calendar.json' with { type: 'json' };
import { numberSource, readNumber } from './koreanNumber.ts';
import { lastKept } from './mentions.ts';
import type { Mention } from './mentions.ts';
import { readTimeOfDay } from './timeOfDay.ts';

/** A day expression: how it is found, and the value it stands for; undefined when the match makes no date. */
interface DayForm {
  readonly pattern: RegExp;
  readonly value: (groups: Readonly<Record<string, string | undefined>>) => string | undefined;
}

const { year, month, day, weekdays } = calendar;
const weekdaySource = `(?<weekday>[${Object.keys(weekdays).join('')}])${calendar.weekdayWord}`;
const number = (name: string): string => `(?<${name}>${numberSource})`;
const any = (sources: readonly string[]): string => `(?:${sources.join('|')})`;
const byLength = (words: readonly string[]): string[] => [...words].sort((a, b) => b.length - a.length);

const counts = new Map(Object.entries(calendar.counts));
const days = new Map(Object.entries(calendar.days));

/** Most particular first: an earlier form takes its stretch of the text away from the later ones. */
const forms: readonly DayForm[] = [
  {
    pattern: /(?<![\d.-])(?<year>(?:20)?\d\d)\s?[-./]\s?(?<month>\d{1,2})\s?[-./]\s?(?<day>\d{1,2})(?![\d-])/g,
    value: (found) => fullDate(found['year'], found['month'], found['day']),
  },
  {
    pattern: new RegExp(`${number('year')}${year}\\s?${number('month')}${month}\\s?${number('day')}${day}`, 'g'),
    value: (found) => fullDate(found['year'], found['month'], found['day']),
  },
  {
    pattern: new RegExp(`${any(calendar.lastYear)}\\s?${number('month')}${month}`, 'g'),
    value: (found) => prefixed('last_year', twoDigits(found['month'], 12)),
  },
  {
    pattern: new RegExp(`${any(calendar.nextMonth)}\\s?(?:${number('day')}${day})?`, 'g'),
    value: (found) => (found['day'] ? prefixed('next_month', twoDigits(found['day'], 31)) : 'next_month'),
  },
  {
    pattern: new RegExp(`${any(calendar.nextWeek)}\\s?(?:${weekdaySource})?`, 'g'),
    value: (found) => (found['weekday'] ? prefixed('next_week', weekdayOf(found['weekday'])) : 'next_week'),
  },
  { pattern: new RegExp(any(calendar.thisMonth), 'g'), value: () => 'this_month' },
  {
    pattern: new RegExp(`${number('month')}${month}\\s?${number('day')}${day}`, 'g'),
    value: (found) => monthAndDay(found['month'], found['day']),
  },
  {
    pattern: /(?<![\d./-])(?<month>\d{1,2})\s?[/]\s?(?<day>\d{1,2})(?![\d./-])/g,
    value: (found) => monthAndDay(found['month'], found['day']),
  },
  {
    pattern: new RegExp(
      `(?<![\\d.,/-])(?<!(?:${calendar.beforeVersion.join('|')})\\s?)(?<month>\\d{1,2})\\.\\s?(?<day>\\d{1,2})\\.?(?=\\s|$|${calendar.afterDate.join('|')})`,
      'g',
    ),
    value: (found) => monthAndDay(found['month'], found['day']),
  },
  {
    pattern: new RegExp(
      `(?:(?<count>${byLength([...counts.keys()]).join('|')})|${number('days')}\\s?${any(calendar.dayUnits)}|${number('weeks')}\\s?${any(calendar.weekUnits)})` +
        `\\s?(?:(?<later>${calendar.later.join('|')})|(?<earlier>${calendar.earlier.join('|')}))`,
      'g',
    ),
    value: (found) => distance(found),
  },
  {
    pattern: new RegExp(byLength([...days.keys()]).join('|'), 'g'),
    value: () => undefined,
  },
  { pattern: new RegExp(any(calendar.tomorrow), 'g'), value: () => 'tomorrow' },
  { pattern: new RegExp(weekdaySource, 'g'), value: (found) => `weekday:${weekdayOf(found['weekday'])}` },
];

/**
 * The day and time that a message names, in the forms of nlu/intents.md: `tomorrow`, `+3d`, `next_week-mon`,
 * `next_month-03`, `12-01`, `2026-12-01`, `weekday:fri`, `time:15:00`; both together `tomorrow time:15:00`. Of several
 * days the last that is not taken back ("5월 3일 말고"); relative ones stay relative, because the reader knows no clock.
 */
export function readWhen(text: string): string | undefined {
  const lower = text.toLowerCase();
  const parts = [lastDay(lower), readTimeOfDay(lower)].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' ') : undefined;
}

function lastDay(text: string): string | undefined {
  let rest = text;
  const mentions: Mention[] = [];
  for (const { pattern, value } of forms) {
    rest = rest.replace(pattern, (...match: unknown[]) => {
      const found = String(match[0]);
      const groups = match.at(-1);
      const at = match.findLast((part) => typeof part === 'number') ?? 0;
      const read = days.get(found) ?? value(isGroups(groups) ? groups : {});
      if (read) mentions.push({ value: read, start: at, end: at + found.length });
      return read ? '\n'.repeat(found.length) : found;
    });
  }
  return lastKept(text, mentions);
}

function isGroups(part: unknown): part is Readonly<Record<string, string | undefined>> {
  return typeof part === 'object' && part !== null;
}

function fullDate(yearText = '', monthText = '', dayText = ''): string | undefined {
  const value = readNumber(yearText) ?? 0;
  const full = value < 100 ? 2000 + value : value;
  const rest = monthAndDay(monthText, dayText);
  return rest && full >= 1990 && full < 2100 ? `${full}-${rest}` : undefined;
}

function monthAndDay(monthText = '', dayText = ''): string | undefined {
  const monthPart = twoDigits(monthText, 12);
  const dayPart = twoDigits(dayText, 31);
  return monthPart && dayPart && `${monthPart}-${dayPart}`;
}

function twoDigits(text = '', most = 0): string | undefined {
  const value = readNumber(text);
  return value !== undefined && value >= 1 && value <= most ? String(value).padStart(2, '0') : undefined;
}

function prefixed(prefix: string, part: string | undefined): string | undefined {
  return part && `${prefix}-${part}`;
}

function weekdayOf(character = ''): string | undefined {
  return new Map(Object.entries(weekdays)).get(character);
}

function distance(found: Readonly<Record<string, string | undefined>>): string | undefined {
  const weeks = found['weeks'] === undefined ? undefined : readNumber(found['weeks']);
  const single = found['days'] === undefined ? undefined : readNumber(found['days']);
  const length = counts.get(found['count'] ?? '') ?? single ?? (weeks === undefined ? undefined : weeks * 7);
  if (!length || length > 999) return undefined;
  return `${found['earlier'] ? '-' : '+'}${length}d`;
}
