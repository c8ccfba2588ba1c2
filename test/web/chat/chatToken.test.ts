import { get } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sentenceFacts } from '../../../composition/sentenceFacts.ts';
import { createTranslators } from '../../../locales/index.ts';
import { systemClock } from '../../../services/shared/clock.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import type { HttpRequest } from '../../../services/shared/route.ts';
import { chatRoutes, tokensPerMinute } from '../../../web/chat/chatRoutes.ts';
import { tokenSeconds } from '../../../bots/directLine/directLineTokens.ts';
import { startChatPageSite } from '../../support/chatPageSite.ts';
import type { ChatSite } from '../../support/chatSite.ts';

let site: ChatSite;
let now = Temporal.Now.instant();

beforeAll(async () => {
  site = await startChatPageSite({ inboxes: {}, clock: { now: () => now } });
});

afterAll(() => site.close());

interface Answer {
  readonly status: number;
  readonly cookie: string;
  readonly conversationId: string;
  readonly body: Record<string, unknown>;
}

async function ask(headers: Record<string, string> = {}, body?: object): Promise<Answer> {
  now = now.add({ seconds: 2 });
  const response = await fetch(`${site.url}/chat/token`, {
    method: 'POST',
    headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  const cookie = response.headers.getSetCookie()[0] ?? '';
  return { status: response.status, cookie, conversationId: String(answer['conversationId']), body: answer };
}

const pair = ({ cookie }: Answer): string => cookie.split(';')[0] ?? '';

test('the answer is what the contract says, and its token opens the conversation', async () => {
  const { status, body } = await ask();
  expect(status).toBe(200);
  expect(Object.keys(body)).toEqual(['token', 'conversationId', 'userId', 'expires_in']);
  expect(body['expires_in']).toBe(1800);
  const begun = await fetch(`${site.url}/v3/directline/conversations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${String(body['token'])}` },
  });
  expect(await begun.json()).toMatchObject({ conversationId: body['conversationId'] });
});

test('the cookie binds the browser to its conversation, out of reach of scripts and other sites', async () => {
  const first = await ask();
  expect(first.cookie).toMatch(/^chat=[\w.-]+; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax$/u);
  const again = await ask({ cookie: pair(first) });
  expect(again.conversationId).toBe(first.conversationId);
  const anew = await ask({ cookie: pair(first) }, { new: true });
  expect(anew.conversationId).not.toBe(first.conversationId);
  expect((await ask({ cookie: pair(anew) }, { new: false })).conversationId).toBe(anew.conversationId);
});

test('another conversation of a browser is one of the same user, another browser is somebody else', async () => {
  const first = await ask();
  const anew = await ask({ cookie: pair(first) }, { new: true });
  expect(anew.body['userId']).toBe(first.body['userId']);
  const other = await ask({}, { new: true });
  expect(other.body['userId']).not.toBe(first.body['userId']);
});

test.each([['chat=x'], ['chat=a.b.c'], ['chat='], ['other=1']])(
  'a cookie that is not ours (%s) binds nothing',
  async (cookie) => {
    const one = await ask({ cookie });
    expect(one.status).toBe(200);
    expect((await ask({ cookie })).conversationId).not.toBe(one.conversationId);
  },
);

test('a conversation token is no cookie, a cookie no conversation token', async () => {
  const answer = await ask();
  const asCookie = await ask({ cookie: `chat=${String(answer.body['token'])}` });
  expect(asCookie.conversationId).not.toBe(answer.conversationId);
  const asToken = await fetch(`${site.url}/v3/directline/conversations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${pair(answer).slice('chat='.length)}` },
  });
  expect(asToken.status).toBe(403);
});

test('a cookie is forgotten after four hundred days', async () => {
  const answer = await ask();
  now = now.add({ hours: 400 * 24 - 1 });
  expect((await ask({ cookie: pair(answer) })).conversationId).toBe(answer.conversationId);
  now = now.add({ hours: 2 });
  expect((await ask({ cookie: pair(answer) })).conversationId).not.toBe(answer.conversationId);
});

test('another site gets nothing', async () => {
  expect((await ask({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await ask({ origin: 'null' })).status).toBe(403);
  expect((await ask({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await ask({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
  expect((await ask({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  expect((await ask({ origin: site.url })).status).toBe(200);
});

test('sixty tokens a minute and address, and no address in the store', async () => {
  now = now.add({ hours: 1 });
  const statuses: number[] = [];
  for (let index = 0; index <= tokensPerMinute; index += 1) {
    const response = await fetch(`${site.url}/chat/token`, { method: 'POST' });
    statuses.push(response.status);
    if (response.status === 429) expect(response.headers.get('retry-after')).toBe('60');
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(tokensPerMinute);
  expect(statuses.at(-1)).toBe(429);
  now = now.add({ seconds: 61 });
  expect((await ask()).status).toBe(200);
});

test('under https the cookie is tied to exactly this site', async () => {
  const [, token] = chatRoutes({
    tokens: site.tokens,
    tokenSeconds,
    counters: site.state.counters,
    clock: systemClock,
    random: systemRandom,
    assets: { url: (name) => name, routes: [] },
    translators: createTranslators(sentenceFacts),
    publicUrl: 'https://chat.example',
    counterKey: 'k',
  });
  const request: HttpRequest = {
    id: 'r1',
    method: 'POST',
    path: '/chat/token',
    params: {},
    query: new URLSearchParams(),
    headers: { origin: 'https://chat.example' },
    cookies: {},
    body: undefined,
    address: '203.0.113.1',
  };
  const answer = await token?.handle(request);
  expect(answer?.headers?.['set-cookie']).toMatch(/^__Host-chat=[\w.-]+; Path=\/; .*Secure$/u);
  expect((await token?.handle({ ...request, id: 'r2', headers: { origin: 'http://chat.example' } }))?.status).toBe(403);
});

test('the page allows its own scripts only, by a nonce of its own', async () => {
  const [one, two] = [await fetch(site.url), await fetch(site.url)];
  const policy = one.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|\*/u);
  const nonce = /'nonce-(?<nonce>[^']+)'/u.exec(policy)?.groups?.['nonce'] ?? '';
  expect(await one.text()).toContain(`nonce="${nonce}"`);
  expect(two.headers.get('content-security-policy')).not.toContain(nonce);
  expect(one.headers.get('cache-control')).toBe('no-store');
});

test('opened by the other loopback name, the sandbox leads to its own', async () => {
  const { port } = new URL(site.url);
  const status = await new Promise((resolve) => {
    get({ host: 'localhost', port, path: '/', headers: { host: `127.0.0.1:${port}` } }, (response) => {
      response.resume();
      resolve(`${String(response.statusCode)} ${String(response.headers.location)}`);
    });
  });
  expect(status).toBe(`307 ${site.url}/`);
});
