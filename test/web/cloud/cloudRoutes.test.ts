import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { codesPerHour, tapsPerMinute } from '../../../web/cloud/tapRoutes.ts';
import { codeIn, asked, type CloudPerson } from '../../services/cloudAccount/cloudWorld.ts';
import { pin, today } from '../../services/certificates/certificateWorld.ts';
import { CloudClient, startCloudSite, type CloudSite } from './cloudSite.ts';

let site: CloudSite;
beforeAll(async () => {
  site = await startCloudSite();
}, 60_000);
afterAll(async () => {
  expect(site.faults).toEqual([]);
  await site.close();
});

const withoutNonce = (text: string): string => text.replaceAll(/nonce="[\w-]+"/g, 'nonce');

async function storedKeys(): Promise<number> {
  let count = 0;
  for await (const key of site.world.state.records.keys('cloud')) if (key !== '') count += 1;
  return count;
}

/** A person, and a client whose browser is connected to their cloud. */
async function connected(): Promise<{ person: CloudPerson; client: CloudClient }> {
  const { world } = site;
  world.certificates.clock.at = today;
  const person = await world.person();
  const client = new CloudClient(site.url);
  await client.get('/cloud');
  await client.post('/cloud/view', {});
  await client.send('/cloud/code', { step: 'connect', ...person.owner });
  await world.connecting.idle();
  await client.send('/cloud/connect', { step: 'code', code: codeIn(world.sent) });
  expect(client.page).toMatchObject({ status: 200, kind: 'home' });
  return { person, client };
}

/** The fields of the page's own keypad. */
function pressed({ page }: CloudClient, serialHex: string, digits: string = pin.secret): object {
  const [, keypad = '', keys = ''] = /data-keypad="([^"]+)"([^]*?)<\/dialog>/.exec(page?.html ?? '') ?? [];
  const cells = Array.from(digits, (digit) => new RegExp(`data-cell="([^"]+)">${digit}<`).exec(keys)?.[1] ?? '');
  return { step: 'sign', policy: 'pin6', serialHex, secret: { keypad, cells } };
}

test('a document is the same for everybody, changes nothing, and sets a random cookie once', async () => {
  const before = await storedKeys();
  const client = new CloudClient(site.url);
  const plain = await client.get('/cloud/sign');
  const asking = await new CloudClient(site.url).get('/cloud/sign?party=evil&challenge=x&state=y');
  expect(withoutNonce(asking.text)).toBe(withoutNonce(plain.text));
  expect(plain.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^__Host-cloud-visit=[\w-]{43}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure$/),
  ]);
  expect((await client.get('/cloud')).headers.getSetCookie()).toEqual([]);
  expect(await storedKeys()).toBe(before);
});

test('only the page that signs may send forms to relying parties, and only to registered ones', async () => {
  const policyOf = async (path: string): Promise<string> =>
    (await new CloudClient(site.url).get(path)).headers.get('content-security-policy') ?? '';
  expect(await policyOf('/cloud')).toContain("form-action 'self';");
  expect(await policyOf('/cloud/sign')).toContain("form-action 'self' http://office.example;");
  for (const path of ['/cloud', '/cloud/sign']) {
    const policy = await policyOf(path);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  }
});

test.each([
  '/cloud/view',
  '/cloud/code',
  '/cloud/code/again',
  '/cloud/over',
  '/cloud/connect',
  '/cloud/leave',
  '/cloud/use',
])('%s is posted to by our own pages only, with a body of its form and a cookie', async (path) => {
  const client = new CloudClient(site.url);
  await client.get('/cloud');
  const good = { envelope: 'x', which: 'this' };
  const elsewhere: readonly Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
  ];
  for (const headers of elsewhere)
    expect(await client.post(path, good, headers)).toMatchObject({ status: 403, error: { code: 'request.site' } });
  for (const body of [
    [],
    'null',
    { ...good, envelope: 1, which: 'theirs', asked: 1 },
    { ...good, asked: { party: 'a' } },
  ])
    expect((await client.post(path, body)).status).toBe(400);
  const strange = { ...good, asked: { ...asked, challenge: '<script>'.repeat(8) } };
  expect((await client.post(path, strange)).status).toBe(400);
  const bare = new CloudClient(site.url);
  expect(await bare.post(path, good)).toMatchObject({ status: 403, kind: 'cookiesOff' });
  expect((await client.post(path, good)).status).toBeLessThan(500);
});

test('the device’s cookie is the browser’s own and lasts; a wrong code gives none', async () => {
  const { world } = site;
  world.certificates.clock.at = today;
  const person = await world.person();
  const client = new CloudClient(site.url);
  await client.get('/cloud');
  await client.post('/cloud/view', {});
  await client.send('/cloud/code', { step: 'connect', ...person.owner });
  await world.connecting.idle();
  const code = codeIn(world.sent);
  const wrong = await client.send('/cloud/connect', { step: 'code', code: code === '111111' ? '222222' : '111111' });
  expect(wrong).toMatchObject({ status: 422, kind: 'code', refusal: 'sms.codeWrong', setCookies: [] });
  expect(wrong.html).toContain('숫자가 달라요. 4번 더 해볼 수 있어요.');
  const right = await client.send('/cloud/connect', { step: 'code', code });
  expect(right.setCookies).toEqual([
    expect.stringMatching(
      /^__Host-cloud-device=[\w-]{43}\.[\w-]{43}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Lax; Secure$/,
    ),
  ]);
  expect(right.html).toContain('이 기기 연결 해제');
});

test('known and unknown people get the same bytes', async () => {
  const { world } = site;
  world.certificates.clock.at = today;
  const person = await world.person();
  const pages: string[] = [];
  for (const owner of [person.owner, { ...person.owner, name: '홍길순' }]) {
    const client = new CloudClient(site.url);
    await client.get('/cloud');
    await client.post('/cloud/view', {});
    const { status, html } = await client.send('/cloud/code', { step: 'connect', ...owner });
    const guessed = await client.send('/cloud/connect', { step: 'code', code: '000000' });
    pages.push(JSON.stringify([status, html, guessed.status, guessed.html]));
  }
  expect(pages[1]).toBe(pages[0]);
});

test('who asks is shown by name and address; the right PIN goes back to their one address', async () => {
  const { person, client } = await connected();
  const page = await client.post('/cloud/view', { asked });
  expect(page).toMatchObject({ status: 200, kind: 'sign' });
  expect(page.html).toContain('모두의 민원실');
  expect(page.html).toContain('http://office.example');
  const { serialHex } = person.certificate;
  const wrong = await client.send('/cloud/use', pressed(client, serialHex, '384950'), { asked });
  expect(wrong).toMatchObject({ status: 422, kind: 'sign', refusal: 'credential.wrong' });
  expect(wrong.html).toContain('비밀번호가 달라요. 4번 더 틀리면 인증서가 잠겨요.');
  const right = await client.send('/cloud/use', pressed(client, serialHex), { asked });
  expect(right).toMatchObject({ status: 200, kind: 'signed' });
  expect(right.html).toContain('action="http://office.example/return"');
  expect(right.html).not.toContain(pin.secret);
});

test('a stranger who holds the cookie of a visit, or half of a device’s, sees nothing of its owner', async () => {
  const { person, client } = await connected();
  const thief = new CloudClient(site.url);
  thief.cookies.set('__Host-cloud-visit', client.cookies.get('__Host-cloud-visit') ?? '');
  expect(await thief.post('/cloud/view', { asked })).toMatchObject({ kind: 'connect' });
  const [address = ''] = (client.cookies.get('__Host-cloud-device') ?? '').split('.');
  thief.cookies.set('__Host-cloud-device', `${address}.${'A'.repeat(43)}`);
  const page = await thief.post('/cloud/view', { asked });
  expect(page).toMatchObject({ kind: 'connect' });
  expect(page.html).not.toContain(person.certificate.serialHex.slice(-4).toUpperCase());
});

test('nobody who is registered asks: the same page for everybody, and nothing is signed', async () => {
  const { client } = await connected();
  const page = await client.post('/cloud/view', { asked: { ...asked, party: 'evil' } });
  expect(page).toMatchObject({ status: 200, kind: 'stranger' });
  expect(page.html).toContain('등록되지 않은 곳의 요청이에요');
});

test('a relying party’s server asks about its own log-ins only, in its form only', async () => {
  const client = new CloudClient(site.url);
  const ask = (body: unknown) => client.post('/cloud/logins/check', body);
  expect(await ask({ party: 'office', connection: 'x'.repeat(43) })).toMatchObject({ status: 200, connected: false });
  for (const body of [
    {},
    [],
    { party: 'office' },
    { party: 1, connection: 2 },
    { party: 'x'.repeat(65), connection: '' },
  ])
    expect((await ask(body)).status).toBe(400);
});

test('a flood of taps, or of codes for ever other people, is stopped by address', async () => {
  const client = new CloudClient(site.url);
  await client.get('/cloud');
  const body = { envelope: 'x' };
  const codes = await Promise.all(Array.from({ length: codesPerHour + 5 }, () => client.post('/cloud/code', body)));
  const stopped = codes.filter(({ status }) => status === 429);
  expect(stopped).toHaveLength(5);
  expect(stopped[0]).toMatchObject({ kind: 'connect', refusal: 'cloud.tooOften' });
  const tapper = new CloudClient(site.url);
  await tapper.get('/cloud');
  const taps = await Promise.all(Array.from({ length: tapsPerMinute + 5 }, () => tapper.post('/cloud/view', {})));
  expect(taps.filter(({ status }) => status === 429)).toHaveLength(5);
  const other = new CloudClient(site.url);
  await other.get('/cloud');
  expect((await other.post('/cloud/view', {})).status).toBe(200);
}, 60_000);
