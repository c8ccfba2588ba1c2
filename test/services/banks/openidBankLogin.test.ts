import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { PendingLogin } from '../../../services/banks/bankLogin.ts';
import { OpenidBankLogin } from '../../../services/banks/openidBankLogin.ts';
import { ciOf } from '../../../services/sandbox/people.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { PlainBrowser, type Page } from '../../support/plainBrowser.ts';
import { startSandboxSite, type SandboxSite } from '../../support/sandboxSite.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const patient = new AbortController().signal;
const folder = temporaryFolder();
let state: State;
let site: SandboxSite;

beforeAll(async () => {
  state = await openSqliteState(join(folder, 'state.db'));
  site = await startSandboxSite({ state });
});
afterEach(async () => {
  await site.world.faults.set({ service: 'bank', mode: 'ok', ms: 0, times: 0 });
  expect(site.faults).toEqual([]);
});
afterAll(async () => {
  await site.close();
  await state.close();
});

interface Visit {
  readonly browser: PlainBrowser;
  readonly pending: PendingLogin['pending'];
  page: Page;
}

/** Opens the bank's log-in page in a browser. */
async function visit(bankCode: string, browser = new PlainBrowser()): Promise<Visit> {
  const { redirectTo, pending } = await site.login.begin(bankCode, patient);
  return { browser, pending, page: await browser.open(redirectTo) };
}

/** Posts the form of the page that is open. */
async function submit(at: Visit, form: Record<string, string>): Promise<Page> {
  const action = /<form[^>]* action="([^"]+)"/.exec(at.page.text)?.[1] ?? '';
  at.page = await at.browser.open(new URL(action, at.page.url).href, { form, stopAt: `${site.url}/secure/return` });
  return at.page;
}

/** Logs in and agrees; answers where the browser comes back. */
async function logIn(at: Visit, id: string, password = 'sandbox!1'): Promise<URL> {
  await submit(at, { id, password, choice: 'continue' });
  await submit(at, { choice: 'continue' });
  return new URL(at.page.url);
}

async function outcome(answer: Promise<{ ok: boolean; code?: string; value?: unknown }>): Promise<string> {
  return answer.then(
    (result) => (result.ok ? 'ok' : String(result.code)),
    (error: unknown) => (error instanceof Unavailable ? `unavailable ${error.system}` : String(error)),
  );
}

test('a customer logs in, agrees, and the bank tells who it is', async () => {
  const at = await visit('004');
  const callback = await logIn(at, 'hong');
  expect(await site.login.finish('004', at.pending, callback, patient)).toEqual({
    ok: true,
    value: {
      bankCode: '004',
      subject: 'hong',
      ci: ciOf({ number: '9001011234568' }),
      name: '홍길동',
      birthDate: '1990-01-01',
      phone: '01012345678',
      email: 'hong@example.com',
    },
  });
});

test('a customer born after 2000 and one with a Latin name come with their own birth date and name', async () => {
  const mini = await visit('004');
  const answer = await site.login.finish('004', mini.pending, await logIn(mini, 'mini'), patient);
  expect(answer.ok && answer.value.birthDate).toBe('2014-05-05');
  const tanaka = await visit('081');
  const other = await site.login.finish('081', tanaka.pending, await logIn(tanaka, 'tanaka'), patient);
  expect(other.ok && other.value.name).toBe('TANAKA YUKI');
});

test('the same person has the same CI at every bank', async () => {
  const [one, two] = [await visit('004'), await visit('020')];
  const first = await site.login.finish('004', one.pending, await logIn(one, 'kim'), patient);
  const second = await site.login.finish('020', two.pending, await logIn(two, 'kim'), patient);
  expect(first.ok && second.ok && first.value.ci === second.value.ci).toBe(true);
});

test.each([
  ['a wrong password', 'hong', 'sandbox!2'],
  ['an unknown id', 'nobody', 'sandbox!1'],
  ['a customer of another bank', 'tanaka', 'sandbox!1'],
  ['nothing', '', ''],
  ['markup', '"><script>alert(1)</script>', 'x'],
])('with %s the page stays, with one sentence', async (_what, id, password) => {
  const at = await visit('004');
  const page = await submit(at, { id, password, choice: 'continue' });
  expect(page.status).toBe(200);
  expect(page.text.match(/role="alert"/g)).toHaveLength(1);
  expect(page.text).toContain('아이디나 비밀번호가 맞지 않아요.');
  expect(page.text).not.toContain('<script>');
  expect((await logIn(at, 'hong')).searchParams.get('code')).not.toBeNull();
});

test.each([1, 2])('a customer who says no at question %i is a refusal', async (question) => {
  const at = await visit('004');
  if (question === 2) await submit(at, { id: 'hong', password: 'sandbox!1', choice: 'continue' });
  const callback = new URL((await submit(at, { choice: 'cancel' })).url);
  expect(callback.searchParams.get('error')).toBe('access_denied');
  expect(await outcome(site.login.finish('004', at.pending, callback, patient))).toBe('bankLogin.refused');
});

test('the next customer at the same browser is asked anew', async () => {
  const browser = new PlainBrowser();
  const hong = await visit('004', browser);
  await logIn(hong, 'hong');
  const kim = await visit('004', browser);
  expect(kim.page.text).toContain('비밀번호');
  const answer = await site.login.finish('004', kim.pending, await logIn(kim, 'kim'), patient);
  expect(answer.ok && answer.value.subject).toBe('kim');
});

test("a code is good once, and with its own visit's secrets only", async () => {
  const at = await visit('004');
  const callback = await logIn(at, 'hong');
  const finish = (pending: PendingLogin['pending']) => outcome(site.login.finish('004', pending, callback, patient));
  expect(await finish({ ...at.pending, state: 'another' })).toBe('bankLogin.mismatch');
  expect(await finish(at.pending)).toBe('ok');
  expect(await finish(at.pending)).toBe('bankLogin.refused');
  const other = await visit('004');
  const again = await logIn(other, 'hong');
  const stolen = { ...other.pending, codeVerifier: at.pending.codeVerifier };
  expect(await outcome(site.login.finish('004', stolen, again, patient))).toBe('bankLogin.refused');
});

test('an ID token of another log-in is a mismatch', async () => {
  const at = await visit('004');
  const callback = await logIn(at, 'hong');
  const pending = { ...at.pending, nonce: 'another' };
  expect(await outcome(site.login.finish('004', pending, callback, patient))).toBe('bankLogin.mismatch');
});

test.each([
  ['?code=made-up', 'bankLogin.refused'],
  ['?error=login_required', 'bankLogin.refused'],
  ['?error=server_error', 'unavailable bank'],
  ['?error=temporarily_unavailable', 'unavailable bank'],
  ['', 'unavailable bank'],
])('a callback with %s is %s', async (query, expected) => {
  const { pending } = await site.login.begin('004', patient);
  const callback = new URL(`${site.url}/secure/return${query}`);
  callback.searchParams.set('state', pending.state);
  callback.searchParams.set('iss', `${site.bankOrigin}/sandbox/bank/004`);
  expect(await outcome(site.login.finish('004', pending, callback, patient))).toBe(expected);
});

test('an answer that names another issuer is not taken', async () => {
  const at = await visit('004');
  const callback = await logIn(at, 'hong');
  callback.searchParams.set('iss', `${site.bankOrigin}/sandbox/bank/020`);
  expect(await outcome(site.login.finish('004', at.pending, callback, patient))).not.toBe('ok');
});

test('a log-in begun before a restart ends after it', async () => {
  const at = await visit('020');
  await submit(at, { id: 'hong', password: 'sandbox!1', choice: 'continue' });
  const { port } = site;
  await site.close();
  site = await startSandboxSite({ state, port });
  const callback = new URL((await submit(at, { choice: 'continue' })).url);
  expect(await outcome(site.login.finish('020', at.pending, callback, patient))).toBe('ok');
});

test.each(['error', 'garbage', 'timeout'] as const)('a bank under the fault %s is an outage', async (mode) => {
  await site.world.faults.set({ service: 'bank', mode, ms: 20, times: 1 });
  expect(await outcome(site.login.begin('004', patient).then((value) => ({ ok: true, value })))).toBe(
    'unavailable bank',
  );
  expect(await outcome(site.login.begin('004', patient).then((value) => ({ ok: true, value })))).toBe('ok');
});

test('a slow bank answers, and one that was waited for too long does not', async () => {
  await site.world.faults.set({ service: 'bank', mode: 'slow', ms: 50, times: 2 });
  const begin = (signal: AbortSignal) =>
    outcome(site.login.begin('004', signal).then((value) => ({ ok: true, value })));
  expect(await begin(patient)).toBe('ok');
  expect(await begin(AbortSignal.timeout(10))).toBe('unavailable bank');
  expect(await begin(AbortSignal.abort())).toBe('unavailable bank');
});

test('a code exchanged twice by a stuttering network is one log-in', async () => {
  const at = await visit('004');
  const callback = await logIn(at, 'hong');
  await site.world.faults.set({ service: 'bank', mode: 'duplicate', ms: 0, times: 1 });
  expect(await outcome(site.login.finish('004', at.pending, callback, patient))).toBe('ok');
});

function loginAt(issuer: string): OpenidBankLogin {
  const settings = () => ({ issuer, clientId: 'certificate-assistant', clientSecret: 'x' });
  return new OpenidBankLogin({ settings, redirectUri: `${site.url}/secure/return`, deadlineMilliseconds: 300 });
}

test.each([
  ['nobody listens', () => 'http://127.0.0.1:9'],
  ['another page answers', () => `${site.url}/sandbox/people`],
  ['an unknown bank is asked', () => `${site.bankOrigin}/sandbox/bank/999`],
  ['a bank that issues nothing is asked', () => `${site.bankOrigin}/sandbox/bank/090`],
  ['the bank is asked under another name', () => `${site.url}/sandbox/bank/004`],
  ['plain http leaves the machine', () => 'http://bank.example/'],
])('when %s it is an outage', async (_what, issuer) => {
  const begun = loginAt(issuer()).begin('004', patient);
  expect(await outcome(begun.then((value) => ({ ok: true, value })))).toBe('unavailable bank');
});

test('an outage does not stick: the next log-in asks the bank again', async () => {
  const login = loginAt(`${site.bankOrigin}/sandbox/bank/088`);
  const port = site.port;
  await site.close();
  expect(await outcome(login.begin('088', patient).then((value) => ({ ok: true, value })))).toBe('unavailable bank');
  site = await startSandboxSite({ state, port });
  expect(await outcome(login.begin('088', patient).then((value) => ({ ok: true, value })))).toBe('ok');
});

test('a wrong client secret is an outage, and nothing personal is in its cause', async () => {
  const at = await visit('004');
  const callback = await logIn(at, 'hong');
  const failed = await loginAt(`${site.bankOrigin}/sandbox/bank/004`)
    .finish('004', at.pending, callback, patient)
    .catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(Unavailable);
  expect(JSON.stringify([String(failed), String((failed as Unavailable).cause)])).not.toMatch(/홍길동|hong|0101234/);
});

test('the origin of a bank is the one its pages come from', () => {
  expect(site.login.origin('004')).toBe(site.bankOrigin);
  const none = new OpenidBankLogin({ settings: () => undefined, redirectUri: `${site.url}/secure/return` });
  expect(() => none.origin('004')).toThrow('expected a log-in set up for bank 004');
});

test("the bank's page lets its form lead back to the product, and is framed by nobody", async () => {
  const { page } = await visit('004');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain(`form-action 'self' ${site.url}`);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(page.headers.get('cache-control')).toBe('no-store');
});

test('an interaction of another browser, or none, shows a page and no secret', async () => {
  const { page } = await visit('004');
  const stranger = await new PlainBrowser().open(page.url);
  expect(stranger.status).toBe(400);
  expect(stranger.text).toContain('로그인을 이어갈 수 없어요');
  const form = await new PlainBrowser().open(page.url, { form: { id: 'hong', password: 'sandbox!1' } });
  expect(form.status).toBe(400);
});

test('a log-in asked for with another return address is refused on the page', async () => {
  const { redirectTo } = await site.login.begin('004', patient);
  const address = new URL(redirectTo);
  address.searchParams.set('redirect_uri', 'https://evil.example/');
  const page = await new PlainBrowser().open(address.href);
  expect(page.status).toBe(400);
  expect(page.headers.get('content-security-policy')).toContain("style-src 'self'");
  expect(page.text).toContain('로그인을 이어갈 수 없어요');
});
