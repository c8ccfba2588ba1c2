import { expect, test } from '@jest/globals';
import { sentenceFacts } from '../../../composition/sentenceFacts.ts';
import { createTranslators } from '../../../locales/index.ts';
import { expiryCalendar } from '../../../web/secure/calendar.ts';

const now = Temporal.Instant.from('2026-12-01T05:30:00.123Z');
const event = { serialHex: '0a7f3a', notAfter: '2027-12-01T14:59:59Z', bank: 'KB국민은행', product: '개인용' };
const t = createTranslators(sentenceFacts)('ko');

test('the last day of a certificate is an all-day event of that Seoul day, with four alarms at nine', () => {
  const lines = expiryCalendar(event, now, t).split('\r\n');
  expect(lines).toContain('DTSTART;VALUE=DATE:20271201');
  expect(lines).toContain('DTEND;VALUE=DATE:20271202');
  expect(lines).toContain('DTSTAMP:20261201T053000Z');
  expect(lines).toContain('UID:0a7f3a@certificate-assistant');
  const triggers = lines.filter((line) => line.startsWith('TRIGGER'));
  expect(triggers).toEqual(['TRIGGER:-P89DT15H', 'TRIGGER:-P29DT15H', 'TRIGGER:-P6DT15H', 'TRIGGER:-PT15H']);
  const [first] = triggers.map((line) => Temporal.Duration.from(line.replace('TRIGGER:', '')));
  const rings = first && Temporal.ZonedDateTime.from('2027-12-01T00:00[Asia/Seoul]').add(first);
  expect(rings?.toPlainDateTime().toString()).toBe('2027-09-02T09:00:00');
  expect(lines.filter((line) => line === 'BEGIN:VALARM')).toHaveLength(4);
  expect(lines.at(-1)).toBe('');
});

test('no line is longer than 75 octets, and unfolded it is whole', () => {
  const bank = '아주 긴 이름의 은행, 그리고; 더 긴 이름\\의 은행 '.repeat(5).trim();
  const calendar = expiryCalendar({ ...event, bank }, now, t);
  for (const line of calendar.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(calendar).not.toContain('\uFFFD');
  expect(calendar.replaceAll('\r\n ', '')).toContain(bank.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`));
});
