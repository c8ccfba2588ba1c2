import { expect, test } from '@jest/globals';
import {
  endOfSeoulDay,
  newValidity,
  renewableFrom,
  renewedValidity,
} from '../../../services/certificates/authority/validity.ts';

function seoul(at: Temporal.Instant): string {
  return at.toZonedDateTimeISO('Asia/Seoul').toString({ timeZoneName: 'never' });
}

test.each([
  ['2026-12-01T14:30:00', 1, '2027-12-01T23:59:59+09:00'],
  ['2026-12-01T00:00:00', 1, '2027-12-01T23:59:59+09:00'],
  ['2026-12-01T23:59:59', 1, '2027-12-01T23:59:59+09:00'],
  ['2026-12-02T00:00:00', 1, '2027-12-02T23:59:59+09:00'],
  ['2026-12-31T23:59:59', 1, '2027-12-31T23:59:59+09:00'],
  ['2028-02-29T12:00:00', 1, '2029-02-28T23:59:59+09:00'],
  ['2027-02-28T12:00:00', 1, '2028-02-28T23:59:59+09:00'],
  ['2026-12-01T14:30:00', 3, '2029-12-01T23:59:59+09:00'],
  ['2025-02-28T14:30:00', 3, '2028-02-28T23:59:59+09:00'],
])('issued at %s for %d years it ends at %s', (at, years, expected) => {
  const { notBefore, notAfter } = newValidity({ years }, Temporal.Instant.from(`${at}.987+09:00`));
  expect(seoul(notAfter)).toBe(expected);
  expect(seoul(notBefore)).toBe(`${at}+09:00`);
});

test.each([
  ['2026-12-01', 1, '2027-12-01T23:59:59+09:00'],
  ['2026-12-01', 3, '2029-12-01T23:59:59+09:00'],
  ['2028-02-29', 3, '2031-02-28T23:59:59+09:00'],
  ['2028-02-29', 1, '2029-02-28T23:59:59+09:00'],
])('until %s, renewed for %d years: %s', (until, years, expected) => {
  const old = endOfSeoulDay(Temporal.PlainDate.from(until));
  const now = Temporal.Instant.from('2026-10-01T00:00:00+09:00');
  expect(seoul(renewedValidity({ years }, old, now).notAfter)).toBe(expected);
});

test.each([
  [90, '2026-12-01', '2026-09-02'],
  [30, '2026-12-01', '2026-11-01'],
  [90, '2028-02-29', '2027-12-01'],
])('a window of %d days before %s opens on %s', (renewalWindowDays, until, expected) => {
  const notAfter = endOfSeoulDay(Temporal.PlainDate.from(until));
  expect(renewableFrom({ renewalWindowDays }, notAfter).toString()).toBe(expected);
});
