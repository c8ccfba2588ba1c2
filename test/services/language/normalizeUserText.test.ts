import { expect, test } from '@jest/globals';
import { longestMessage, normalizeUserText } from '../../../services/language/reading/normalizeUserText.ts';

const rows: readonly [name: string, typed: string, read: string][] = [
  ['decomposed Hangul, as a Mac sends it', '인증서'.normalize('NFD'), '인증서'],
  ['full-width figures', '１２３４５６', '123456'],
  ['half-width jamo', 'ﾷￂﾷ ok', 'ㅇㅏㅇ ok'],
  ['digits in circles and keycaps', '② 1️⃣', '2 1'],
  ['letters typed one by one', 'ㅇㅣㄴㅈㅡㅇㅅㅓ 발급', '인증서 발급'],
  ['initials only stay', 'ㅇㅇ ㄴㄴ', 'ㅇㅇ ㄴㄴ'],
  ['drawn-out endings', '안 와요ㅠㅠㅠㅠㅠ!!!! ㅋㅋㅋㅋ', '안 와요ㅠㅠ! ㅋㅋ'],
  ['repeated spoken digits stay', '공일공 공공공공', '공일공 공공공공'],
  ['bidi isolates', '⁦admin⁩⁧발급⁩', 'admin발급'],
  ['a family of emoji', '👨‍👩‍👧‍👦 발급해줘', '👨👩👧👦 발급해줘'],
  ['control characters and line breaks', '갱신\r\n\u0000해 줘\t', '갱신 해 줘'],
  ['stacked marks', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚', 'Z'],
  ['digits of another script are not ours', '١٢٣٤٥٦', '١٢٣٤٥٦'],
  ['Hangul fillers are nothing', 'ㅤᅟᅠﾠ', ''],
  ['zero-width characters are nothing', '​‌‍⁠﻿', ''],
  ['private use and noncharacters are nothing', '\uE000\uFFFF\uFDD0', ''],
  ['Korean on an English keyboard', 'dlswmdtj', '인증서'],
  ['the same with short words and capitals', 'DLSWMDTJ rodtls go wnj', '인증서 갱신 해 줘'],
  ['a command on an English keyboard', 'cjdmadmfh', '처음으로'],
  ['English is English', 'please renew my password', 'please renew my password'],
  ['abbreviations stay', 'KB USB OTP PIN wifi sms', 'KB USB OTP PIN wifi sms'],
  ['an address is no Korean', 'dlswmdtj@example.com', 'dlswmdtj@example.com'],
  ['a lone surrogate is nothing', '네\uD83D', '네'],
];

test.each(rows)('%s', (_, typed, read) => {
  expect(normalizeUserText(typed)).toEqual({ text: read, tooLong: false });
  expect(normalizeUserText(read).text).toBe(read);
});

test('a thousand characters are read, one more is told apart, a megabyte costs nothing', () => {
  expect(normalizeUserText('가'.repeat(longestMessage))).toEqual({ text: '가'.repeat(longestMessage), tooLong: false });
  expect(normalizeUserText('가'.repeat(longestMessage + 1))).toEqual({ text: '', tooLong: true });
  expect(normalizeUserText('발급 '.repeat(3334)).tooLong).toBe(true);
  expect(normalizeUserText('가'.repeat(349_525)).tooLong).toBe(true);
  expect(normalizeUserText('😀'.repeat(longestMessage)).tooLong).toBe(false);
});
