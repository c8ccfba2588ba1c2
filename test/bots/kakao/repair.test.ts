import { describe, expect, test } from '@jest/globals';
import { KakaoAnswers } from '../../../bots/kakao/kakaoAnswers.ts';
import type { Bubbles, KakaoButton, Output } from '../../../bots/kakao/kakaoResponse.ts';
import { faultsOf } from '../../../bots/kakao/kakaoValidator.ts';
import { seededRandom } from '../../support/seededRandom.ts';

const apology = '여기까지 들었어요.';
const say = (label: string): KakaoButton => ({ label, action: 'message', messageText: label });
const reply = (label: string, messageText = label) => ({ label, action: 'message', messageText }) as const;

/** The body as it goes out in production, and what the log was told. */
function answer(bubbles: Bubbles): { body: ReturnType<KakaoAnswers['body']>; log: unknown[] } {
  const log: unknown[] = [];
  const answers = new KakaoAnswers({
    linkOf: (text) => text,
    apology,
    log: { error: (fields) => void log.push(fields) },
  });
  return { body: answers.body(bubbles), log };
}

describe('a body that breaks a limit is repaired before it goes out, and the log says where, not with what', () => {
  test.each<[string, Output, RegExp]>([
    ['a long text', { simpleText: { text: '가나다. '.repeat(300) } }, /^가나다\./u],
    ['half an emoji', { simpleText: { text: `글 ${'👍'.slice(0, 1)}` } }, /^글/u],
    ['a long title', { textCard: { title: '제목 '.repeat(40), buttons: [say('네')] } }, /^제목/u],
    ['five buttons', { textCard: { title: '제목', buttons: ['가', '나', '다', '라', '마'].map(say) } }, /^제목/u],
    ['a long label', { textCard: { title: '제목', buttons: [say('아주 길고 길어서 다 들어가지 않는 말')] } }, /^제목/u],
    [
      'an address that is none',
      { textCard: { title: '제목', buttons: [{ label: '열기', action: 'webLink', webLinkUrl: 'x' }] } },
      /^제목/u,
    ],
    [
      'a wide table',
      { itemCard: { itemList: [{ title: '아주 긴 이름표', description: '값' }] } },
      /아주 긴 이름표: 값/u,
    ],
    [
      'a long list',
      {
        listCard: {
          header: { title: '고르기' },
          items: Array.from({ length: 9 }, (_, index) => ({ title: `${index}번`, ...reply('네') })),
        },
      },
      /^고르기/u,
    ],
  ])('%s', (_name, output, shows) => {
    const { body, log } = answer({ outputs: [output], quickReplies: [] });
    expect(faultsOf(body)).toEqual([]);
    const [shown] = body.template.outputs;
    const words =
      shown &&
      ('simpleText' in shown
        ? shown.simpleText.text
        : 'textCard' in shown
          ? (shown.textCard.title ?? shown.textCard.description)
          : '');
    expect(words).toMatch(shows);
    expect(log).toHaveLength(1);
    expect(JSON.stringify(log)).toContain('template.outputs.0');
    expect(JSON.stringify(log)).not.toMatch(/가나다|제목|이름표/u);
  });

  test('what is within the limits is left as it is, and nothing is logged', () => {
    const outputs: Output[] = [
      { simpleText: { text: '안녕하세요' } },
      { textCard: { title: '카드', buttons: [say('네')] } },
    ];
    const { body, log } = answer({ outputs, quickReplies: [reply('네')] });
    expect(body.template).toEqual({ outputs, quickReplies: [reply('네')] });
    expect(log).toEqual([]);
  });

  test('a sound bubble beside a broken one stays whole', () => {
    const sound: Output = { textCard: { title: '카드', buttons: [say('네'), say('아니요')] } };
    const { body } = answer({ outputs: [{ simpleText: { text: '가'.repeat(900) } }, sound], quickReplies: [] });
    expect(body.template.outputs[1]).toEqual(sound);
  });

  test('where nothing is left, the customer reads an apology', () => {
    const { body } = answer({ outputs: [{ simpleText: { text: ' \u200b ' } }], quickReplies: [] });
    expect(body.template.outputs).toEqual([{ simpleText: { text: apology } }]);
  });

  test('eleven short answers are ten, a long one is shorter, one that says nothing goes', () => {
    const labels = Array.from({ length: 11 }, (_, index) => reply(`답 ${index}`));
    const { body } = answer({ outputs: [{ simpleText: { text: '?' } }], quickReplies: [reply('', ' '), ...labels] });
    expect(faultsOf(body)).toEqual([]);
    expect(body.template.quickReplies).toHaveLength(10);
  });

  test('over thirty kilobytes the last bubbles go first', () => {
    const heavy = { ...reply('네'), extra: { pad: 'x'.repeat(29_500) } };
    const outputs: Output[] = ['하나', '둘', '셋'].map((text) => ({
      simpleText: { text: `${text} ${'가'.repeat(480)}` },
    }));
    const { body } = answer({ outputs, quickReplies: [heavy] });
    expect(faultsOf(body)).toEqual([]);
    expect(JSON.stringify(body)).toContain('하나');
  });
});

test('two thousand bodies of junk become bodies that Kakao takes', () => {
  const random = seededRandom('repair');
  const pick = <T>(list: readonly T[]): T => list[random.bytes(4).readUInt32BE() % list.length] as T; // an index of it
  const texts = [
    '',
    ' ',
    '가',
    '가'.repeat(600),
    '두\n줄',
    '\ud800',
    '👍'.repeat(300),
    'a b '.repeat(200),
    '\u200b',
    '값: 1',
  ];
  const links = ['https://a.kr/', 'x', '', 'javascript:alert(1)', `https://a.kr/${'x'.repeat(2_000)}`];
  const button = (): KakaoButton =>
    pick<() => KakaoButton>([
      () => ({ label: pick(texts), action: 'message', messageText: pick(texts) }),
      () => ({ label: pick(texts), action: 'webLink', webLinkUrl: pick(links) }),
      () => ({ label: pick(texts), action: 'phone', phoneNumber: pick(['1588', 'x', '']) }),
      () => ({ label: pick(texts), action: 'operator' }),
    ])();
  const some = <T>(make: () => T, most: number): T[] =>
    Array.from({ length: random.bytes(1).readUInt8() % (most + 1) }, make);
  const output = (): Output =>
    pick<() => Output>([
      () => ({ simpleText: { text: pick(texts) } }),
      () => ({ textCard: { title: pick(texts), description: pick(texts), buttons: some(button, 5) } }),
      () => ({ itemCard: { itemList: some(() => ({ title: pick(texts), description: pick(texts) }), 12) } }),
      () => ({
        listCard: {
          header: { title: pick(texts) },
          items: some(() => ({ title: pick(texts), link: { web: pick(links) } }), 7),
        },
      }),
    ])();
  for (let round = 0; round < 2_000; round += 1) {
    const bubbles = { outputs: some(output, 6), quickReplies: some(() => reply(pick(texts), pick(texts)), 12) };
    expect(faultsOf(answer(bubbles).body)).toEqual([]);
  }
});
