import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { HttpKakaoEvents } from '../../../services/notices/httpKakaoEvents.ts';
import { eventually } from '../../support/eventually.ts';
import { drawn, pressables, sandboxBotId, type KakaoCustomer, type KakaoReply } from '../../support/kakaoCustomer.ts';
import { caseOf, openKakaoSite, type KakaoSite } from '../../support/kakaoSite.ts';
import { startKakaoStandIn, type KakaoStandIn } from '../../support/kakaoStandIn.ts';

const monday = '2026-11-23T10:00:00+09:00';
const night = '2026-11-23T22:00:00+09:00';

/** A customer who waits for a person, and the number they were given. */
async function waiting(site: KakaoSite, user: string): Promise<{ customer: KakaoCustomer; number: string }> {
  const customer = site.customer(user);
  await customer.say('발급');
  await customer.press('KB국민');
  const reply = await customer.press('상담원 연결');
  return { customer, number: numberIn(reply) };
}

function numberIn(reply: KakaoReply): string {
  const number = /상담번호 (\d{4})/u.exec(drawn(reply))?.[1];
  if (number === undefined) throw new Error(`expected a number, found ${drawn(reply)}`);
  return number;
}

const actions = (reply: KakaoReply): string[] => pressables(reply.body).map(({ action }) => action);

describe('the hand-off card', () => {
  test.each([
    [monday, 'true', ['phone', 'operator', 'message']],
    [monday, 'false', ['phone', 'message']],
    [night, 'true', ['message', 'phone', 'operator']],
    [night, 'false', ['message', 'phone']],
  ])('at %s with KAKAO_OPERATOR=%s: the number first, then %j', async (at, KAKAO_OPERATOR, buttons) => {
    const site = await openKakaoSite({ at, environment: { KAKAO_OPERATOR } });
    const customer = site.customer('card');
    await customer.say('발급');
    await customer.press('KB국민');
    const reply = await customer.press('상담원 연결');
    await site.close();
    expect(drawn(reply).split('\n')[1]).toMatch(/^\[상담번호 \d{4} \/ /u);
    expect(actions(reply).slice(0, buttons.length)).toEqual(buttons);
    expect(drawn(reply)).toContain('1588-9999');
    expect(drawn(reply)).toContain(at === night ? '내일 오전 9:00' : '평일 09:00부터 18:00까지');
  });

  test('without a bank has the operator’s button too, and the banks below', async () => {
    const site = await openKakaoSite({ at: monday, environment: { KAKAO_OPERATOR: 'true' } });
    const customer = site.customer('no-bank');
    const reply = await customer.say('상담원');
    expect(actions(reply)[0]).toBe('operator');
    const chosen = await customer.press('신한');
    await site.close();
    expect(numberIn(chosen)).toBe(numberIn(reply));
    expect(drawn(chosen)).toContain('신한은행');
  });

  test('of a report has a number too; the card with the police has no operator', async () => {
    const site = await openKakaoSite({ at: monday, environment: { KAKAO_OPERATOR: 'true' } });
    const reply = await site.customer('report').say('누가 제 이름으로 인증서를 만든 것 같아요');
    await site.close();
    expect(numberIn(reply)).toMatch(/^\d{4}$/);
    expect(actions(reply).slice(0, 3)).toEqual(['phone', 'phone', 'operator']);
  });
});

describe('without the Event API', () => {
  let site: KakaoSite;
  beforeAll(async () => {
    site = await openKakaoSite({ at: monday });
  });
  afterAll(() => site.close());
  const desk = () => site.test.app.assistance;

  test.each(['질문이 있어요', '다 했어요', '네', ''])('what an agent wrote is shown first with %j', async (words) => {
    const { customer, number } = await waiting(site, `first-${words}`);
    await desk().take({ number, agent: 'agent1' });
    await desk().say({ number, agent: 'agent1', text: '무엇을 도와드릴까요?' });
    const lines = drawn(await customer.say(words)).split('\n');
    expect(lines.slice(0, 2)).toEqual([
      '상담원이 들어왔어요. 여기에 적으시면 상담원이 읽고 답해 드려요.',
      '상담원: 무엇을 도와드릴까요?',
    ]);
    expect(lines.includes('상담원에게 전했어요.')).toBe(words === '질문이 있어요');
    expect(drawn(await customer.say('고마워요'))).toBe('상담원에게 전했어요.\n(챗봇과 계속하기)');
  });

  test('a 네 that was meant for what was seen before is not passed on as an answer to the agent', async () => {
    const { customer, number } = await waiting(site, 'yes');
    await desk().take({ number, agent: 'agent1' });
    await desk().say({ number, agent: 'agent1', text: '해지할까요?' });
    await customer.say('네');
    const { handoff } = await caseOf(site.test, customer.caseId);
    expect(handoff?.words.map(({ from }) => from)).toEqual(['agent']);
  });

  test('every kind of call is answered while an agent has the case, and changes nothing', async () => {
    const { customer, number } = await waiting(site, 'kinds');
    await desk().take({ number, agent: 'agent1' });
    await customer.say('네');
    const before = (await caseOf(site.test, customer.caseId)).enrollment;
    const url = 'http://dn-m.talk.kakao.com/talkm/oXyz/photo.jpg';
    const answers = [
      await customer.enter(),
      await customer.say(url, { requestParams: { media: { type: 'image', url } } }),
      await customer.say(''),
      await customer.say('결과 보기'),
      await customer.say('취소'),
      await customer.press('개인용'),
      await customer.say('가'.repeat(3_000)),
    ];
    for (const answer of answers) expect(drawn(answer)).toMatch(/상담원|파일|길어서/u);
    expect((await caseOf(site.test, customer.caseId)).enrollment).toEqual(before);
    expect(drawn(await customer.press('챗봇과 계속하기'))).toContain('어떤 인증서');
  });

  test('ten words of an agent at once come in order, none lost, the rest behind 더보기', async () => {
    const { customer, number } = await waiting(site, 'many');
    await desk().take({ number, agent: 'agent1' });
    const long = '가나다라마바사 '.repeat(50).trim();
    for (let count = 0; count < 10; count += 1) await desk().say({ number, agent: 'agent1', text: `${count} ${long}` });
    let shown = drawn(await customer.say('네'));
    for (let more = 0; more < 9 && !shown.includes('9 가나다라'); more += 1) {
      shown += `\n${drawn(await customer.press('더보기'))}`;
    }
    const found = [...shown.matchAll(/상담원: (\d) 가나다라/gu)].map(([, count]) => count);
    expect(found).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  test('the same press ten times at once is one hand-off with one number', async () => {
    const customer = site.customer('doubles');
    await customer.say('발급');
    await customer.press('KB국민');
    const replies = await Promise.all(Array.from({ length: 10 }, () => customer.press('상담원 연결')));
    expect(new Set(replies.map((reply) => numberIn(reply))).size).toBe(1);
    expect((await caseOf(site.test, customer.caseId)).handoffs).toBe(1);
  });
});

describe('with the Event API', () => {
  let kakao: KakaoStandIn;
  let site: KakaoSite;
  beforeAll(async () => {
    kakao = await startKakaoStandIn();
    const events = new HttpKakaoEvents({ restApiKey: 'rest-key', origin: kakao.origin });
    site = await openKakaoSite({ at: monday, kakao: { events } });
  });
  afterAll(async () => {
    await site.close();
    await kakao.close();
  });
  beforeEach(() => void kakao.calls.splice(0));

  test('an agent’s words make Kakao ask, with nothing but the event; its call shows them', async () => {
    const { customer, number } = await waiting(site, 'woken');
    const { assistance } = site.test.app;
    await assistance.take({ number, agent: 'agent1' });
    await assistance.say({ number, agent: 'agent1', text: '곧 도와드릴게요' });
    await eventually(() => kakao.calls.length > 0);
    expect(kakao.calls[0]?.path).toBe(`/v2/bots/${sandboxBotId}/talk`);
    expect(kakao.calls[0]?.body).toEqual({
      event: { name: 'continue_conversation' },
      user: [{ type: 'botUserKey', id: 'woken' }],
      params: { event: 'continue_conversation' },
    });
    const event = { requestParams: { event: 'continue_conversation' }, block: '이어서 진행' };
    expect(drawn(await customer.say('continue_conversation', event))).toContain('상담원: 곧 도와드릴게요');
  });

  test('that Kakao does not take: the words wait for the next message', async () => {
    const { customer, number } = await waiting(site, 'not-taken');
    kakao.answer = { status: 403, body: '{"status":"FAIL","message":"not a friend"}' };
    const { assistance } = site.test.app;
    await assistance.take({ number, agent: 'agent1' });
    await eventually(() => kakao.calls.length > 0);
    expect(drawn(await customer.say('계세요?'))).toContain('상담원이 들어왔어요');
  });

  test('an answer to the customer’s own call is not announced', async () => {
    await waiting(site, 'own-call');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(kakao.calls).toEqual([]);
  });
});
