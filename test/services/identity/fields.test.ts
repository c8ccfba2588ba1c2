import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseBusinessRegistrationNumber } from '../../../services/identity/businessRegistrationNumber.ts';
import { parseEmailAddress } from '../../../services/identity/emailAddress.ts';
import { parsePersonName } from '../../../services/identity/personName.ts';
import { parsePhoneNumber } from '../../../services/identity/phoneNumber.ts';
import type { Result } from '../../../services/shared/result.ts';

function outcome(result: Result<string>): string {
  if (result.ok) return result.value;
  return result.details ? `${result.code} ${Object.values(result.details).join(' ')}` : result.code;
}

test.each([
  ['010-1234-5678', '01012345678'],
  ['01012345678', '01012345678'],
  [' 010 1234 5678 ', '01012345678'],
  ['(010)1234.5678', '01012345678'],
  ['+82 10-1234-5678', '01012345678'],
  ['+82 (0)10-1234-5678', '01012345678'],
  ['0082-10-1234-5678', '01012345678'],
  ['０１０－１２３４－５６７８', '01012345678'],
  ['010·1234·5678', '01012345678'],
])('phone %s is read', (typed, expected) => {
  expect(outcome(parsePhoneNumber(typed))).toBe(expected);
});

test.each([
  ['', 'identity.phoneForm form'],
  ['010-1234-567', 'identity.phoneForm form'],
  ['010-1234-56789', 'identity.phoneForm form'],
  ['010-1234-567a', 'identity.phoneForm form'],
  ['٠١٠١٢٣٤٥٦٧٨', 'identity.phoneForm form'],
  ['01012345678,01087654321', 'identity.phoneForm form'],
  ['011-234-5678', 'identity.phoneLegacy'],
  ['016-1234-5678', 'identity.phoneLegacy'],
  ['019-234-5678', 'identity.phoneLegacy'],
  ['+82 11-234-5678', 'identity.phoneLegacy'],
  ['015-1234-5678', 'identity.phoneForm form'],
  ['02-123-4567', 'identity.phoneForm landline'],
  ['031-123-4567', 'identity.phoneForm landline'],
  ['070-1234-5678', 'identity.phoneForm landline'],
  ['0505-123-4567', 'identity.phoneForm landline'],
  ['1588-5000', 'identity.phoneForm landline'],
  ['+1 415 555 0100', 'identity.phoneForm foreign'],
  ['0081 90 1234 5678', 'identity.phoneForm foreign'],
])('phone %s is refused with %s', (typed, expected) => {
  expect(outcome(parsePhoneNumber(typed))).toBe(expected);
});

test('whatever is typed, a phone number is 010 and eight digits or a refusal', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+0-9() .-]{5,20}$/)), (typed) => {
      const result = parsePhoneNumber(typed);
      if (result.ok) expect(result.value).toMatch(/^010[0-9]{8}$/);
    }),
  );
});

test('every way of separating a mobile number reads as the same number', () => {
  const separator = fc.constantFrom('', '-', ' ', '.', ' - ', '–');
  const part = fc.stringMatching(/^[0-9]{4}$/);
  fc.assert(
    fc.property(separator, part, part, fc.constantFrom('010', '+8210', '+82 10', '008210'), (gap, a, b, start) => {
      expect(outcome(parsePhoneNumber(`${start}${gap}${a}${gap}${b}`))).toBe(`010${a}${b}`);
    }),
  );
});

test.each([
  ['124-81-00998', '1248100998'],
  ['120-81-47521', '1208147521'],
  ['220-81-62517', '2208162517'],
  ['123-45-67891', '1234567891'],
  ['220-81-00001', '2208100001'],
  ['１２３ ４５ ６７８９１', '1234567891'],
])('business number %s is read', (typed, expected) => {
  expect(outcome(parseBusinessRegistrationNumber(typed))).toBe(expected);
});

test.each([
  ['123-45-67890', 'business.checkDigit'],
  ['1234567890', 'business.checkDigit'],
  ['', 'business.numberForm'],
  ['123-45-6789', 'business.numberForm'],
  ['123-45-678910', 'business.numberForm'],
  ['123-45-6789a', 'business.numberForm'],
  ['0000000000', 'business.numberForm'],
  ['100-45-67891', 'business.numberForm'],
  ['900101-1234568', 'business.numberForm'],
])('business number %s is refused with %s', (typed, expected) => {
  expect(outcome(parseBusinessRegistrationNumber(typed))).toBe(expected);
});

test('exactly one last digit fits nine digits of a business number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 101_000_000, max: 999_999_999 }), (nine) => {
      const fitting = [...Array(10).keys()].filter((last) => parseBusinessRegistrationNumber(`${nine}${last}`).ok);
      expect(fitting).toHaveLength(1);
    }),
  );
});

test.each([
  ['홍길동', '홍길동'],
  [' 홍 길동 ', '홍길동'],
  ['홍길동'.normalize('NFD'), '홍길동'],
  ['홍길', '홍길'],
  ['가'.repeat(17), '가'.repeat(17)],
  ['Tanaka Yuki', 'TANAKA YUKI'],
  ['TANAKA  YUKI', 'TANAKA YUKI'],
  ['O’Brien Mary-Jane', "O'BRIEN MARY-JANE"],
  ['Nguyễn Văn A', 'NGUYỄN VĂN A'],
  ['Ｔａｎａｋａ　Ｙｕｋｉ', 'TANAKA YUKI'],
  ['A'.repeat(50), 'A'.repeat(50)],
])('name %s is read', (typed, expected) => {
  expect(outcome(parsePersonName(typed))).toBe(expected);
});

test.each([
  ['', 'nothing'],
  ['홍', 'one syllable'],
  ['A', 'one letter'],
  ['가'.repeat(18), 'too long'],
  ['A'.repeat(51), 'too long'],
  ['홍길동\u0000.admin', 'a NUL'],
  ['홍길동,O=KB국민은행+CN=admin', 'parts of a distinguished name'],
  ['\u3164\u115F\u1160\uFFA0', 'fillers only'],
  ['홍\u3164길동', 'a filler inside'],
  ['홍\u200B길동', 'a zero-width space inside'],
  ['\u202E홍길동', 'a bidi control'],
  ['홍길동1', 'a digit'],
  ['홍길동John', 'two scripts'],
  ['ㅎㄱㄷ', 'jamo only'],
  ['田中由紀', 'ideographs'],
  ['КИМ', 'Cyrillic'],
  ['<b>Kim</b>', 'markup'],
])('name %j is refused: %s', (typed) => {
  expect(outcome(parsePersonName(typed))).toBe('identity.nameForm');
});

test('a name that was read reads as itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
      const first = parsePersonName(typed);
      if (first.ok) expect(outcome(parsePersonName(first.value))).toBe(first.value);
    }),
  );
});

test.each([
  ['hong@example.com', 'hong@example.com'],
  [' Hong.Gildong+bank@Example.CO.KR ', 'Hong.Gildong+bank@example.co.kr'],
  ['ｈｏｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'hong@example.com'],
  [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ['a@xn--9n2bp8q.xn--3e0b707e', 'a@xn--9n2bp8q.xn--3e0b707e'],
])('e-mail %s is read', (typed, expected) => {
  expect(outcome(parseEmailAddress(typed))).toBe(expected);
});

test.each([
  '',
  'hong',
  '@example.com',
  'hong@',
  'hong@example',
  'a@b@c.com',
  '"a b"@example.com',
  'a b@example.com',
  'a..b@example.com',
  '.a@example.com',
  'a@example..com',
  'a@-example.com',
  'a@127.0.0.1',
  'a@[127.0.0.1]',
  'hong@example.com\r\nBcc: x@example.com',
  'hong\u0000@example.com',
  '홍길동@example.com',
  `${'a'.repeat(65)}@example.com`,
  `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(60)}.com`,
])('e-mail %j is refused', (typed) => {
  expect(outcome(parseEmailAddress(typed))).toBe('identity.emailForm');
});

test('a hundred thousand hostile characters are refused like any other', () => {
  const long = [parseEmailAddress(`${'a.'.repeat(50_000)}@`), parsePersonName("a'".repeat(50_000))];
  for (const result of [...long, parsePhoneNumber('('.repeat(50_000))]) expect(result.ok).toBe(false);
});
