import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { HttpKakaoEvents } from '../../../services/notices/httpKakaoEvents.ts';
import { startKakaoStandIn, type KakaoStandIn } from '../../support/kakaoStandIn.ts';

let kakao: KakaoStandIn;
beforeEach(async () => {
  kakao = await startKakaoStandIn();
});
afterEach(() => kakao.close());

const recipient = { botId: '66e9b0a1c2d3e4f5a6b7c8d9!', userId: 'b7c1f04e' };
const send = () =>
  new HttpKakaoEvents({ restApiKey: 'key', origin: kakao.origin }).send(recipient, 'continue_conversation');

test('an event names itself and the customer, and says nothing about them', async () => {
  expect(await send()).toEqual({ ok: true, value: 'task-1' });
  expect(kakao.calls).toEqual([
    {
      method: 'POST',
      path: '/v2/bots/66e9b0a1c2d3e4f5a6b7c8d9!/talk',
      authorization: 'KakaoAK key',
      contentType: 'application/json',
      body: {
        event: { name: 'continue_conversation' },
        user: [{ type: 'botUserKey', id: 'b7c1f04e' }],
        params: { event: 'continue_conversation' },
      },
    },
  ]);
});

test.each([
  ['refused by Kakao', { status: 200, body: '{"taskId":"1","status":"FAIL","message":"not a friend"}' }, 'refused'],
  ['a wrong key', { status: 401, body: '{"msg":"wrong appKey","code":-401}' }, 'refused'],
  ['no task id', { status: 200, body: '{"status":"SUCCESS"}' }, 'refused'],
  ['an error page', { status: 502, body: '<html>' }, 'silent'],
  ['an empty answer', { status: 200, body: '' }, 'silent'],
  ['a list', { status: 200, body: '"x"' }, 'silent'],
  ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'silent'],
])('%s is no success', async (_name, answer, code) => {
  kakao.answer = answer;
  expect(await send()).toEqual({ ok: false, code: `kakaoEvents.${code}` });
  expect(kakao.calls).toHaveLength(1);
});

test('nobody there is no success', async () => {
  const gone = await startKakaoStandIn();
  await gone.close();
  const events = new HttpKakaoEvents({ restApiKey: 'key', origin: gone.origin });
  expect(await events.send(recipient, 'cert_expiring')).toEqual({ ok: false, code: 'kakaoEvents.silent' });
});
