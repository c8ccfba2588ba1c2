import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { codeMessage, eucKrBytes, smsBytes } from '../../../services/sms/smsText.ts';

const code = '048291';

test.each([
  ['', 0],
  ['abc 123\n', 8],
  ['금융인증서', 10],
  ['[Web발신]\n', 10],
  ['인증번호 123456', 15],
])('%j is %i bytes in EUC-KR', (text, bytes) => {
  expect(eucKrBytes(text)).toBe(bytes);
});

test('iconv counts the same', () => {
  const text = '[금융인증서] 인증번호 123456 · 3분 안에 적어 주세요. 「사기」 주의';
  const counted = execFileSync('iconv', ['-f', 'UTF-8', '-t', 'EUC-KR'], { input: text }).length;
  expect(eucKrBytes(text)).toBe(counted);
});

test.each(['😀', '뷁', '\u200B', 'é'])('%j is not in EUC-KR', (text) => {
  expect(eucKrBytes(text)).toBeUndefined();
});

test('the WebOTP line stands below a sentence that leaves room for it', () => {
  const text = codeMessage({ sentence: `인증번호 ${code}`, host: 'localhost', code });
  expect(text).toBe(`인증번호 ${code}\n@localhost #${code}`);
});

test('exactly 90 bytes with the carrier line keep the WebOTP line, one more loses it', () => {
  const line = `\n@localhost #${code}`.length;
  const fitting = 'a'.repeat(smsBytes - 10 - line);
  expect(codeMessage({ sentence: fitting, host: 'localhost', code })).toContain('@localhost');
  expect(codeMessage({ sentence: `${fitting}a`, host: 'localhost', code })).toBe(`${fitting}a`);
});

test.each([
  ['가'.repeat(41), 'at most 80 bytes'],
  ['인증번호 😀', 'another character'],
  ['인증번호는 https://example.com 에서', 'without an address'],
  ['www.example.com', 'without an address'],
])('%j is no code message', (sentence, fault) => {
  expect(() => codeMessage({ sentence, host: 'localhost', code })).toThrow(fault);
});

test('a sentence of 80 bytes is one SMS', () => {
  expect(codeMessage({ sentence: '가'.repeat(40), host: 'localhost', code })).toBe('가'.repeat(40));
});
