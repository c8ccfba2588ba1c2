import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { readRenewals, scoreRenewals } from '../../../bench/renewals.ts';
import { readSlotGold, scoreSlots } from '../../../bench/slotScores.ts';
import { dresses, heldOutSets, readHeldOut, scoreHeldOut } from '../../../bench/understanding.ts';
import { scoreUnderstanding } from '../../../bench/understandingScores.ts';
import { bandOf } from '../../../services/language/reading/confidenceBand.ts';
import { normalizeUserText } from '../../../services/language/reading/normalizeUserText.ts';
import { readYesNo } from '../../../services/language/slots/yesNo.ts';
import { readTrainingTexts } from '../../../services/language/training/trainingTexts.ts';
import { createUnderstand } from '../../../services/language/reading/understand.ts';
import { understandCommand } from '../../../services/language/command/understandCommand.ts';
import type { Understand, Understanding } from '../../../services/language/understanding.ts';
import { NearTexts } from './nearTexts.ts';

const folder = new URL('../../../services/language/training/', import.meta.url).pathname;
const understand = createUnderstand(`${folder}model.bin`);

/** The same thousands of messages are asked about several times: each is read once. */
const read = new Map<string, Understanding>();
const reread: Understand = (text) => {
  const understanding = read.get(text) ?? understand(text);
  read.set(text, understanding);
  return understanding;
};

describe('the goals of understanding, on messages that were never trained on', () => {
  const scores = scoreHeldOut(reread);

  test.each(['development', 'voices', 'untouched', 'strangers', 'chatLog'])('%s, as written', (name) => {
    const written = scores[`${name}, as written`];
    expect(written?.accuracy).toBeGreaterThanOrEqual(90);
    expect(written?.macroF1).toBeGreaterThanOrEqual(90);
    expect(written?.inScope).toBeGreaterThanOrEqual(90);
    expect(written?.outOfScopeRecall).toBeGreaterThanOrEqual(88);
    expect(written?.outOfScopePrecision).toBeGreaterThanOrEqual(85);
    expect(written?.top3).toBeGreaterThanOrEqual(97);
  });

  test('whose miss costs most is found, in all sets together: each holds too few of them alone', () => {
    const { urgentRecall } = scoreUnderstanding(
      reread,
      heldOutSets.flatMap((name) => readHeldOut(name)),
    );
    for (const recall of Object.values(urgentRecall)) expect(recall).toBeGreaterThanOrEqual(93);
  });

  test('the examples that somebody else wrote', () => {
    expect(accuracyOf('examples, as written')).toBeGreaterThanOrEqual(97);
  });

  test.each(heldOutSets)('%s: hardly ever acted on wrongly, and settled within two turns', (name) => {
    expect(scores[`${name}, as written`]?.actedWrongly).toBeLessThanOrEqual(1);
    expect(scores[`${name}, as written`]?.resolvedInTwo).toBeGreaterThanOrEqual(97);
  });

  test.each(heldOutSets)('%s without spaces lose no more than three points', (name) => {
    const loss = accuracyOf(`${name}, as written`) - accuracyOf(`${name}, no spaces`);
    expect(loss).toBeLessThanOrEqual(3);
  });

  test.each(heldOutSets)('%s with a mistyped letter lose no more than six points', (name) => {
    const loss = accuracyOf(`${name}, as written`) - accuracyOf(`${name}, one letter mistyped`);
    expect(loss).toBeLessThanOrEqual(6);
  });

  test.each(heldOutSets)('%s on an English keyboard lose no more than six points', (name) => {
    const loss = accuracyOf(`${name}, as written`) - accuracyOf(`${name}, English keyboard`);
    expect(loss).toBeLessThanOrEqual(6);
  });

  test('no message is taken for a yes that is none, however it is typed', () => {
    for (const wear of Object.values(dresses)) {
      const taken = heldOutSets
        .flatMap((name) => readHeldOut(name))
        .filter(({ intent }) => intent !== 'yes')
        .filter(({ text }) => {
          const { text: cleaned } = normalizeUserText(wear(text));
          const understanding = reread(cleaned);
          const asYes = understanding.intent === 'yes' && bandOf(understanding) === 'act';
          return asYes || readYesNo(cleaned) === 'yes';
        });
      expect(taken).toEqual([]);
    }
  });

  test('initial consonants alone', () => {
    expect(scoreUnderstanding(understand, readHeldOut('initials')).mistakes).toEqual([]);
  });

  function accuracyOf(name: string): number {
    return scores[name]?.accuracy ?? 0;
  }
});

describe('the goals of slots, on messages whose slots were written down first', () => {
  const scores = {
    slots: scoreSlots(understand, readSlotGold('slots')),
    slotsSecond: scoreSlots(understand, readSlotGold('slotsSecond')),
  };

  test('there are enough of them', () => {
    expect(scores.slots.messages + scores.slotsSecond.messages).toBeGreaterThanOrEqual(500);
  });

  test.each(['slots', 'slotsSecond'] as const)('%s', (name) => {
    const { exactFrame, f1 } = scores[name];
    expect(exactFrame).toBeGreaterThanOrEqual(95);
    expect(f1.bank).toBeGreaterThanOrEqual(97);
    expect(f1.phone).toBeGreaterThanOrEqual(97);
    for (const slot of ['when', 'certificate_kind', 'purpose', 'action'] as const) {
      expect([slot, f1[slot] >= 95]).toEqual([slot, true]);
    }
  });
});

describe('a renewal asked for in one sentence, two hundred ways', () => {
  const renewals = readRenewals();
  const scores = scoreRenewals(understand, renewals);

  test('is begun at once nearly always, with the bank that was named', () => {
    expect(new Set(renewals.map(({ text }) => text)).size).toBe(200);
    expect(scores.acted).toBeGreaterThanOrEqual(95);
    expect(scores.bankRight).toBeGreaterThanOrEqual(99);
  });
});

test('the held-out messages are in no training file', () => {
  const trained = new Set(readTrainingTexts(folder).map(({ text }) => text.replace(/\s/g, '')));
  for (const name of heldOutSets) {
    expect(readHeldOut(name).filter(({ text }) => trained.has(text.replace(/\s/g, '')))).toEqual([]);
  }
});

test('no held-out message of the voices is nearly a training text', () => {
  const trained = new NearTexts(readTrainingTexts(folder).map(({ text }) => text));
  for (const name of ['voices', 'untouched', 'strangers', 'chatLog'] as const) {
    for (const { text } of readHeldOut(name)) expect([text, trained.near(text)]).toEqual([text, undefined]);
  }
});

test('no training text stands under two intents, and none is nearly another of its intent', () => {
  const seen = new Map<string, string>();
  const texts = new Map<string, string[]>();
  for (const { text, intent } of readTrainingTexts(folder)) {
    const joined = text.replace(/\s/g, '');
    expect([text, seen.get(joined) ?? intent]).toEqual([text, intent]);
    seen.set(joined, intent);
    texts.set(intent, [...(texts.get(intent) ?? []), text]);
  }
  expect(texts.size).toBe(42);
  for (const [intent, all] of texts) {
    expect([intent, all.length >= 45]).toEqual([intent, true]);
    const others = new NearTexts(all);
    for (const [own, text] of all.entries()) expect([text, others.near(text, own)]).toEqual([text, undefined]);
  }
});

describe('intents, slots and the three bands', () => {
  test.each([
    ['우리은행 개인용으로 새로 만들게요', { action: 'issue', bank: 'woori', certificate_kind: 'personal' }],
    ['세금계산서 발행하려고요 사업자예요', { certificate_kind: 'business', purpose: 'e_tax' }],
    ['농협 말고 하나로 바꿔주세요', { bank: 'hana' }],
    ['번호는 공일공 이삼사오 육칠팔구', { phone: '01023456789' }],
    ['다음달 3일에 끝난다던데', { when: 'next_month-03' }],
    [
      '기업은행 금융공공용 갱신해줘',
      { action: 'renew', bank: 'ibk', certificate_kind: 'business', purpose: 'finance_public' },
    ],
    ['내일 오후 3시에 전화 주세요', { when: 'tomorrow time:15:00' }],
    ['personal', { certificate_kind: 'personal' }],
    ['business certificate', { certificate_kind: 'business' }],
    ['e-tax', { certificate_kind: 'business', purpose: 'e_tax' }],
    ['KB', { bank: 'kb' }],
    ['Woori bank', { bank: 'woori' }],
    ['renew my Shinhan personal certificate', { action: 'renew', bank: 'shinhan', certificate_kind: 'personal' }],
    ['when does it expire', { action: 'check_expiry' }],
  ])('%s', (text, slots) => expect(understand(text).slots).toEqual(slots));

  test.each([
    ['취소', 'cancel'],
    ['ㅊㅅ', 'cancel'],
    ['그만 할래요', 'cancel'],
    ['이전으로 돌아가 주세요', 'go_back'],
    ['처음으로', 'start_over'],
    ['ㅅㄷㅇ', 'talk_to_agent'],
    ['상담원 연결해 주세요', 'talk_to_agent'],
    ['ㅇㅇ', 'yes'],
    ['ㄴㄴ', 'no'],
    ['ㄱㅅㄱㅅ', 'thanks'],
    ['누가 제 이름으로 인증서를 만들었어요', 'report_fraud'],
    ['renew', 'renew_certificate'],
    ['issue', 'issue_certificate'],
    ['reissue', 'reissue_certificate'],
    ['revoke', 'revoke_certificate'],
    ['when does it expire', 'check_expiry'],
    ['agent', 'talk_to_agent'],
    ['cancel', 'cancel'],
    ['go back', 'go_back'],
    ['start over', 'start_over'],
    ['dlswmdtj rodtls', 'renew_certificate'],
  ])('%s is acted on as %s', (text, intent) => {
    const understanding = understand(normalizeUserText(text).text);
    expect(understanding.intent).toBe(intent);
    expect(bandOf(understanding)).toBe('act');
  });

  test.each([
    ['오늘 날씨 어때'],
    ['신용카드 재발급'],
    ['여권 갱신하려면'],
    ['SSL 인증서 갱신'],
    ['카카오톡 비밀번호 변경'],
    ['ㅁㄴㅇㄹ'],
    ['???'],
    [''],
  ])('%s is nobody’s business here', (text) => {
    const understanding = understand(text);
    expect(understanding.intent).toBe('out_of_scope');
    expect(bandOf(understanding)).toBe('fallback');
  });

  test('each band begins where it says', () => {
    expect(bandOf({ intent: 'cancel', confidence: 0.85 })).toBe('act');
    expect(bandOf({ intent: 'cancel', confidence: 0.84 })).toBe('offer');
    expect(bandOf({ intent: 'fees', confidence: 0.85 })).toBe('act');
    expect(bandOf({ intent: 'fees', confidence: 0.84 })).toBe('offer');
    expect(bandOf({ intent: 'fees', confidence: 0.11 })).toBe('fallback');
    expect(bandOf({ intent: 'report_fraud', confidence: 0.5 })).toBe('act');
    expect(bandOf({ intent: 'report_fraud', confidence: 0.49 })).toBe('offer');
    expect(bandOf({ intent: 'out_of_scope', confidence: 0.6 })).toBe('fallback');
    expect(bandOf({ intent: 'out_of_scope', confidence: 0.59 })).toBe('offer');
  });

  test('the answer is the same each time, alternatives are others, at least two, best first', () => {
    for (const { text } of readHeldOut('development')) {
      const { intent, alternatives, confidence } = understand(text);
      expect(understand(text)).toEqual(understand(text));
      expect(alternatives.length).toBeGreaterThanOrEqual(2);
      expect(alternatives.map((other) => other.intent)).not.toContain(intent);
      expect(alternatives.map((other) => other.confidence)).toEqual(
        alternatives.map((other) => other.confidence).toSorted((a, b) => b - a),
      );
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThanOrEqual(1);
    }
  });
});

describe('npm run -s understand', () => {
  async function answersTo(input: string): Promise<Understanding[]> {
    const output = new PassThrough();
    await understandCommand({ input: Readable.from([input]), output, understand });
    output.end();
    const lines = (await textOf(output)).split('\n');
    expect(lines.pop()).toBe('');
    return lines.map((line) => JSON.parse(line) as Understanding);
  }

  test('one object a line, in order, the message as it came', async () => {
    const answers = await answersTo('수수료 얼마예요?\r\n\n국민 인증서   갱신해줘ㅠㅠㅠㅠ\n');
    expect(answers.map(({ text, intent }) => [text, intent])).toEqual([
      ['수수료 얼마예요?', 'fees'],
      ['', 'out_of_scope'],
      ['국민 인증서   갱신해줘ㅠㅠㅠㅠ', 'renew_certificate'],
    ]);
    expect(Object.keys(answers[2] ?? {})).toEqual(['text', 'intent', 'confidence', 'alternatives', 'slots']);
    expect(answers[2]?.slots).toEqual({ action: 'renew', bank: 'kb' });
  });

  test('a secret is not repeated, a message too long is not read', async () => {
    const [secret, long] = await answersTo(`주민번호는 900101-1234568\n${'발급 '.repeat(3334)}\n`);
    expect(secret?.text).toBe('주민번호는 ••••••');
    expect(long).toMatchObject({ text: '', intent: 'out_of_scope' });
  });
});

test('the model on disk stays small', () => {
  expect(readFileSync(`${folder}model.bin`).length).toBeLessThan(2.5 * 1024 * 1024);
});

test('a file that is no model is refused', () => {
  expect(() => createUnderstand(`${folder}templates.json`)).toThrow();
});
