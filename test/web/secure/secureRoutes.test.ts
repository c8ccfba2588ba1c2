import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSecureSite, type SecureSite } from './secureSite.ts';

let site: SecureSite;
beforeAll(async () => {
  site = await startSecureSite();
}, 60_000);
afterAll(() => site.close());

const unknown = 'x'.repeat(43);
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${site.url}${path}`, { headers });
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${site.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const withoutNonce = (text: string): string => text.replaceAll(/nonce="[\w-]+"/g, 'nonce');

test('a robot that fetches a link changes nothing, and gets the same page whatever the link is good for', async () => {
  const live = await site.link(['identity'], 'robot');
  const closed = await site.link(['identity'], 'robot-2');
  await site.world.visits.close({ caseId: 'robot-2', visitNumber: 1 });
  const before = await site.world.stored();
  const pages = await Promise.all([live, closed, `${site.url}/secure/${unknown}`].map((address) => fetch(address)));
  expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
  const bodies = await Promise.all(pages.map(async (page) => withoutNonce(await page.text())));
  expect(new Set(bodies).size).toBe(1);
  expect(await site.world.stored()).toBe(before);
  expect(site.world.handlers.factsRead).toBe(0);
  for (const page of pages) {
    expect(page.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-visit-[\w-]{16}=[\w-]{43}; Path=\/; Max-Age=1800; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ]);
  }
});

test('a cookie that is there is left, and only a link gives one', async () => {
  const first = await get(`/secure/${unknown}`);
  const [cookie = ''] = first.headers.getSetCookie();
  const again = await get(`/secure/${unknown}`, { cookie: cookie.split(';')[0] ?? '' });
  expect(again.headers.getSetCookie()).toEqual([]);
  for (const path of ['/secure', '/secure/return?code=1&state=2', '/secure/credential'])
    expect((await get(path)).headers.getSetCookie()).toEqual([]);
});

test('every document has its own nonce, may send forms to the bank, and is kept, framed and told nowhere', async () => {
  const pages = await Promise.all(['/secure', '/secure/credential', `/secure/${unknown}`].map((path) => get(path)));
  const policies = pages.map((page) => page.headers.get('content-security-policy') ?? '');
  expect(new Set(policies).size).toBe(3);
  for (const [i, policy] of policies.entries()) {
    expect(policy).toContain(`form-action 'self' ${site.world.bank.origin()};`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    const nonce = /'nonce-([\w-]+)'/.exec(policy)?.[1] ?? 'none';
    const page = pages[i];
    expect(await page?.text()).toContain(`<script nonce="${nonce}"`);
    expect(page?.headers.get('cache-control')).toBe('no-store');
    expect(page?.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page?.headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('a link that is over answers 410 with the neutral page, to every tap', async () => {
  const link = { token: unknown };
  for (const path of ['view', 'begin', 'rebind/number']) {
    const answer = await post(`/secure/${path}`, { link });
    expect(answer.status).toBe(410);
    expect(await answer.json()).toEqual({
      kind: 'gone',
      language: 'ko',
      html: expect.stringContaining('새 링크 받기'),
    });
  }
  const forms = [
    ['steps/identity', { envelope: 'x' }],
    ['steps/credential', { envelope: 'x' }],
    ['steps/ownership', { envelope: 'x' }],
    ['steps/renewal', { envelope: 'x' }],
    ['steps/signature', { envelope: 'x' }],
    ['steps/newCredential', { envelope: 'x' }],
    ['rebind', { number: '11' }],
    ['return', { query: '?code=1&state=2' }],
    ['renew', {}],
  ] as const;
  for (const [path, fields] of forms) expect((await post(`/secure/${path}`, { link, ...fields })).status).toBe(410);
});

test.each([
  ['no body of ours', '/secure/view', { token: unknown }],
  ['a list', '/secure/begin', []],
  ['a token that is a number', '/secure/begin', { link: { token: 1 } }],
  ['a token beyond all measure', '/secure/begin', { link: { token: 'x'.repeat(129) } }],
  ['no envelope', '/secure/steps/renewal', { link: { token: unknown }, pin: '804913' }],
  [
    'an envelope beyond all measure',
    '/secure/steps/identity',
    { link: { token: unknown }, envelope: 'x'.repeat(20_000) },
  ],
  ['a number that is a list', '/secure/rebind', { link: { token: unknown }, number: ['1', '1'] }],
])('%s is 400', async (_name, path, body) => {
  const answer = await post(path, body);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({ error: { code: 'request.malformed', id: expect.any(String) } });
});

test.each([
  ['another site, as browsers tell', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a sibling of the site', { 'sec-fetch-site': 'same-site' }, 403],
  ['another origin, in an old browser', { origin: 'https://evil.example' }, 403],
  ['our own page', { 'sec-fetch-site': 'same-origin', origin: 'null' }, 410],
  ['an old browser that tells nothing', {}, 410],
])('a tap from %s', async (_name, headers, status) => {
  expect((await post('/secure/view', { link: { token: unknown } }, headers)).status).toBe(status);
});

test('a bank form without a visit leads back to the page that says why', async () => {
  const send = (body: string) =>
    fetch(`${site.url}/secure/steps/bankLogin`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
  for (const body of [`token=${unknown}`, 'token=', 'other=1']) {
    const answer = await send(body);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/secure']);
  }
});

test('what is taken away needs a visit and its browser', async () => {
  const kinds = ['certificate', 'calendar', 'sample'];
  for (const path of kinds.flatMap((kind) => [`/secure/${kind}`, `/secure/${kind}?visit=${unknown}`]))
    expect((await get(path)).status).toBe(404);
});

test('names with markup in them are text on the page', async () => {
  const { handlers } = site.world;
  const maskedName = '<img src=x onerror=alert(1)>"';
  handlers.known = handlers.known && { ...handlers.known, maskedName };
  const token = (await site.link(['identity'], 'markup')).split('/').at(-1);
  const answer = (await (await post('/secure/view', { link: { token } })).json()) as { html: string };
  expect(answer.html).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;');
  expect(answer.html).not.toContain('<img');
});

test.each([
  ['the case speaks English', 'en', { 'accept-language': 'ko-KR' }, 'en', 'Begin'],
  ['the case speaks Korean', 'ko', { 'accept-language': 'en-US,en' }, 'ko', '시작하기'],
  ['nobody told, the browser is English', undefined, { 'accept-language': 'en-US,en' }, 'ko', '시작하기'],
  ['nobody told', undefined, {}, 'ko', '시작하기'],
] as const)('%s: the page follows', async (name, locale, headers, language, button) => {
  const { handlers } = site.world;
  handlers.known = handlers.known && { ...handlers.known, locale };
  const token = (await site.link(['identity'], name)).split('/').at(-1);
  const answer = (await (await post('/secure/view', { link: { token } }, headers)).json()) as {
    html: string;
    language: string;
  };
  expect([answer.language, answer.html.includes(button)]).toEqual([language, true]);
});

test('a link that is over speaks what stands on the page', async () => {
  const link = { token: unknown };
  const drawn = async (body: object): Promise<string> =>
    ((await (await post('/secure/view', { link, ...body })).json()) as { html: string }).html;
  expect(await drawn({})).toContain('새 링크 받기');
  expect(await drawn({ language: 'ko' })).toContain('새 링크 받기');
  expect(await drawn({ language: 'en' })).toContain('Get a new link');
  expect(await drawn({ language: 'xx' })).toContain('새 링크 받기');
});

test('the document holds what to say in either language, whatever the browser asks for', async () => {
  const page = await (await get('/secure', { 'accept-language': 'en-GB' })).text();
  expect(page).toContain('<html lang="ko">');
  expect(page).toContain('Loading the page.');
  expect(page).toContain('화면을 불러오고 있어요.');
});
