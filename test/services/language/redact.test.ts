import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mask, redact } from '../../../services/language/redaction/redact.ts';
import type { RedactionState } from '../../../services/language/redaction/redact.ts';

const anywhere = { expectingCode: false };
const atCodeStep = { expectingCode: true };

describe('resident numbers are erased in every spelling', () => {
  test.each([
    ['900101-1234568'],
    ['9001011234568'],
    ['900101 1234568'],
    ['900101 - 1234568'],
    ['900101–1234568'],
    ['900101−1234568'],
    ['900101ㅡ1234568'],
    ['９００１０１－１２３４５６８'],
    ['９００１０１1234568'],
    ['9 0 0 1 0 1 1 2 3 4 5 6 8'],
    ['9-0-0-1-0-1-1-2-3-4-5-6-8'],
    ['90.01.01-1234568'],
    ['900101.1234568'],
    ['900101/1234568'],
    ['900101_1234568'],
    ['900101​1234568'],
    ['19900101-1234568'],
    ['구공공일공일 다시 일이삼사오육팔'],
    ['구공공일공일에 일이삼사오육칠'],
    ['구공공일공일일이삼사오육팔'],
    ['구 공 공 일 공 일 하이픈 일 이 삼 사 오 육 팔'],
    ['구공공일공일-1234568'],
    ['٩٠٠١٠١-١٢٣٤٥٦٨'],
    ['950505-6543216'],
    ['880808-1111111'],
    ['8808081111111'],
    ['201101-3234567'],
    ['991332-1234567'],
    ['900101-1'],
  ])('%s', (number) => {
    for (const text of [number, `제 주민번호는 ${number} 이에요`, `${number}이요`, `네 ${number}번입니다`]) {
      const redacted = redact(text, anywhere);
      expect(redacted.found).toEqual(['residentNumber']);
      expect(redacted.text).toContain(mask);
      expect(redacted.text).not.toMatch(/[\d٠-٩]|공일|이삼|공 공/);
    }
  });

  test('one half after its word', () => {
    expect(redact('주민번호 앞 900101 뒤 1234568', anywhere).text).toBe(`주민번호 앞 ${mask} 뒤 ${mask}`);
    expect(redact('뒷자리는 1234568이에요', anywhere).text).toBe(`뒷자리는 ${mask}이에요`);
    expect(redact('생년월일 19900101', anywhere).text).toBe(`생년월일 ${mask}`);
  });

  test('beside a phone number, which stays', () => {
    expect(redact('010-1234-5678이고 900101 1234568이에요', anywhere).text).toBe(`010-1234-5678이고 ${mask}이에요`);
  });
});

describe('a number split over several messages', () => {
  const inTurn = (...messages: string[]) => {
    let previous: RedactionState | undefined;
    return messages.map((message) => {
      const { text, next } = redact(message, { expectingCode: false, previous });
      previous = JSON.parse(JSON.stringify(next)) as RedactionState; // as a store would keep it
      return text;
    });
  };

  test.each([
    [
      ['900101', '1234568이요'],
      [mask, `${mask}이요`],
    ],
    [
      ['제 번호는 900101', '1234568'],
      [`제 번호는 ${mask}`, mask],
    ],
    [
      ['900101-1', '234568'],
      [mask, mask],
    ],
    [
      ['900101', '123', '4568'],
      [mask, mask, mask],
    ],
    [
      ['9001', '011234568'],
      ['9001', mask],
    ],
    [
      ['주민번호 불러드릴게요', '1234568'],
      ['주민번호 불러드릴게요', mask],
    ],
    [
      ['제 비밀번호는', 'Abcd1234!'],
      ['제 비밀번호는', mask],
    ],
    [
      ['비번 알려줄게', '4829'],
      ['비번 알려줄게', mask],
    ],
    [
      ['계좌번호 적을게요', '110234567890'],
      ['계좌번호 적을게요', mask],
    ],
  ])('%j', (messages, shown) => expect(inTurn(...messages)).toEqual(shown));

  test.each([
    [['900101', '네']],
    [['900101', '2번이요']],
    [['010-1234-5678', '12']],
    [['010', '12345678']],
    [['비밀번호 바꾸려면 어떻게 해요', '010-1234-5678']],
    [['비밀번호 몰라요', '상담원']],
  ])('an innocent second message stays: %j', (messages) => expect(inTurn(...messages).at(-1)).toBe(messages.at(-1)));

  test('the state between them holds no digit of it', () => {
    expect(redact('900101-1234', anywhere).next).toEqual({ digits: 10, birthDate: true });
  });
});

describe('other secrets', () => {
  test.each([
    ['비밀번호 482913', 'credential', `비밀번호 ${mask}`],
    ['비번은 1234로 해주세요', 'credential', `비번은 ${mask}로 해주세요`],
    ['비밀번호는 Abcd1234! 이에요', 'credential', `비밀번호는 ${mask} 이에요`],
    ['Abcd1234!이 비번이에요', 'credential', `${mask}이 비번이에요`],
    ['비밀번호는 qlalfqjsgh', 'credential', `비밀번호는 ${mask}`],
    ['PIN: 482913', 'credential', `PIN: ${mask}`],
    ['핀번호 사팔이구일삼', 'credential', `핀번호 ${mask}`],
    ['482913이 제 비밀번호예요', 'credential', `${mask}이 제 비밀번호예요`],
    ['4111-1111-1111-1111', 'card', mask],
    ['4111 1111 1111 1111', 'card', mask],
    ['카드 5555555555554444요', 'card', `카드 ${mask}요`],
    ['국민 123456-01-234567', 'account', `국민 ${mask}`],
    ['우리은행 1002345678901', 'account', `우리은행 ${mask}`],
    ['110-234-567890', 'account', mask],
    ['계좌번호는 01012345678이요', 'account', `계좌번호는 ${mask}이요`],
    ['482913', 'code', mask],
    ['482 913', 'code', mask],
    ['사팔이구일삼이요', 'code', `${mask}이요`],
    ['인증번호 [482913] 입니다', 'code', `인증번호 [${mask}] 입니다`],
    ['١٢٣٤٥٦', 'code', mask],
  ])('%s', (text, kind, shown) => {
    const redacted = redact(text, anywhere);
    expect(redacted.text).toBe(shown);
    expect(redacted.found).toEqual([kind]);
    expect(redacted.code).toBeUndefined();
  });
});

describe('innocent numbers survive', () => {
  test.each([
    ['주문번호 20261122001234'],
    ['주문번호 482913 확인해 주세요'],
    ['운송장 6123456789012'],
    ['택배 송장번호가 8808081111111 인데요'],
    ['6123456789012'],
    ['1234567890123'],
    ['010-1234-5678'],
    ['01012345678이요'],
    ['번호는 공일공 이삼사오 육칠팔구'],
    ['공일공에 일이삼사에 오육칠팔'],
    ['+82 10-1234-5678'],
    ['02-123-4567로 전화 주세요'],
    ['1588-1234'],
    ['국민은행 010-1234-5678'],
    ['123-45-67891'],
    ['법인등록번호 110111-1234567'],
    ['2026-12-01에 끝나요'],
    ['26.12.01 만료'],
    ['2026년 12월 1일'],
    ['100000원 냈어요'],
    ['1,234,567원'],
    ['비밀번호 8자리인가요'],
    ['비밀번호 2026년에 바꿨어요'],
    ['비밀번호 5번 틀렸어요 1588-1234로 전화해요'],
    ['비밀번호 PIN 차이가 뭐예요'],
    ['비밀번호 찾는 주소 https://example.com/a1 맞아요?'],
    ['공인인증서 이 오류 이사 오일'],
    ['오류 코드 E10234'],
    ['12345a'],
    ['123456.0'],
    ['1234-5678-9012-3456'],
  ])('%s', (text) => expect(redact(text, anywhere)).toMatchObject({ text, found: [] }));
});

describe('the code that was asked for is taken out', () => {
  test.each([
    ['482913', '482913', mask],
    ['482 913이요', '482913', `${mask}이요`],
    ['４８２９１３', '482913', mask],
    ['482-913', '482913', mask],
    ['4 8 2 9 1 3', '482913', mask],
    ['사팔이구일삼이요', '482913', `${mask}이요`],
    ['사팔이 구일삼', '482913', mask],
    ['사팔이구일이요', '482912', `${mask}요`],
    ['인증번호는 000123입니다', '000123', `인증번호는 ${mask}입니다`],
    ['010-1234-5678로 482913 왔어요', '482913', `010-1234-5678로 ${mask} 왔어요`],
    ['[Web발신] 인증번호 [482913]를 입력하세요', '482913', `[Web발신] 인증번호 [${mask}]를 입력하세요`],
  ])('%s', (text, code, shown) => {
    expect(redact(text, atCodeStep)).toEqual({
      text: shown,
      found: ['code'],
      code,
      next: { digits: 0, birthDate: false },
    });
  });

  test.each([
    ['12345'],
    ['1234567'],
    ['12345a'],
    ['123456a'],
    ['123456.0'],
    ['0.123456'],
    ['100,000'],
    ['100000원'],
    ['123456 654321'],
    ['["123456","123457"]'],
    ['١٢٣٤٥٦'],
    ['900101-1234568'],
    ['900101 1234568'],
    ['비밀번호 482913'],
    ['010-1234-5678'],
    ['번호가 안 와요'],
  ])('%s is no code', (text) => expect(redact(text, atCodeStep).code).toBeUndefined());
});

test('no digit of a resident number survives any dress', () => {
  const dress = fc.constantFrom('', ' ', '-', ' - ', '–', '.', ' 다시 ', '\u200b', '－');
  const before = fc.constantFrom('', '제 번호는 ', '주민등록번호 ', '아 ', '신한은행이고 ');
  const after = fc.constantFrom('', '이요', ' 입니다', '이에요', '요');
  fc.assert(
    fc.property(dress, before, after, fc.boolean(), (hyphen, head, tail, spoken) => {
      const digits = '공일이삼사오육칠팔구';
      const number = spoken
        ? Array.from('9001011234568', (figure) => digits.charAt(Number(figure))).join('')
        : '9001011234568';
      const { text, found } = redact(head + number.slice(0, 6) + hyphen + number.slice(6) + tail, anywhere);
      expect(found).toEqual(['residentNumber']);
      expect(text).not.toMatch(/\d|공일|이삼/);
    }),
  );
});

test('erasing twice changes nothing, and any text is survived', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.boolean(), (text, expectingCode) => {
      const once = redact(text, { expectingCode }).text;
      expect(redact(once, anywhere).text).toBe(once);
    }),
  );
});

test.each(['0', '900101-', '1 ', '1-', '구공', '비밀번호 ', '1234 가 ', '국민 12345678901 ', 'a1!', ' ', '비밀번호는'])(
  'a number behind fifty thousand characters of %j is erased',
  (piece) => {
    const text = `${piece.repeat(Math.ceil(50_000 / piece.length))} 주민번호는 900101-1234568이에요`;
    expect(redact(text, anywhere).text).not.toContain('1234568');
  },
);
