import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findSecrets, secret } from '../support/canary.ts';
import { folderPlaces, textPlace } from '../support/canaryPlaces.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { HttpCustomer, type ListedPerson } from '../support/httpCustomer.ts';
import { walkToCredential, walkToVisit } from '../support/httpWalk.ts';
import { openListeningApp, type ListeningApp } from '../support/listeningApp.ts';
import { rawHttp } from '../support/rawHttp.ts';
import { freshPeople } from '../reliability/journeys.ts';

interface ChatRow {
  readonly name: string;
  readonly text: string;
  readonly repeat?: number;
  readonly tail?: string;
}
interface BodyRow {
  readonly name: string;
  readonly raw: string;
  readonly repeat?: number;
  readonly status: number;
}
const rows = JSON.parse(readFileSync(join(import.meta.dirname, 'badInputs.json'), 'utf8')) as {
  readonly chat: readonly ChatRow[];
  readonly secrets: readonly (ChatRow & { readonly secret: string })[];
  readonly codes: readonly string[];
  readonly bodies: readonly BodyRow[];
};

let product: ListeningApp;
let people: AsyncGenerator<ListedPerson, never>;
let customer: HttpCustomer;

beforeAll(async () => {
  product = await openListeningApp({ people: 200 });
  people = freshPeople(product.url);
  customer = await newCustomer();
  await customer.begin();
}, 30_000);
afterAll(async () => {
  await product.close();
  expect(product.log.filter((line) => line.includes('"level":50'))).toEqual([]);
});

async function newCustomer(): Promise<HttpCustomer> {
  const person = (await people.next()).value;
  return new HttpCustomer(
    product.url,
    new HttpBrowser(undefined, `10.1.1.${Number(person.id.slice(1)) % 250}`),
    person,
  );
}

/** Sends bytes to where messages are posted, as the customer. */
function post(body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${product.url}/v3/directline/conversations/${customer.conversationId}/activities`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${customer.token}`, ...headers },
    body: new Uint8Array(Buffer.from(body)),
  });
}

/** A refusal has a code and an incident number: no stack, no message made inside, nothing of what was sent. */
async function expectRefusal(response: Response, status: number): Promise<void> {
  expect(response.status).toBe(status);
  const text = await response.text();
  expect(JSON.parse(text)).toEqual({ error: { code: expect.stringMatching(/^[a-zA-Z.]+$/), id: expect.any(String) } });
  expect(text).not.toMatch(/at .*\(|node_modules|\.ts|Error|SyntaxError/);
}

const spelled = ({ text, repeat = 1, tail = '' }: ChatRow): string => text.repeat(repeat) + tail;

describe('a message that is none', () => {
  test.each(rows.chat)('$name gets an answer, and the step waits', async (row) => {
    const one = await newCustomer();
    await one.begin();
    await one.press('발급');
    const before = (await one.shown()).length;
    await one.say(spelled(row));
    const answers = (await one.shown()).slice(before).filter(({ from }) => from?.role !== 'user');
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.length).toBeLessThanOrEqual(3);
    expect(JSON.stringify(answers)).not.toMatch(/오류 번호|undefined|\[object|evil\.example/);
    await one.press('KB국민');
    await one.hears('1/5');
  });

  test('longer than a body may be is refused before it is read', async () => {
    await expectRefusal(await post(JSON.stringify({ type: 'message', text: '가'.repeat(349_525) })), 413);
    const picture = `data:image/png;base64,${'A'.repeat(20e6)}`;
    const attachments = [{ contentType: 'image/png', contentUrl: picture }];
    await expectRefusal(await post(JSON.stringify({ type: 'message', text: '', attachments })), 413);
  });
});

describe('a secret typed in the chat', () => {
  test.each(rows.secrets)('$name is masked before it is kept', async ({ text, secret: value }) => {
    const one = await newCustomer();
    await walkToVisit(one);
    await one.say(text);
    expect(JSON.stringify(await one.shown())).not.toContain(value);
    const kept = [...folderPlaces(product.config.directory), textPlace('log', 'log', product.log.join(''))];
    expect(findSecrets([secret('it', value)], kept)).toEqual([]);
    await one.button('안전한 화면 열기');
  });
});

test('what can be no code costs no try, an array is no message, and a code opens once', async () => {
  const one = await newCustomer();
  await walkToVisit(one);
  await one.visit('안전한 화면 열기');
  await one.press('인증번호 받기');
  await one.hears('보냈어요.');
  for (const text of [...rows.codes, ...rows.codes]) await one.say(text);
  const code = await one.code();
  await one.say(code);
  await one.hears('이대로 발급할까요');
  await one.say(code);
  expect(JSON.stringify(await one.shown())).not.toContain(code);
  await one.press('네');
  await one.hears('5/5');
});

describe('a body', () => {
  test.each(rows.bodies)('$name', async ({ raw, repeat = 1, status }) => {
    const response = await post(raw.repeat(repeat));
    if (status === 200) expect(response.status).toBe(200);
    else await expectRefusal(response, status);
  });

  test('of 64 KiB is read, one byte more is not', async () => {
    const empty = JSON.stringify({ type: 'message', text: '' }).length;
    const filled = (bytes: number): string => JSON.stringify({ type: 'message', text: 'x'.repeat(bytes - empty) });
    expect((await post(filled(64 * 1024))).status).toBe(200);
    await expectRefusal(await post(filled(64 * 1024 + 1)), 413);
  });

  test('compressed or of another kind is refused', async () => {
    const text = JSON.stringify({ type: 'message', text: '발급' });
    await expectRefusal(await post(gzipSync(text), { 'content-encoding': 'gzip' }), 415);
    await expectRefusal(await post(text, { 'content-type': 'application/x-www-form-urlencoded' }), 415);
    await expectRefusal(await post(text, { 'content-type': 'text/plain' }), 415);
  });

  test('with a token that is none, another conversation\u2019s or too old opens nothing', async () => {
    const text = JSON.stringify({ type: 'message', text: '발급' });
    for (const token of ['a.b.c', 'eyJhbGciOiJub25lIn0.eyJleHAiOjF9.', `${customer.token}x`])
      await expectRefusal(await post(text, { authorization: `Bearer ${token}` }), 403);
    await expectRefusal(await post(text, { authorization: '' }), 401);
    const other = await newCustomer();
    await other.begin();
    await expectRefusal(await post(text, { authorization: `Bearer ${other.token}` }), 403);
  });
});

describe('a request', () => {
  test.each(['/.env', '/nowhere', '/%2e%2e/package.json', '/assets/../config.ts', '/agent/export', '/secure/a/b'])(
    'for %s is answered with 404',
    async (path) => expectRefusal(await fetch(`${product.url}${path}`), 404),
  );

  test.each([
    ['GET /%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 40[04] /],
    ['GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    [`GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
    ['CONNECT 127.0.0.1:6379 HTTP/1.1\r\nHost: x\r\n\r\n', /^(?:HTTP\/1\.1 40[05] [^]*)?$/],
    [
      'POST /chat/token HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}',
      /^HTTP\/1\.1 400 /,
    ],
    ['\u0016\u0003\u0001\u0002\u0000', /^HTTP\/1\.1 400 /],
  ])('%j is refused', async (bytes, expected) => {
    const answer = await rawHttp(product.config.port, bytes, 1000);
    expect(answer).toMatch(expected);
    expect(answer).not.toMatch(/at .*\(|node_modules/);
  });

  test('that names another method in a header is taken for what it is', async () => {
    const response = await fetch(`${product.url}/`, { headers: { 'x-http-method-override': 'DELETE' } });
    expect(response.status).toBe(200);
    await expectRefusal(await fetch(`${product.url}/`, { method: 'DELETE' }), 405);
  });
});

describe('the secure view', () => {
  test.each(['/secure/', `/secure/${'A'.repeat(43)}`, '/secure/x'])('%s tells nothing', async (path) => {
    const response = await fetch(`${product.url}${path}`);
    expect([200, 404, 410]).toContain(response.status);
    expect(await response.text()).not.toMatch(/KB국민|홍/);
  });

  test('lets nobody skip a step, frame a page, plant a cookie or post from elsewhere', async () => {
    const one = await newCustomer();
    await walkToCredential(one);
    const link = String((await one.button('비밀번호 정하기')).value);
    const token = link.split('/secure/')[1] ?? '';
    const page = await fetch(link);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    const send = (path: string, headers: Record<string, string>): Promise<Response> =>
      fetch(`${product.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ link: { token }, envelope: 'x' }),
      });
    const skipped = (await (await send('/secure/steps/credential', {})).json()) as { kind: string };
    expect(skipped.kind).toBe('start');
    const planted = (await (await send('/secure/begin', { cookie: '__Host-visit=attacker' })).json()) as object;
    expect(planted).toMatchObject({ kind: 'start', refusal: 'visit.cookiesOff' });
    await expectRefusal(await send('/secure/begin', { origin: 'https://evil.example' }), 403);
    await expectRefusal(await send('/secure/begin', { 'sec-fetch-site': 'cross-site' }), 403);
  });
});
