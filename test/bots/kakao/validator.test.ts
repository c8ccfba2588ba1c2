import { describe, expect, test } from '@jest/globals';
import type { KakaoButton, Output } from '../../../bots/kakao/kakaoResponse.ts';
import { faultsOf } from '../../../bots/kakao/kakaoValidator.ts';

const say = (label = '네', messageText = '네'): KakaoButton => ({ label, action: 'message', messageText });
const many = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
const row = (title = '이름', description = '홍*동') => ({ title, description });
const link = (web: string) => ({ title: '열기', link: { web } });

const body = (outputs: readonly unknown[], quickReplies?: readonly unknown[]): unknown => ({
  version: '2.0',
  template: { outputs, ...(quickReplies ? { quickReplies } : {}) },
});
const text = (length: number): Output => ({ simpleText: { text: '가'.repeat(length) } });
const card = (parts: object): unknown => body([{ textCard: { title: '제목', ...parts } }]);
const table = (parts: object): unknown => body([{ itemCard: { itemList: [row()], ...parts } }]);
const list = (parts: object): unknown =>
  body([{ listCard: { header: { title: '고르기' }, items: [{ ...link('https://a.kr/') }], ...parts } }]);

/** One inside each limit of KAKAO §2, one outside. */
describe.each<[string, unknown, unknown]>([
  ['three bubbles', body(many(3, text(1))), body(many(4, text(1)))],
  ['a bubble at least', body([text(1)]), body([])],
  ['ten short answers', body([text(1)], many(10, say())), body([text(1)], many(11, say()))],
  ['a text that is not folded', body([text(500)]), body([text(501)])],
  ['a text that shows something', body([text(1)]), body([{ simpleText: { text: ' \u200b\n' } }])],
  ['whole characters', body([{ simpleText: { text: '👍' } }]), body([{ simpleText: { text: '👍'.slice(0, 1) } }])],
  ['a title of fifty', card({ title: '가'.repeat(50) }), card({ title: '가'.repeat(51) })],
  ['title and words together', card({ description: '가'.repeat(398) }), card({ description: '가'.repeat(399) })],
  ['a title or words', body([{ textCard: { description: '글' } }]), body([{ textCard: { buttons: [say()] } }])],
  ['three buttons', card({ buttons: many(3, say()) }), card({ buttons: many(4, say()) })],
  ['a label of fourteen', card({ buttons: [say('가'.repeat(14))] }), card({ buttons: [say('가'.repeat(15))] })],
  ['a label on one line', card({ buttons: [say('두 마디')] }), card({ buttons: [say('두\n줄')] })],
  [
    'labels of eight side by side',
    card({ buttonLayout: 'horizontal', buttons: many(2, say('가'.repeat(8))) }),
    card({ buttonLayout: 'horizontal', buttons: [say('가'.repeat(9))] }),
  ],
  [
    'two buttons side by side',
    card({ buttonLayout: 'horizontal', buttons: many(2, say()) }),
    card({ buttonLayout: 'horizontal', buttons: many(3, say()) }),
  ],
  [
    'what is said, up to five hundred',
    card({ buttons: [say('네', '가'.repeat(500))] }),
    card({ buttons: [say('네', '가'.repeat(501))] }),
  ],
  [
    'a link of the web',
    card({ buttons: [{ label: '열기', action: 'webLink', webLinkUrl: 'https://a.kr/x' }] }),
    card({ buttons: [{ label: '열기', action: 'webLink', webLinkUrl: 'kakaotalk://inappbrowser/close' }] }),
  ],
  [
    'a phone number',
    card({ buttons: [{ label: '전화', action: 'phone', phoneNumber: '1588-9999' }] }),
    card({ buttons: [{ label: '전화', action: 'phone', phoneNumber: 'tel:15889999' }] }),
  ],
  [
    'an operator alone',
    card({ buttons: [{ label: '상담원 연결', action: 'operator' }] }),
    card({ buttons: [{ label: '상담원 연결', action: 'operator', messageText: '상담원' }] }),
  ],
  ['ten rows', table({ itemList: many(10, row()) }), table({ itemList: many(11, row()) })],
  ['a row’s name of six', table({ itemList: [row('가나다라마바')] }), table({ itemList: [row('가나다라마바사')] })],
  [
    'a row of two lines',
    table({ itemList: [row('이름', '가'.repeat(28))] }),
    table({ itemList: [row('이름', '가'.repeat(29))] }),
  ],
  ['a head of one line', table({ head: { title: '가'.repeat(20) } }), table({ head: { title: '가'.repeat(21) } })],
  ['words below a title', table({ title: '가', description: '나' }), table({ description: '나' })],
  [
    'two hundred letters below a table',
    table({ title: '가', description: '나'.repeat(199) }),
    table({ title: '가', description: '나'.repeat(200) }),
  ],
  [
    'twelve lines below a table',
    table({ title: '가', description: many(11, '나').join('\n') }),
    table({ title: '가', description: many(12, '나').join('\n') }),
  ],
  ['five items', list({ items: many(5, link('https://a.kr/')) }), list({ items: many(6, link('https://a.kr/')) })],
  [
    'an item on one line',
    list({ items: [{ ...say(), title: '가'.repeat(36), label: undefined }] }),
    list({ items: [] }),
  ],
  ['a list’s two buttons', list({ buttons: many(2, say()) }), list({ buttons: many(3, say()) })],
  ['one thing a bubble', body([text(1)]), body([{ ...text(1), textCard: { title: '둘' } }])],
  ['version 2.0', body([text(1)]), { ...(body([text(1)]) as object), version: 2 }],
  [
    'a waiting bubble',
    { version: '2.0', useCallback: true, data: { text: '잠시만요' } },
    { version: '2.0', useCallback: true, data: {} },
  ],
])('%s', (_name, inside, outside) => {
  test('is within', () => expect(faultsOf(JSON.parse(JSON.stringify(inside)))).toEqual([]));
  test('and more is not', () => expect(faultsOf(outside)).not.toEqual([]));
});

test('a body of thirty kilobytes, in bytes and not in letters', () => {
  expect(faultsOf(body([text(1)], [{ ...say(), extra: { pad: 'x'.repeat(30_500) } }]))).toEqual([]);
  expect(faultsOf(body([text(1)], [{ ...say(), extra: { pad: 'x'.repeat(30_720) } }]))).toEqual([
    { at: '', rule: expect.stringMatching(/^\d+ bytes$/u) },
  ]);
});

test('says where', () => {
  const [fault] = faultsOf(body([text(1)], [say('가'.repeat(15))]));
  expect(fault?.at).toBe('template.quickReplies.0.label');
});
