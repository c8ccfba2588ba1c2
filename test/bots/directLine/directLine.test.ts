import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import type { ConversationOwner } from '../../../bots/directLine/directLineTokens.ts';
import { startChatSite, type ChatSite } from '../../support/chatSite.ts';

let site: ChatSite;
let owner: ConversationOwner;
let token: string;
let realNow = Temporal.Now.instant();

beforeAll(async () => {
  site = await startChatSite({ secret: 'direct-line-secret', clock: { now: () => realNow } });
  owner = site.tokens.newOwner();
  token = await site.tokens.issue('conversation', owner);
  await ask('POST', '/conversations', { bearer: token });
});

afterAll(() => site.close());

interface Asked {
  readonly bearer?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

async function ask(
  method: string,
  path: string,
  asked: Asked = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${site.url}/v3/directline${path}`, {
    method,
    headers: {
      ...(asked.bearer === undefined ? {} : { authorization: `Bearer ${asked.bearer}` }),
      ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...asked.headers,
    },
    ...(asked.body === undefined
      ? {}
      : { body: typeof asked.body === 'string' ? asked.body : JSON.stringify(asked.body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const post = (body: unknown, bearer: string | undefined = token): ReturnType<typeof ask> =>
  ask('POST', `/conversations/${owner.conversationId}/activities`, {
    ...(bearer === undefined ? {} : { bearer }),
    body,
  });
const message = (part: object = {}): object => ({ type: 'message', text: '안녕', from: { id: 'x' }, ...part });
const open = (part: { query?: string; origin?: string; path?: string }): Promise<number | 'open'> =>
  new Promise((resolve) => {
    const path = part.path ?? `/conversations/${owner.conversationId}/stream`;
    const url = `${site.url}/v3/directline${path}${part.query ?? ''}`;
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    void import('node:http').then(({ request }) => {
      const asked = request(url, { headers: { ...headers, ...(part.origin ? { origin: part.origin } : {}) } });
      asked.on('upgrade', (_response, socket) => {
        socket.destroy();
        resolve('open');
      });
      asked.on('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      asked.end();
    });
  });
const streamQuery = async (bearer = token): Promise<string> => {
  const { body } = await ask('GET', `/conversations/${owner.conversationId}?watermark=0`, { bearer });
  return new URL(String(body['streamUrl'])).search;
};

test('tokens/generate asks for the secret', async () => {
  expect((await ask('POST', '/tokens/generate')).status).toBe(401);
  expect((await ask('POST', '/tokens/generate', { bearer: 'wrong' })).status).toBe(403);
  expect((await ask('POST', '/tokens/generate', { bearer: token })).status).toBe(403);
  const { status, body } = await ask('POST', '/tokens/generate', {
    bearer: 'direct-line-secret',
    body: { user: { id: 'dl_somebody' } },
  });
  expect(status).toBe(200);
  expect(body).toEqual({ conversationId: expect.any(String), token: expect.any(String), expires_in: 1800 });
  const begun = await ask('POST', '/conversations', { bearer: String(body['token']) });
  expect(begun.status).toBe(201);
  expect(site.bot.deliveries.at(-1)).toMatchObject({ userId: 'dl_somebody', activity: { type: 'conversationUpdate' } });
});

test('without a configured secret no secret opens anything', async () => {
  const other = await startChatSite({ state: site.state });
  const response = await fetch(`${other.url}/v3/directline/tokens/generate`, {
    method: 'POST',
    headers: { authorization: 'Bearer undefined' },
  });
  expect(response.status).toBe(403);
  await other.close();
});

test('a conversation begins once, and its token is told again', async () => {
  const before = site.bot.deliveries.length;
  const { status, body } = await ask('POST', '/conversations', { bearer: token, body: { locale: 'en-US' } });
  expect(status).toBe(200);
  expect(body).toMatchObject({ conversationId: owner.conversationId, expires_in: 1800 });
  expect(body['streamUrl']).toContain(`${site.url.replace('http', 'ws')}/v3/directline/conversations/`);
  expect(site.bot.deliveries).toHaveLength(before);
});

test('the locale a page asks for reaches the bot; nonsense does not', async () => {
  for (const [locale, expected] of [
    ['en-US', 'en-US'],
    ['<script>', 'ko-KR'],
    [42, 'ko-KR'],
  ] as const) {
    const bearer = await site.tokens.issue('conversation', site.tokens.newOwner());
    await ask('POST', '/conversations', { bearer, body: { locale } });
    expect(site.bot.deliveries.at(-1)?.locale).toBe(expected);
  }
});

test('a greeting that could not be made is made when the page comes back', async () => {
  const bearer = await site.tokens.issue('conversation', site.tokens.newOwner());
  site.bot.fault = new Unavailable('store');
  expect((await ask('POST', '/conversations', { bearer })).status).toBe(503);
  const before = site.bot.deliveries.length;
  expect((await ask('POST', '/conversations', { bearer })).status).toBe(200);
  expect(site.bot.deliveries).toHaveLength(before + 1);
});

test('an activity is handed over with who, where and when set by us, and never written by the route', async () => {
  const { body } = await post(
    message({
      text: '제 번호는 900101-1234568',
      from: { id: 'somebody else', role: 'bot' },
      conversation: { id: 'another' },
      serviceUrl: 'https://evil.example/',
      channelData: { clientActivityID: 'c-1', postBack: true, verified: true },
      attachments: [{ contentType: 'image/png', contentUrl: 'data:image/png;base64,AAAA', thumbnailUrl: 'data:,x' }],
    }),
  );
  const delivery = site.bot.deliveries.at(-1);
  expect(delivery).toMatchObject({ channel: 'webchat', ...owner, deliveryKey: 'c-1', locale: 'ko-KR' });
  expect(delivery?.activity).toEqual({
    type: 'message',
    text: '제 번호는 900101-1234568',
    id: body['id'],
    channelId: 'directline',
    from: { id: owner.userId, name: '', role: 'user' },
    recipient: { id: 'bot', name: '', role: 'bot' },
    conversation: { id: owner.conversationId, name: '', isGroup: false, conversationType: 'personal' },
    locale: 'ko-KR',
    channelData: { clientActivityID: 'c-1', postBack: true },
    attachments: [{ contentType: 'image/png' }],
  });
});

test('a repeat is found by clientActivityID, else by the id it brought, and answered alike', async () => {
  const before = site.bot.deliveries.length;
  const first = await post(message({ id: 'dup-1' }));
  for (let again = 0; again < 4; again += 1) expect((await post(message({ id: 'dup-1' }))).body).toEqual(first.body);
  expect(site.bot.deliveries).toHaveLength(before + 1);
  const [one, two] = [await post(message()), await post(message())];
  expect(one.body['id']).not.toBe(two.body['id']);
});

const malformed: Record<string, unknown> = {
  'no object': 'null',
  'a list': [],
  'no type': { text: 'x' },
  'type as a list': message({ type: ['message'] }),
  'an unknown type': message({ type: 'endOfConversation' }),
  'text as a number': message({ text: 123 }),
  'text as a list': message({ text: ['123456', '123457'] }),
  'conversation null': message({ conversation: null }),
  'from null': message({ from: null }),
  'from as text': message({ from: 'u1' }),
  'attachments as an object': message({ attachments: {} }),
  'attachments of texts': message({ attachments: ['x'] }),
  'channelData null': message({ channelData: null }),
  'id as a number': message({ id: 1 }),
  'name as a number': message({ type: 'event', name: 1 }),
  'not JSON': '<xml/>',
};

test.each(Object.keys(malformed))('%s is refused and reaches nobody', async (name) => {
  const before = site.bot.deliveries.length;
  expect((await post(malformed[name])).status).toBe(400);
  expect(site.bot.deliveries).toHaveLength(before);
});

test('a picture of 20 MB in an activity is refused', async () => {
  const contentUrl = `data:image/png;base64,${'A'.repeat(20_000_000)}`;
  expect((await post(message({ attachments: [{ contentType: 'image/png', contentUrl }] }))).status).toBe(413);
});

test("typing is nobody's turn; an event and a card's value are", async () => {
  const before = site.bot.deliveries.length;
  expect((await post({ type: 'typing' })).status).toBe(200);
  expect(site.bot.deliveries).toHaveLength(before);
  await post({ type: 'message', value: { step: 'confirm', token: 't' } });
  expect(site.bot.deliveries.at(-1)?.activity.value).toEqual({ step: 'confirm', token: 't' });
  await post({ type: 'event', name: 'something' });
  expect(site.bot.deliveries.at(-1)?.activity.name).toBe('something');
});

test('an upload is refused, and the bot is told that one was tried', async () => {
  const form = new FormData();
  form.append('file', new Blob([Buffer.alloc(100_000)]), 'id.png');
  const response = await fetch(`${site.url}/v3/directline/conversations/${owner.conversationId}/upload?userId=x`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  expect(response.status).toBe(415);
  expect(site.bot.deliveries.at(-1)?.activity.attachments).toEqual([{ contentType: 'application/octet-stream' }]);
  expect((await ask('POST', `/conversations/${owner.conversationId}/upload`)).status).toBe(401);
});

test('an outage is 503, so that the client offers to send again; a full queue is 429', async () => {
  site.bot.fault = new Unavailable('store');
  expect((await post(message())).status).toBe(503);
  site.bot.fault = Object.assign(new Error('full'), { name: 'TooManyWaiting' });
  expect((await post(message())).status).toBe(429);
  site.bot.fault = new Error('a bug with 123456 inside');
  const bug = await post(message());
  expect(bug.status).toBe(500);
  expect(JSON.stringify(bug.body)).not.toContain('123456');
});

test('a token opens its own conversation only', async () => {
  const stranger = await site.tokens.issue('conversation', site.tokens.newOwner());
  const { conversationId } = owner;
  for (const [method, path] of [
    ['GET', `/conversations/${conversationId}`],
    ['GET', `/conversations/${conversationId}/activities`],
    ['POST', `/conversations/${conversationId}/upload`],
  ] as const) {
    expect((await ask(method, path, { bearer: stranger })).status).toBe(403);
    expect((await ask(method, path)).status).toBe(401);
    expect((await ask(method, path, { bearer: 'a.b.c' })).status).toBe(403);
  }
  expect((await post(message(), stranger)).status).toBe(403);
});

test('tokens for a stream or a browser, of another key, without a signature or of none of ours open nothing', async () => {
  const { DirectLineTokens } = await import('../../../bots/directLine/directLineTokens.ts');
  const { systemRandom } = await import('../../../services/shared/random.ts');
  const parts = { clock: { now: () => realNow }, random: systemRandom };
  const foreign = await new DirectLineTokens({ tokenKey: 'foreign', ...parts }).issue('conversation', owner);
  const [header, claims] = token.split('.');
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims ?? ''}.`;
  const bearers = [
    await site.tokens.issue('stream', owner),
    await site.tokens.issue('browser', owner),
    foreign,
    unsigned,
    `${header ?? ''}.${claims ?? ''}.AAAA`,
    'x'.repeat(5000),
  ];
  for (const bearer of bearers) expect((await post(message(), bearer)).status).toBe(403);
  const old = await new DirectLineTokens({ tokenKey: 'old-key', ...parts }).issue('conversation', owner);
  expect((await post(message(), old)).status).toBe(200);
});

test('a token lives 30 minutes, can be refreshed until then, and is 403 afterwards', async () => {
  const start = realNow;
  try {
    realNow = start.add({ minutes: 29, seconds: 59 });
    const refreshed = await ask('POST', '/tokens/refresh', { bearer: token });
    expect(refreshed).toMatchObject({ status: 200, body: { conversationId: owner.conversationId, expires_in: 1800 } });
    realNow = start.add({ minutes: 30, seconds: 2 });
    expect(await post(message())).toMatchObject({ status: 403, body: { error: { code: 'token.expired' } } });
    expect((await ask('POST', '/tokens/refresh', { bearer: token })).status).toBe(403);
    expect((await post(message(), String(refreshed.body['token']))).status).toBe(200);
  } finally {
    realNow = start;
  }
});

test('a conversation that never began is 404', async () => {
  const other = site.tokens.newOwner();
  const bearer = await site.tokens.issue('conversation', other);
  expect((await ask('GET', `/conversations/${other.conversationId}`, { bearer })).status).toBe(404);
  expect((await ask('GET', `/conversations/${other.conversationId}/activities`, { bearer })).status).toBe(404);
});

test.each([['?watermark=abc'], ['?watermark=-1'], ['?watermark=1e9'], ['?watermark='], ['']])(
  'a watermark that is none (%s) means the beginning',
  async (query) => {
    const { body } = await ask('GET', `/conversations/${owner.conversationId}/activities${query}`, { bearer: token });
    expect((body['activities'] as { text?: string }[])[0]?.text).toBe('안녕하세요');
  },
);

test('a long conversation is read in parts', async () => {
  const long = site.tokens.newOwner();
  const bearer = await site.tokens.issue('conversation', long);
  await ask('POST', '/conversations', { bearer });
  const shown = Array.from({ length: 250 }, (_, index) => ({
    id: `n${index}`,
    activity: { type: 'message', text: String(index) },
  }));
  await site.adapter.post(long.conversationId, shown);
  const sizes: number[] = [];
  let watermark = '';
  for (let part = 0; part < 4; part += 1) {
    const { body } = await ask('GET', `/conversations/${long.conversationId}/activities?watermark=${watermark}`, {
      bearer,
    });
    sizes.push((body['activities'] as unknown[]).length);
    watermark = String(body['watermark']);
  }
  expect(sizes).toEqual([100, 100, 51, 0]);
  expect(watermark).toBe('251');
});

test('links are made on the way out and never stored', async () => {
  const { conversationId } = owner;
  await site.adapter.post(conversationId, [
    { id: 'link', activity: { type: 'message', text: 'secure-visit:case1:2' } },
  ]);
  const { body } = await ask('GET', `/conversations/${conversationId}/activities`, { bearer: token });
  expect((body['activities'] as { text?: string }[]).at(-1)?.text).toBe('https://site/secure/case1-2');
  const stored = await site.state.streams.read(`directline:{${conversationId}}`, 0, 1000);
  expect(stored.at(-1)?.value).toContain('secure-visit:case1:2');
});

test('a stream opens once with its own token, from our own page or from no browser', async () => {
  expect(await open({})).toBe(401);
  expect(await open({ query: '?t=x' })).toBe(403);
  expect(await open({ query: `?t=${token}` })).toBe(403);
  const query = await streamQuery();
  expect(await open({ query, origin: 'https://evil.example' })).toBe(403);
  expect(await open({ query, origin: 'null' })).toBe(403);
  expect(await open({ query, path: '/conversations/another/stream' })).toBe(403);
  expect(await open({ query, origin: site.url })).toBe('open');
  expect(await open({ query, origin: site.url })).toBe(403);
  expect(await open({ query: await streamQuery() })).toBe('open');
  const late = await streamQuery();
  const start = realNow;
  realNow = start.add({ seconds: 62 });
  expect(await open({ query: late })).toBe(403);
  realNow = start;
});
