import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { directoryKey, entriesKey, type StreamDirectory } from '../../services/audit/auditChain.ts';
import { caseIdOf } from '../../services/cases/caseRecord.ts';
import { needed } from '../../services/enrollment/plan/progress.ts';
import { drawn, pressables, type KakaoCustomer } from '../support/kakaoCustomer.ts';
import {
  caseOf,
  identify,
  lastCode,
  logIn,
  openKakaoSite,
  setCredential,
  type KakaoSite,
} from '../support/kakaoSite.ts';
import { storedCase } from '../support/storedCase.ts';

let site: KakaoSite;
let phone: KakaoCustomer;
let count = 0;
beforeAll(async () => {
  site = await openKakaoSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  phone = site.customer(`hop-${(count += 1)}`);
  await phone.enter();
  await phone.press('발급');
});

/** The link of the last answer that opens the transfer. */
async function transfer(): Promise<string> {
  const reply = await phone.say('웹에서 이어하기');
  const link = pressables(reply.body).find(({ label }) => label === '웹에서 열기')?.url ?? '';
  expect(new URL(link).pathname).toMatch(/^\/continue\/[\w-]{43}$/u);
  return `${site.origin}${new URL(link).pathname}`;
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const redeem = (link: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(link, { method: 'POST', redirect: 'manual', headers: { ...form, ...headers }, body: '' });

/** A web chat of a browser that redeemed the code. */
class WebChat {
  readonly #cookie: string;
  #token = '';
  #sent = 0;
  conversationId = '';

  constructor(redeemed: Response) {
    this.#cookie = (redeemed.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  async open(): Promise<void> {
    const ticket = await this.#ask('/chat/token', {}, { cookie: this.#cookie });
    this.#token = String(ticket['token']);
    this.conversationId = String(ticket['conversationId']);
    await this.#ask('/v3/directline/conversations', {});
  }

  async say(text: string): Promise<void> {
    const channelData = { clientActivityID: `web-${(this.#sent += 1)}` };
    await this.#ask(`/v3/directline/conversations/${this.conversationId}/activities`, {
      type: 'message',
      text,
      channelData,
    });
  }

  async shown(): Promise<string> {
    const path = `/v3/directline/conversations/${this.conversationId}/activities?watermark=0`;
    const response = await fetch(`${site.origin}${path}`, { headers: { authorization: `Bearer ${this.#token}` } });
    return response.text();
  }

  async #ask(
    path: string,
    json: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Record<string, unknown>> {
    const response = await fetch(`${site.origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#token}`, ...headers },
      body: JSON.stringify(json),
    });
    return (await response.json()) as Record<string, unknown>;
  }
}

async function gone(response: Response): Promise<boolean> {
  return response.status === 410 && response.headers.get('set-cookie') === null && (await response.text()) !== '';
}

/** How many entries of an action the audit has. */
async function audited(action: string): Promise<number> {
  const { records, streams } = site.test.app.state;
  const directory = await records.get<StreamDirectory>(directoryKey);
  const read = (directory?.value.streams ?? []).map(({ stream }) => streams.read(entriesKey(stream), 0, 1_000));
  return (await Promise.all(read)).flat().filter(({ value }) => value.includes(`"action":"${action}"`)).length;
}

describe('the link that KakaoTalk shows', () => {
  test('is looked at a hundred times and still good; walked once, it is used up', async () => {
    const link = await transfer();
    const looks = await Promise.all(Array.from({ length: 100 }, () => fetch(link)));
    expect(new Set(looks.map(({ status }) => status))).toEqual(new Set([200]));
    expect(looks.every(({ headers }) => headers.get('set-cookie') === null)).toBe(true);
    expect((await redeem(link)).status).toBe(303);
    expect(await gone(await redeem(link))).toBe(true);
  });

  test('stolen and used from another site, invented, or eleven minutes old, it opens nothing', async () => {
    const link = await transfer();
    expect((await redeem(link, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(await gone(await redeem(`${site.origin}/continue/${'x'.repeat(43)}`))).toBe(true);
    await site.test.clock.advance(601);
    expect(await gone(await redeem(link))).toBe(true);
  });

  test('is kept nowhere as it is', async () => {
    const link = await transfer();
    const code = link.split('/').at(-1) ?? '';
    const { records } = site.test.app.state;
    for await (const key of records.keys('')) expect(JSON.stringify([key, await records.get(key)])).not.toContain(code);
    expect(site.test.log.join('')).not.toContain(code);
  });

  test('opens the conversation at the same step; KakaoTalk says once that it went on, and may go on itself', async () => {
    await phone.press('KB국민');
    const web = new WebChat(await redeem(await transfer()));
    await web.open();
    expect(await web.shown()).toContain('어떤 인증서');
    await web.say('개인용');
    expect(drawn(await phone.say('도움말'))).toContain('웹 채팅에서 이어졌어요');
    expect(drawn(await phone.say('수수료 있어요?'))).not.toContain('웹 채팅에서 이어졌어요');
    const { enrollment } = await caseOf(site.test, phone.caseId);
    expect(enrollment && needed(enrollment, site.test.clock.now())).toBe('consent');
  });
});

test('a hundred uses at once, then both channels at once at every step: one record, one owner, one certificate', async () => {
  await phone.press('KB국민');
  const link = await transfer();
  const walks = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      index % 2 ? redeem(link) : phone.say('개인용').then(() => redeem(link)),
    ),
  );
  const through = walks.filter(({ status }) => status === 303);
  expect(through).toHaveLength(1);
  const [walked] = through;
  if (!walked) throw new Error('expected one walk');
  const web = new WebChat(walked);
  await web.open();

  // the limit of thirty messages a minute is the customer's, whichever way they come
  const both = async (words: string): Promise<void> => {
    await site.test.clock.advance(61);
    await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 ? web.say(words) : phone.say(words))));
  };
  await both('개인용');
  await both('필수만 동의');
  await logIn(site.test, phone.caseId, 'hong');
  await identify(site.test, phone.caseId, 'hong');
  await phone.say('했어요');
  await both('인증번호 받기');
  await both(await lastCode(site.test, 'hong'));
  await both('네');
  const done = await Promise.allSettled(
    Array.from({ length: 10 }, () => setCredential(site.test, phone.caseId, '482913')),
  );
  expect(done.some(({ status }) => status === 'fulfilled')).toBe(true);
  await both('다 했어요');

  const record = await caseOf(site.test, phone.caseId);
  expect(record.enrollments).toBe(1);
  expect(record.issued?.serialHex).toBeDefined();
  expect(record.conversations.map(({ channel }) => channel).sort()).toEqual(['kakao', 'webchat']);
  expect(await storedCase(site.test, caseIdOf(web.conversationId))).toEqual({ movedTo: phone.caseId });
  expect(await audited('certificate.sign.before')).toBe(1);
  const serials = new Set(
    [...(await web.shown()).matchAll(/"끝자리"[^}]*?"value":"([0-9A-F]{4})"/gu)].map(([, serial]) => serial),
  );
  const inPhone = phone.replies.flatMap((reply) =>
    [...drawn(reply).matchAll(/끝자리=([0-9A-F]{4})/gu)].map(([, serial]) => serial),
  );
  expect(new Set([...serials, ...inPhone])).toEqual(new Set([record.issued?.serialHex.slice(-4).toUpperCase()]));
  const sent = (await site.test.app.world?.phones.messages('01012345678')) ?? [];
  expect(sent.filter(({ text }) => /\b\d{6}\b/u.test(text))).toHaveLength(1);
}, 60_000);
