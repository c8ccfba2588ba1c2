import { expect, test } from '@jest/globals';
import { VerificationCodes, codeSeconds, type CodeCheck } from '../../../services/sms/verificationCode.ts';

const codes = new VerificationCodes({ tokenKey: 'new key, old key' });
const sentAt = Temporal.Instant.from('2026-11-22T14:13:00+09:00');
const caseId = 'case-1';
const code = codes.codeOf({ caseId, send: 2 });
const earlier = codes.codeOf({ caseId, send: 1 });
const wrong = code === '123457' ? '123458' : '123457';

function check(typed: string, more: Partial<CodeCheck> = {}): string {
  const result = codes.checkCode({
    typed,
    caseId,
    sends: [
      { send: 1, sentAt: sentAt.subtract({ seconds: 90 }).toString() },
      { send: 2, sentAt: sentAt.toString() },
    ],
    triesLeft: 5,
    now: sentAt.add({ seconds: 60 }),
    ...more,
  });
  if (result.ok) return 'right';
  return [result.code, ...Object.values(result.details ?? {})].join(' ');
}

test('a code is six digits, the same for the same send and another for another', () => {
  expect(code).toMatch(/^[0-9]{6}$/);
  expect(codes.codeOf({ caseId, send: 2 })).toBe(code);
  expect(earlier).not.toBe(code);
  expect(codes.codeOf({ caseId: 'case-2', send: 2 })).not.toBe(code);
  expect(new VerificationCodes({ tokenKey: 'other key' }).codeOf({ caseId, send: 2 })).not.toBe(code);
});

test('codes are spread evenly, leading zeros included', () => {
  const firstDigits = Array.from({ length: 20_000 }, (_, send) => codes.codeOf({ caseId, send }).charAt(0));
  for (const digit of '0123456789') {
    const share = firstDigits.filter((first) => first === digit).length / 20_000;
    expect(share).toBeGreaterThan(0.09);
    expect(share).toBeLessThan(0.11);
  }
});

const fullWidth = code.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

test.each([
  [code],
  [` ${code} `],
  [`${code.slice(0, 3)} ${code.slice(3)}`],
  [`${code.slice(0, 3)}-${code.slice(3)}`],
  [`${code.slice(0, 3)}\u3000${code.slice(3)}이요`],
  [`${code}입니다.`],
  [fullWidth],
  [`\u200B${code}`],
])('%j is right', (typed) => {
  expect(check(typed)).toBe('right');
});

test.each([
  '',
  '12345',
  '1234567',
  '12345a',
  '123456.0',
  '123 45',
  '-12345',
  '1e5',
  '١٢٣٤٥٦',
  '일이삼사오육',
  '123456 654321',
  '123456,123457,123458',
  '비밀번호 123456',
  `${'0'.repeat(50_000)}x`,
])('%j has not the form of a code and uses up no try', (typed) => {
  expect(check(typed, { triesLeft: 1 })).toBe('sms.codeForm');
});

test('a code with leading zeros is compared as text', () => {
  const send =
    Array.from({ length: 200 }, (_, n) => n).find((n) => codes.codeOf({ caseId, send: n }).startsWith('0')) ?? 0;
  const zero = codes.codeOf({ caseId, send });
  const sends = [{ send, sentAt: sentAt.toString() }];
  expect(check(zero, { sends })).toBe('right');
  expect(check(zero.replace(/^0+/, ''), { sends })).toBe('sms.codeForm');
});

test('a wrong code says how many tries are left, the fifth ends the code', () => {
  expect([5, 4, 3, 2, 1].map((triesLeft) => check(wrong, { triesLeft }))).toEqual([
    'sms.codeWrong 4',
    'sms.codeWrong 3',
    'sms.codeWrong 2',
    'sms.codeWrong 1',
    'sms.tooManyTries',
  ]);
});

test('after the fifth wrong one the right one is refused too', () => {
  expect(check(code, { triesLeft: 0 })).toBe('sms.tooManyTries');
});

test('a code lives 180 seconds', () => {
  expect(check(code, { now: sentAt.add({ seconds: codeSeconds }) })).toBe('right');
  expect(check(code, { now: sentAt.add({ seconds: codeSeconds + 1 }) })).toBe('sms.codeExpired');
  expect(check(wrong, { now: sentAt.add({ seconds: codeSeconds + 1 }) })).toBe('sms.codeExpired');
});

test('a clock that was set back does not bring a code to life', () => {
  expect(check(code, { now: sentAt.subtract({ seconds: 10 }) })).toBe('right');
  expect(check(code, { now: sentAt.subtract({ hours: 2 }) })).toBe('sms.codeExpired');
});

test('the code of an earlier send is told apart and costs no try', () => {
  const first = sentAt.subtract({ seconds: 90 }).toString();
  expect(check(earlier)).toBe(`sms.codeOld ${first} ${sentAt.toString()}`);
  expect(check(earlier, { triesLeft: 0 })).toBe(`sms.codeOld ${first} ${sentAt.toString()}`);
});

test('a code is good once', () => {
  expect(check(code, { usedAt: sentAt.toString() })).toBe('sms.codeUsed');
  expect(check(wrong, { usedAt: sentAt.toString() })).toBe('sms.codeUsed');
});

test('a code of another case, or one that was never sent, is wrong', () => {
  expect(check(codes.codeOf({ caseId: 'case-2', send: 2 }))).toBe('sms.codeWrong 4');
  expect(check(code, { sends: [] })).toBe('sms.codeExpired');
});

test('during a rotation the codes of the old key are good', () => {
  const before = new VerificationCodes({ tokenKey: 'old key' }).codeOf({ caseId, send: 2 });
  expect(check(before)).toBe('right');
  expect(check(new VerificationCodes({ tokenKey: 'gone key' }).codeOf({ caseId, send: 2 }))).toBe('sms.codeWrong 4');
});

test('without a key nothing is made', () => {
  expect(() => new VerificationCodes({ tokenKey: 'new,' })).toThrow('expected a TOKEN_KEY');
  expect(() => new VerificationCodes({ tokenKey: '' })).toThrow('expected a TOKEN_KEY');
});
