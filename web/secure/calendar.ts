import type { Translate } from '../../locales/index.ts';
import { seoulDay } from '../../services/shared/clock.ts';

/** Days before the last day on which the calendar speaks up, at nine in the morning. */
const alarmDays = [90, 30, 7, 1] as const;

/** Octets of a content line before it is folded (RFC 5545 §3.1). */
const lineOctets = 75;

/** What the calendar entry is about; instants as in a certificate summary. */
export interface ExpiryEvent {
  readonly serialHex: string;
  /** ISO instant of the certificate's end; its Seoul day is the day of the entry. */
  readonly notAfter: string;
  readonly bank: string;
  readonly product: string;
}

/** The last day of a certificate as an iCalendar object (RFC 5545): an all-day event with alarms. */
export function expiryCalendar(event: ExpiryEvent, now: Temporal.Instant, t: Translate): string {
  const day = seoulDay(Temporal.Instant.from(event.notAfter));
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//certificate-assistant//expiry//KO',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${event.serialHex}@certificate-assistant`,
    `DTSTAMP:${basic(now.toString({ smallestUnit: 'second' }))}`,
    `DTSTART;VALUE=DATE:${basic(day.toString())}`,
    `DTEND;VALUE=DATE:${basic(day.add({ days: 1 }).toString())}`,
    `SUMMARY:${escapeText(t('secure.calendar.summary'))}`,
    `DESCRIPTION:${escapeText(t('secure.calendar.text', { bank: event.bank, product: event.product }))}`,
    'TRANSP:TRANSPARENT',
    ...alarmDays.flatMap((days) => alarm(days, t('secure.calendar.alarm'))),
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

/** An all-day event begins at midnight: nine in the morning of an earlier day is 15 hours short of the whole days. */
function alarm(days: number, text: string): readonly string[] {
  const trigger = days === 1 ? '-PT15H' : `-P${days - 1}DT15H`;
  return ['BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escapeText(text)}`, `TRIGGER:${trigger}`, 'END:VALARM'];
}

function basic(iso: string): string {
  return iso.replaceAll(/[-:]/g, '');
}

function escapeText(text: string): string {
  return text.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll('\n', '\\n');
}

/** Folds between characters: a Korean letter is three octets and is never cut. */
function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > lineOctets) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}
