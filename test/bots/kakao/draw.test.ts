import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { draw, pageOf } from '../../../bots/kakao/kakaoDraw.ts';
import { kakaoLimits, responseOf, type KakaoQuickReply, type Output } from '../../../bots/kakao/kakaoResponse.ts';
import { shorten, splitText, widthOf } from '../../../bots/kakao/kakaoText.ts';
import { faultsOf } from '../../../bots/kakao/kakaoValidator.ts';
import { card, table, text, type Button, type Reply } from '../../../dialogs/turn/replies.ts';
import { offer } from '../../support/offer.ts';

const style = { answer: 4 };
const more: KakaoQuickReply = { label: '더보기', action: 'message', messageText: '더보기', extra: { show: 'more' } };
const page = (replies: readonly Reply[], how: { answer: number; operatorLabel?: string } = style) =>
  pageOf(draw(replies, how), more, ({ label }) => label === '상담원 연결');
/** Links are placeholders while an answer is drawn. */
const withLinks = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body).replaceAll(/"secure-visit:[^"]*"/g, '"https://example.com/secure/x"'));

describe('bubbles', () => {
  test('words, a card, a table and short answers', () => {
    const replies = offer(
      [
        text('안녕하세요.'),
        card({
          title: '3/5 로그인하고 본인 확인하기',
          text: '안전한 화면에서 한 번에 끝나요.',
          buttons: [
            { label: '안전한 화면 열기', link: 'secure-visit:case:1' },
            { label: '입력을 마쳤어요', value: { step: 'identity', visit: 1 } },
            { label: '전화 걸기', phone: '1588-5000' },
          ],
        }),
        table({
          title: '발급 전 마지막 확인',
          rows: [
            ['이름', '김*희'],
            ['은행', '우리은행'],
          ],
          buttons: [{ label: '네' }],
        }),
      ],
      [{ label: '이전' }, { label: 'KB국민', value: { step: 'bank', bank: 'kb' } }],
    );
    const drawn = page(replies);
    expect(drawn.rest).toBeUndefined();
    expect(drawn.now.outputs).toEqual([
      { simpleText: { text: '안녕하세요.' } },
      {
        textCard: {
          title: '3/5 로그인하고 본인 확인하기',
          description: '안전한 화면에서 한 번에 끝나요.',
          buttons: [
            { label: '안전한 화면 열기', action: 'webLink', webLinkUrl: 'secure-visit:case:1' },
            {
              label: '입력을 마쳤어요',
              action: 'message',
              messageText: '입력을 마쳤어요',
              extra: { step: 'identity', visit: 1, answer: 4 },
            },
            { label: '전화 걸기', action: 'phone', phoneNumber: '15885000' },
          ],
          buttonLayout: 'vertical',
        },
      },
      {
        itemCard: {
          head: { title: '발급 전 마지막 확인' },
          itemList: [
            { title: '이름', description: '김*희' },
            { title: '은행', description: '우리은행' },
          ],
          itemListAlignment: 'left',
          buttons: [{ label: '네', action: 'message', messageText: '네', extra: { answer: 4 } }],
          buttonLayout: 'vertical',
        },
      },
    ]);
    expect(drawn.now.quickReplies).toEqual([
      { label: '이전', action: 'message', messageText: '이전', extra: { answer: 4 } },
      { label: 'KB국민', action: 'message', messageText: 'KB국민', extra: { step: 'bank', bank: 'kb', answer: 4 } },
    ]);
    expect(faultsOf(withLinks(responseOf(drawn.now)))).toEqual([]);
  });

  test('typing, traces and empty activities are left out; the last short answers count', () => {
    const replies: Reply[] = [
      { type: 'typing' },
      { type: 'trace', text: 'inside' },
      ...offer([text('1')], [{ label: 'old' }]),
      ...offer([text('2')], [{ label: 'new' }]),
      { type: 'message' },
    ];
    const { outputs, quickReplies } = page(replies).now;
    expect(outputs).toHaveLength(2);
    expect(quickReplies.map(({ label }) => label)).toEqual(['new']);
  });

  test('a table that does not fit becomes a card with lines', () => {
    const long = table({
      title: '결과',
      rows: [
        ['여섯글자넘는줄', '값'],
        ['이름', '홍*동'],
      ],
    });
    expect(page([long]).now.outputs).toEqual([
      { textCard: { title: '결과', description: '여섯글자넘는줄: 값\n이름: 홍*동' } },
    ]);
  });

  test('the name of a row is one line', () => {
    const broken = table({ title: '표', rows: [['이\n름', '홍*동']] });
    const { outputs } = page([broken]).now;
    expect(outputs.map((one) => 'itemCard' in one && one.itemCard.itemList[0]?.title)).toEqual(['이 름']);
  });

  test('eleven rows are two tables', () => {
    const rows = Array.from({ length: 11 }, (_, index) => [`줄${index}`, `${index}`] as const);
    const { outputs } = page([table({ title: '표', rows, buttons: [{ label: '네' }] })]).now;
    expect(outputs.map((one) => 'itemCard' in one && one.itemCard.itemList.length)).toEqual([10, 1]);
    expect(outputs.map((one) => 'itemCard' in one && one.itemCard.buttons?.length)).toEqual([undefined, 1]);
  });

  test('a card with more choices than a card holds becomes a list', () => {
    const buttons: Button[] = ['가', '나', '다', '라', '마', '바'].map((label) => ({ label }));
    const { outputs } = page([card({ title: '골라 주세요', text: '', buttons })]).now;
    expect(outputs.map((one) => 'listCard' in one && one.listCard.items.length)).toEqual([5, 1]);
  });

  test('links among the short answers become buttons', () => {
    const drawn = page(
      offer([text('여기')], [{ label: '약관 보기', link: 'https://example.com/terms' }, { label: '네' }]),
    );
    expect(drawn.now.outputs.at(-1)).toMatchObject({ textCard: { buttons: [{ action: 'webLink' }] } });
    expect(drawn.now.quickReplies.map(({ label }) => label)).toEqual(['네']);
  });

  describe('the operator’s button', () => {
    const handoff = { title: '상담번호 4821', text: '기다려 주세요.', handoff: true };
    const phone = { label: '전화 걸기', phone: '1588-5000' };
    const callBack = { label: '전화해 주세요' };
    const actions = (drawn: Parameters<typeof card>[0], operatorLabel?: string) =>
      page([card(drawn)], operatorLabel === undefined ? { answer: 1 } : { answer: 1, operatorLabel })
        .now.outputs.flatMap((one) => ('textCard' in one ? (one.textCard.buttons ?? []) : []))
        .map(({ action }) => action);

    test('stands in a hand-off card behind the phone, when the channel has agents', () => {
      expect(actions({ ...handoff, buttons: [phone, callBack] }, '상담원 연결')).toEqual([
        'phone',
        'operator',
        'message',
      ]);
      expect(actions({ ...handoff, buttons: [callBack, phone] }, '상담원 연결')).toEqual([
        'message',
        'phone',
        'operator',
      ]);
      expect(actions(handoff, '상담원 연결')).toEqual(['operator']);
    });

    test('stands in no other card, and nowhere when the channel has none', () => {
      expect(actions({ ...handoff, buttons: [phone, callBack] })).toEqual(['phone', 'message']);
      const other = { title: '지금 바로 전화하세요', text: '글', buttons: [phone, { label: '상담원 연결' }] };
      expect(actions(other, '상담원 연결')).toEqual(['phone', 'message']);
    });
  });

  test('a long label is shortened, its words are said whole', () => {
    const [button] = page(offer([text('?')], [{ label: '아주 길고 길어서 단추에 다 들어가지 않는 말' }])).now
      .quickReplies;
    expect(button?.label).toBe('아주 길고 길어서 단추에…');
    expect(button?.messageText).toBe('아주 길고 길어서 단추에 다 들어가지 않는 말');
  });
});

describe('three bubbles an answer', () => {
  const texts = (...words: string[]) => words.map((word) => text(word));

  test('neighbouring short texts are put together', () => {
    const { now, rest } = page(texts('하나.', '둘.', '셋도 있어요.', '넷도 있어요.'));
    expect(rest).toBeUndefined();
    expect(now.outputs).toHaveLength(3);
    expect(JSON.stringify(now.outputs)).toContain('하나.\\n\\n둘.');
  });

  test('long ones wait, and the way to a person stays', () => {
    const long = '가나다라마바사. '.repeat(40);
    const replies = offer(texts(long, long, long, long), [{ label: '이전' }, { label: '상담원 연결' }]);
    const { now, rest } = page(replies);
    expect(now.outputs).toHaveLength(3);
    expect(now.quickReplies.map(({ label }) => label)).toEqual(['더보기', '상담원 연결']);
    expect(rest?.outputs).toHaveLength(1);
    expect(rest?.quickReplies.map(({ label }) => label)).toEqual(['이전', '상담원 연결']);
  });
});

describe('a long text', () => {
  test('is parted at the end of a sentence', () => {
    const sentence = '금융인증서는 은행에서 발급받을 수 있어요.';
    const parts = splitText(Array.from({ length: 40 }, () => sentence).join(' '), 500);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part.endsWith('있어요.')).toBe(true);
  });

  test.each([
    ['a paragraph', `${'가'.repeat(300)}\n\n${'나'.repeat(300)}`, '가'.repeat(300)],
    ['a line', `${'가'.repeat(300)}\n${'나'.repeat(300)}`, '가'.repeat(300)],
    ['a word', `${'가'.repeat(300)} ${'나'.repeat(300)}`, '가'.repeat(300)],
    ['nowhere: between two letters', '가'.repeat(700), '가'.repeat(500)],
    ['five hundred: not at all', '가'.repeat(500), '가'.repeat(500)],
  ])('%s', (_name, long, first) => {
    expect(splitText(long, 500)[0]).toBe(first);
  });

  test('never inside a syllable of conjoining jamo, an emoji or a surrogate pair', () => {
    const jamo = '\u1112\u1161\u11ab'.repeat(400);
    const family = '👨‍👩‍👧‍👦'.repeat(120);
    for (const part of splitText(jamo, 500)) expect(part.length % 3).toBe(0);
    for (const part of splitText(family, 500)) expect(part.startsWith('👨') && part.endsWith('👦')).toBe(true);
  });

  test('keeps every letter, whatever it is made of', () => {
    const letters = fc.string({ unit: 'grapheme', maxLength: 1500 });
    fc.assert(
      fc.property(letters, fc.integer({ min: 20, max: 500 }), (long, most) => {
        const parts = splitText(long, most);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(most);
          expect(part).not.toBe('');
        }
        expect(parts.join('').replaceAll(/\s/gu, '')).toBe(long.replaceAll(/\s/gu, ''));
      }),
      { numRuns: 200 },
    );
  });

  test('shortened it is at most as long as allowed, and whole letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 6, max: 20 }), (long, most) => {
        const short = shorten(long, most);
        expect(short.length).toBeLessThanOrEqual(most);
      }),
      { numRuns: 300 },
    );
    expect(shorten('금융인증서를 발급해 주세요', 12)).toBe('금융인증서를 발급해…');
    expect(shorten('열네글자딱맞는단추이름이다', 14)).toBe('열네글자딱맞는단추이름이다');
  });
});

test('a syllable is two wide, a letter one', () => {
  expect([widthOf('가나'), widthOf('ab1'), widthOf('2026.11.22'), widthOf('👍')]).toEqual([4, 3, 10, 2]);
});

test('whatever the bot shows becomes answers within every limit, and nothing is lost', () => {
  const words = (most: number) =>
    fc.string({ unit: fc.constantFrom('가', '나요. ', 'a', ' ', '\n', '👍', '1'), minLength: 1, maxLength: most });
  const button: fc.Arbitrary<Button> = fc.oneof(
    fc.record({ label: words(30), value: fc.constant({ step: 'bank', token: 'x' }) }),
    fc.record({ label: words(30) }),
    fc.record({ label: words(30), link: fc.constant('https://example.com/a') }),
    fc.record({ label: words(30), phone: fc.constant('1588-5000') }),
  );
  const buttons = fc.array(button, { maxLength: 7 });
  const reply: fc.Arbitrary<Reply> = fc.oneof(
    words(1500).map((said) => text(said)),
    fc.record({ title: words(80), text: words(700), buttons }).map((one) => card(one)),
    fc
      .record({ title: words(60), rows: fc.array(fc.tuple(words(8), words(60)), { maxLength: 14 }), buttons })
      .map((one) => table(one)),
  );
  fc.assert(
    fc.property(fc.array(reply, { maxLength: 6 }), fc.array(button, { maxLength: 14 }), (replies, offered) => {
      const drawn = draw(offer(replies, offered), style);
      let rest: typeof drawn | undefined = drawn;
      const seen: Output[] = [];
      while (rest && rest.outputs.length > 0) {
        const { now, rest: left } = pageOf(rest, more, () => false);
        expect(faultsOf(responseOf(now))).toEqual([]);
        seen.push(...now.outputs);
        rest = left;
      }
      expect(seen.length).toBeLessThanOrEqual(drawn.outputs.length);
      expect(drawn.quickReplies.length).toBeLessThanOrEqual(kakaoLimits.quickReplies);
    }),
    { numRuns: 300 },
  );
});
