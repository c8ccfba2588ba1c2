import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseResidentRegistrationNumber } from '../../../services/identity/residentRegistrationNumber.ts';

const now = Temporal.Instant.from('2026-11-22T12:00:00+09:00');
const read = (typed: string, at = now) => parseResidentRegistrationNumber(typed, at);

function outcome(typed: string, at = now): string {
  const result = read(typed, at);
  return result.ok ? `${result.value.birthDate.toString()}${result.value.foreigner ? ' foreigner' : ''}` : result.code;
}

test.each([
  ['900101-1234568', '1990-01-01'],
  ['850315-2234569', '1985-03-15'],
  ['010203-3456788', '2001-02-03'],
  ['040229-4456783', '2004-02-29'],
  ['900101-5234561', '1990-01-01 foreigner'],
  ['950505-6543216', '1995-05-05 foreigner'],
  ['000229-3234560', '2000-02-29'],
  ['９００１０１１２３４５６８', '1990-01-01'],
  [' 900101 1234568 ', '1990-01-01'],
  ['900101–1234568', '1990-01-01'],
])('%s is read', (typed, expected) => {
  expect(outcome(typed)).toBe(expected);
});

test('a foreigner born in the 2000s is read', () => {
  expect(outcome('0102037000000'.replace(/000000$/, '000007'))).toBe('2001-02-03 foreigner');
});

test.each([
  ['', 'nothing'],
  ['900101-123456', 'twelve digits'],
  ['900101-12345678', 'fourteen digits'],
  ['900101-123456a', 'a letter'],
  ['900101.1234568', 'a dot'],
  ['٩٠٠١٠١١٢٣٤٥٦٨', 'Arabic digits'],
  ['9001011\u200b234568', 'a zero-width space inside'],
  ['991332-1234567', 'a thirteenth month'],
  ['010229-3234567', '29 February of a common year'],
  ['000229-1234567', '29 February 1900'],
  ['040230-4234567', '30 February'],
  ['900100-1234567', 'day zero'],
  ['900001-1234567', 'month zero'],
  ['000101-9123456', 'born in the 1800s'],
  ['000101-0123456', 'born in the 1800s'],
  ['900101-1000000', 'an empty back part'],
  ['261123-3123456', 'born tomorrow'],
  ['900101-123-456-8x', 'rubbish at the end'],
])('%s is refused: %s', (typed) => {
  expect(outcome(typed)).toBe('identity.residentNumberForm');
});

test.each([
  ['201101-3123457', 'identity.under14'],
  ['140505-4123456', 'identity.under14'],
  ['121122-3123456', '2012-11-22'],
  ['121123-3123456', 'identity.under14'],
])('%s: the fourteenth birthday decides', (typed, expected) => {
  expect(outcome(typed)).toBe(expected);
});

test('today is the Seoul day, not the day in UTC', () => {
  const justAfterMidnightInSeoul = Temporal.Instant.from('2026-11-22T15:30:00Z');
  expect(outcome('121123-3123456', justAfterMidnightInSeoul)).toBe('2012-11-23');
});

test.each([
  ['900101-1234568', true],
  ['900101-1234567', false],
  ['880808-1111111', false],
  ['800101-2123459', false],
  ['950505-6543216', true],
  ['950505-6543215', false],
])('the check digit of %s is only a hint (%s)', (typed, fits) => {
  const result = read(typed);
  expect(result.ok && result.value.checkDigitFits).toBe(fits);
  expect(result.ok).toBe(true);
});

test('whatever is typed, the answer is a number of a real day in the past or a refusal', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{6}-?[0-9]{7}$/)), (typed) => {
      const result = read(typed);
      if (!result.ok) return;
      expect(result.value.number).toMatch(/^[0-9]{13}$/);
      expect(result.value.birthDate.year).toBeGreaterThanOrEqual(1900);
      expect(Temporal.PlainDate.compare(result.value.birthDate, '2012-11-22')).toBeLessThanOrEqual(0);
    }),
  );
  expect(read('0'.repeat(50_000) + 'x').ok).toBe(false);
});
