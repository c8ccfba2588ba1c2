import calendar from './calendar.json' with { type: 'json' };
import { nativeSource, numberSource, readNumber } from './koreanNumber.ts';

const { morning, afternoon, night, noon, midnight, hour, minute, half, notHour, at, beforeHour } = calendar;
const halfOfDay = [...morning, ...afternoon, ...night].join('|');
const notAfterHour = notHour.map((word) => word.slice(hour.length)).join('|');
const spoken = new RegExp(
  `(?:(?<part>${halfOfDay})\\s?(?:${at}\\s?)?|(?<=^|[^\uac00-\ud7a3\\d]|${beforeHour.join('|')}))(?<hour>\\d{1,2}|${nativeSource})\\s?${hour}(?!${notAfterHour})` +
    `(?:\\s?(?:(?<minute>${numberSource})\\s?${minute}|(?<half>${half})))?`,
  'gi',
);
const written = new RegExp(
  `(?:(?<part>${halfOfDay})\\s?)?(?<![\\d:])(?<hour>\\d{1,2}):(?<minute>\\d\\d)(?![\\d:])`,
  'gi',
);
const english = /(?<![\d:.])(?<hour>\d{1,2})(?::(?<minute>\d\d))?\s?(?<part>am|pm)(?![a-z])/gi;
const named = new RegExp(`(?<noon>${noon})|(?<midnight>${midnight})`, 'g');

/** Hours said without 오전 or 오후: people who call or come by day mean the afternoon below this one. */
const firstMorningHour = 7;

/** The time of day of a message as `time:15:00`; of several the last. Undefined when there is none. */
export function readTimeOfDay(text: string): string | undefined {
  const found = [spoken, written, english, named]
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .toSorted((a, b) => a.index - b.index)
    .map((match) => timeOf(match.groups ?? {}))
    .filter((time) => time !== undefined);
  return found.at(-1);
}

function timeOf(groups: Readonly<Record<string, string | undefined>>): string | undefined {
  if (groups['noon']) return 'time:12:00';
  if (groups['midnight']) return 'time:00:00';
  const spokenHour = readNumber(groups['hour'] ?? '');
  const minutes = groups['half'] ? 30 : readNumber(groups['minute'] ?? '0');
  if (spokenHour === undefined || spokenHour > 24 || minutes === undefined || minutes > 59) return undefined;
  const hours = hourOfDay(spokenHour, groups['part']?.toLowerCase()) % 24;
  return `time:${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

function hourOfDay(spokenHour: number, part: string | undefined): number {
  if (spokenHour > 12) return spokenHour;
  if (part === undefined) return spokenHour > 0 && spokenHour < firstMorningHour ? spokenHour + 12 : spokenHour;
  if (morning.includes(part)) return spokenHour === 12 ? 0 : spokenHour;
  if (night.includes(part) && (spokenHour === 12 || spokenHour < 5)) return spokenHour % 12;
  return spokenHour === 12 ? 12 : spokenHour + 12;
}
