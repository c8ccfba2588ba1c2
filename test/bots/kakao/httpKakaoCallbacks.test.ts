import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { HttpKakaoCallbacks, leadsInside } from '../../../bots/kakao/httpKakaoCallbacks.ts';
import { eventually } from '../../support/eventually.ts';
import { openKakaoSite } from '../../support/kakaoSite.ts';
import { drawn } from '../../support/kakaoCustomer.ts';
import { startKakaoStandIn, type KakaoStandIn } from '../../support/kakaoStandIn.ts';
import { walk, walkOf } from '../../support/kakaoWalk.ts';

let kakao: KakaoStandIn;
beforeEach(async () => {
  kakao = await startKakaoStandIn();
});
afterEach(() => kakao.close());

const address = new URL('https://bot-api.kakao.com/callback/66e9b0a1c2d3e4f5a6b7c8d9/5b1f0c7e2a94?x=1');
const send = () => new HttpKakaoCallbacks({ through: kakao.origin }).send(address, '{"version":"2.0"}');

test('the answer is posted once, to the path of the address', async () => {
  expect(await send()).toBe(true);
  expect(kakao.calls).toEqual([
    {
      method: 'POST',
      path: '/callback/66e9b0a1c2d3e4f5a6b7c8d9/5b1f0c7e2a94?x=1',
      authorization: undefined,
      contentType: 'application/json; charset=utf-8',
      body: { version: '2.0' },
    },
  ]);
});

test.each([
  ['an expired token', { status: 200, body: '{"status":"FAIL","message":"expired token"}' }],
  ['an error', { status: 500, body: '{"status":"ERROR"}' }],
  ['no JSON', { status: 200, body: 'ok' }],
  ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '{"status":"SUCCESS"}' }],
  ['a very long answer', { status: 200, body: `{"status":"SUCCESS","message":"${'x'.repeat(50_000)}"}` }],
])('%s is no success, and asked for once', async (_name, answer) => {
  kakao.answer = answer;
  expect(await send()).toBe(false);
  expect(kakao.calls).toHaveLength(1);
});

test.each([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['172.31.255.255', true],
  ['172.32.0.1', false],
  ['192.168.0.1', true],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['0.0.0.0', true],
  ['224.0.0.1', true],
  ['::1', true],
  ['fd00::1', true],
  ['fe80::1', true],
  ['::ffff:127.0.0.1', true],
  ['211.249.221.1', false],
  ['2404:4600::1', false],
])('%s leads inside: %s', (name, isInside) => {
  expect(leadsInside(name)).toBe(isInside);
});

test('a code that takes its time goes out by callback, drawn like any answer', async () => {
  const site = await openKakaoSite({
    kakao: {
      callbacks: new HttpKakaoCallbacks({ through: kakao.origin }),
      times: { deadline: 300, callbackAfter: 100 },
    },
  });
  try {
    const customer = site.customer('callback');
    await walk(site, customer, walkOf('hong', 'KB국민'), 'identity');
    const faults = site.test.app.world?.faults;
    await faults?.set({ service: 'sms', mode: 'slow', ms: 800, times: 1 });
    const reply = await customer.say('인증번호 받기', { callbackUrl: address.href });
    expect(drawn(reply)).toContain('…');
    await eventually(() => kakao.calls.length === 1);
    expect(JSON.stringify(kakao.calls[0]?.body)).toContain('보냈어요');
    await site.test.app.bot.idle();
    expect(drawn(await customer.say('문자가 안 와요'))).not.toContain('보냈어요. 문자로 받은');
  } finally {
    await site.close();
  }
});
