import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { KakaoPendingNotices } from '../../../bots/kakao/kakaoPendingNotices.ts';
import { conversationIdOf } from '../../../bots/kakao/kakaoSkill.ts';
import { KakaoConversations } from '../../../bots/kakao/kakaoConversations.ts';
import { HttpKakaoEvents } from '../../../services/notices/httpKakaoEvents.ts';
import { KakaoNoticeSender } from '../../../services/notices/kakaoNoticeSender.ts';
import type { NoticeLedger } from '../../../services/notices/noticeLedger.ts';
import type { Notice, NoticeSender } from '../../../services/notices/noticeSender.ts';
import { startKakaoStandIn, type KakaoStandIn } from '../../support/kakaoStandIn.ts';
import { openNoticeWorld, type NoticeWorld } from './noticeWorld.ts';

let kakao: KakaoStandIn;
let success: KakaoStandIn['answer'];
let world: NoticeWorld;
let sender: NoticeSender;
let ledger: NoticeLedger;
beforeAll(async () => {
  kakao = await startKakaoStandIn();
  success = kakao.answer;
  world = await openNoticeWorld('SQLite', (bySms, sharedLedger) => {
    ledger = sharedLedger;
    return (sender = {
      send: (notice) =>
        new KakaoNoticeSender({
          events: new HttpKakaoEvents({ restApiKey: 'key', origin: kakao.origin }),
          shelf: new KakaoPendingNotices(world.state.records),
          ledger: sharedLedger,
          clock: world.certificates.clock,
          noteSent: () => Promise.resolve(),
          otherwise: bySms,
        }).send(notice),
    });
  });
});
beforeEach(() => {
  kakao.answer = success;
  kakao.calls.length = 0;
});
afterAll(async () => {
  await world.close();
  await kakao.close();
});

let notices = 0;
function notice(changes: Partial<Notice> = {}): Notice & { readonly userId: string } {
  notices += 1;
  const userId = `user-${notices}`;
  const phone = `010${String(60_000_000 + notices)}`;
  const contact = {
    name: '홍길동',
    phone,
    locale: 'ko',
    channel: 'kakaoTalk',
    kakao: { botId: 'bot', userId },
  } as const;
  return { id: `notice-${notices}`, kind: 'reminder', text: 'D-7', contact, userId, ...changes };
}
const waits = async (userId: string): Promise<number> =>
  (await new KakaoConversations(world.state.records).read(conversationIdOf({ botId: 'bot', userId }))).kept.length;
const texts = async ({ contact }: Notice): Promise<number> => (await world.messages(contact.phone)).length;

test('who agreed to it is told by KakaoTalk: the words wait, the event names itself alone', async () => {
  const one = notice();
  expect(await sender.send(one)).toBe('kakaoTalk');
  expect(kakao.calls.map(({ body }) => body)).toEqual([
    {
      event: { name: 'cert_expiring' },
      user: [{ type: 'botUserKey', id: one.userId }],
      params: { event: 'cert_expiring' },
    },
  ]);
  expect(await waits(one.userId)).toBe(1);
  expect(await texts(one)).toBe(0);
  expect(await sender.send(one)).toBe('kakaoTalk');
  expect(kakao.calls).toHaveLength(1);
});

test.each([
  ['refused', { status: 200, body: '{"taskId":"1","status":"FAIL"}' }, 0],
  ['answered with an error page', { status: 502, body: '<html>' }, 1],
])('%s: it goes out as SMS, once', async (_, answer, waiting) => {
  kakao.answer = answer;
  const one = notice();
  expect(await sender.send(one)).toBe('sms');
  kakao.answer = success;
  expect(await sender.send(one)).toBe('sms');
  expect(kakao.calls).toHaveLength(1);
  expect(await texts(one)).toBe(1);
  expect(await waits(one.userId)).toBe(waiting);
});

test('after a crash with Kakao asked and not heard, the SMS goes out and Kakao is not asked again', async () => {
  const one = notice();
  await ledger.write({ kind: 'kakaoNoticeBegun', id: one.id, at: world.certificates.clock.now(), value: {} });
  expect(await sender.send(one)).toBe('sms');
  expect(kakao.calls).toEqual([]);
  expect(await texts(one)).toBe(1);
});

test('after a crash with Kakao’s yes recorded, nothing more goes out', async () => {
  const one = notice();
  await sender.send(one);
  expect(await sender.send(one)).toBe('kakaoTalk');
  expect(await texts(one)).toBe(0);
});

test.each(['completion', 'no recipient', 'agreed to SMS'])('SMS for: %s', async (why) => {
  const usual = notice();
  const { kakao: _left, ...reached } = usual.contact;
  const changes: Readonly<Record<string, Partial<Notice>>> = {
    completion: { kind: 'completion' },
    'no recipient': { contact: reached },
    'agreed to SMS': { contact: { ...usual.contact, channel: 'sms' } },
  };
  const one = { ...usual, ...changes[why] };
  expect(await sender.send(one)).toBe('sms');
  expect(kakao.calls).toEqual([]);
  expect(await texts(one)).toBe(1);
});
