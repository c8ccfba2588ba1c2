import { describe, expect, test } from '@jest/globals';
import { loadBanks } from '../../../services/banks/banks.ts';
import { judgeMessage, looksPasted, noticeKey } from '../../../services/knowledge/phishing.ts';
import { nothingPending, redact } from '../../../services/language/redaction/redact.ts';
import type { Happening, NamedCertificate } from '../../../services/notices/noticeWords.ts';
import { expiryStages } from '../../../services/notices/reminderPlan.ts';
import { maskName } from '../../../services/shared/masks.ts';
import { carrierLineBytes, eucKrBytes, smsBytes } from '../../../services/sms/smsText.ts';
import { words } from './noticeWorld.ts';

const room = smsBytes - carrierLineBytes;
const hong: NamedCertificate = {
  locale: 'ko',
  maskedName: '홍*동',
  bankCode: '004',
  product: 'personal',
  serial: '3F2A',
};
const happenings: readonly Happening[] = [
  'issued',
  'renewed',
  'reissued',
  'revoked',
  'held',
  'released',
  'credentialChanged',
];
const locales = ['ko', 'en'] as const;
const products = ['personal', 'businessFinance', 'businessTax'] as const;
const states = ['active', 'locked', 'held', 'expired'] as const;

const reminders = (about: NamedCertificate): string[] =>
  states.flatMap((state) => [
    ...expiryStages.map(({ stage, daysBefore }) =>
      words.reminder({ ...about, stage, day: '2027-11-30', daysLeft: daysBefore, state }),
    ),
    words.reminder({ ...about, stage: 'unused', day: '2027-11-30', daysLeft: 30, state }),
  ]);
const completions = (about: NamedCertificate): string[] =>
  happenings.map((happening) => words.completion({ ...about, happening }));
const everything = locales.flatMap((locale) =>
  products.flatMap((product) =>
    loadBanks().all.flatMap(({ code: bankCode }) => {
      const about = { ...hong, locale, product, bankCode };
      return [...reminders(about), ...completions(about)];
    }),
  ),
);

test('a reminder names who, where, what, which and when, and how to end it', () => {
  const text = words.reminder({ ...hong, stage: 'd7', day: '2027-11-30', daysLeft: 6, state: 'active' });
  expect(text).toBe('홍*동님 KB국민 개인용 인증서(3F2A) D-6, 11/30에 끝나요. 챗봇에 갱신/알림끄기');
});

test.each([
  ['active', '갱신'],
  ['locked', '재발급'],
  ['held', '문의'],
] as const)('what a customer can do with a %s one is %s', (state, act) => {
  const text = words.reminder({ ...hong, stage: 'd30', day: '2027-11-30', daysLeft: 30, state });
  expect(text).toContain(`챗봇에 ${act}/알림끄기`);
});

test.each(expiryStages)('the usual reminder of $stage is one SMS, in both languages', ({ stage, daysBefore }) => {
  for (const locale of locales) {
    for (const product of ['personal', 'businessTax'] as const) {
      const state = stage === 'ended' ? 'expired' : 'active';
      const day = '2027-11-30';
      const text = words.reminder({
        ...hong,
        locale,
        product,
        bankCode: '020',
        stage,
        day,
        daysLeft: daysBefore,
        state,
      });
      expect(eucKrBytes(text)).toBeLessThanOrEqual(room);
    }
  }
});

test.each(['issued', 'renewed', 'revoked', 'held', 'released'] as const)(
  'the usual notice of %s is one SMS',
  (happening) => {
    for (const locale of locales)
      expect(eucKrBytes(words.completion({ ...hong, locale, happening }))).toBeLessThanOrEqual(room);
  },
);

test('a completion notice says what was done and whom to call', () => {
  expect(completions(hong)).toEqual([
    '홍*동님 KB국민 개인용 인증서(3F2A)가 발급됐어요. 본인이 아니면 전화 1588-9999',
    '홍*동님 KB국민 개인용 인증서(3F2A)가 갱신됐어요. 본인이 아니면 전화 1588-9999',
    '홍*동님 KB국민 개인용 인증서(3F2A)가 재발급됐어요. 본인이 아니면 전화 1588-9999',
    '홍*동님 KB국민 개인용 인증서(3F2A)가 폐기됐어요. 본인이 아니면 전화 1588-9999',
    '홍*동님 KB국민 개인용 인증서(3F2A)가 정지됐어요. 본인이 아니면 전화 1588-9999',
    '홍*동님 KB국민 개인용 인증서(3F2A) 정지가 풀렸어요. 본인이 아니면 전화 1588-9999',
    '홍*동님 KB국민 개인용 인증서(3F2A)에 쓰는 비밀번호가 바뀌었어요. 본인이 아니면 KB국민 전화 1588-9999',
  ]);
});

test('every text can be carried, has no link, and fits an LMS', () => {
  expect(everything.length).toBeGreaterThan(3000);
  for (const text of everything) {
    expect(eucKrBytes(text)).toBeLessThanOrEqual(2000);
    expect(text).not.toMatch(/https?:|www\.|[a-z0-9-]+\.(?:kr|com|net)/i);
    expect(text).not.toContain('{{');
  }
});

test('a name that no phone can show is masked further', () => {
  const text = words.completion({ ...hong, maskedName: maskName('뷁길동'), happening: 'issued' });
  expect(text).toContain('**동님');
  expect(eucKrBytes(text)).toBeDefined();
});

describe('“이 문자 진짜예요?”', () => {
  const key = 'a key of the tests';
  const texts = locales.flatMap((locale) => [
    ...['3F2A', '1234', 'ABCD'].flatMap((serial) => reminders({ ...hong, locale, serial })),
    ...loadBanks().all.flatMap(({ code: bankCode }) => completions({ ...hong, locale, bankCode, serial: '9010' })),
  ]);
  const sent = new Set(texts.map((text) => noticeKey(key, text)));
  const records = { has: (one: string) => Promise.resolve(sent.has(one)) };
  const judged = (pasted: string) => {
    const { text } = redact(pasted, { expectingCode: false, previous: nothingPending });
    return judgeMessage({ text, key, sent: records });
  };

  test('each text is known as ours, as a phone shows it and with the question behind it', async () => {
    for (const text of texts) {
      const pasted = `[Web발신]\n${text}`;
      expect(looksPasted(pasted)).toBe(true);
      const verdicts = [await judged(pasted), await judged(`${pasted} 이 문자 진짜예요?`), await judged(text)];
      expect([text, ...verdicts]).toEqual([text, 'sentNotice', 'sentNotice', 'sentNotice']);
    }
  });

  test('one changed number, and it is not', async () => {
    const [notice = ''] = completions(hong);
    expect(await judged(notice.replace('1588-9999', '1588-9998'))).not.toBe('sentNotice');
    expect(await judged(`${notice} http://kb.example.com`)).toBe('link');
  });
});
