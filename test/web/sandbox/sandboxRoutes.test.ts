import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { startSandboxSite, type SandboxSite } from '../../support/sandboxSite.ts';

let state: State;
let site: SandboxSite;

beforeAll(async () => {
  state = await openSqliteState(':memory:');
  site = await startSandboxSite({ state });
});
beforeEach(async () => {
  for (const { service } of await site.world.faults.list()) {
    await site.world.faults.set({ service, mode: 'ok', ms: 0, times: 0 });
  }
});
afterAll(async () => {
  expect(site.faults).toEqual([]);
  await site.close();
  await state.close();
});

async function ask(path: string, body?: unknown): Promise<{ status: number; body: unknown; text: string }> {
  const response = await fetch(`${site.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status: response.status, body: isJson ? JSON.parse(text) : undefined, text };
}

async function code(path: string, body?: unknown): Promise<string> {
  const answer = await ask(path, body);
  return `${answer.status} ${(answer.body as { error?: { code?: string } } | undefined)?.error?.code ?? ''}`.trim();
}

test('what a phone got is told oldest first, by any way of writing its number', async () => {
  await site.world.phones.deliver({ id: 'a', to: '01012345678', text: '하나' });
  await site.world.phones.deliver({ id: 'b', to: '01012345678', text: '둘 <b>' });
  for (const number of ['01012345678', '010-1234-5678', '+821012345678']) {
    const { status, body } = await ask(`/sandbox/phones/${encodeURIComponent(number)}/messages`);
    expect(status).toBe(200);
    expect(body).toEqual([
      { id: 'a', to: '01012345678', text: '하나', at: expect.any(String) },
      { id: 'b', to: '01012345678', text: '둘 <b>', at: expect.any(String) },
    ]);
  }
  expect((await ask('/sandbox/phones/01099990000/messages')).body).toEqual([]);
});

test('a mailbox likewise, with the subject', async () => {
  await site.world.mailboxes.deliver({ id: 'm', to: 'hong@example.com', subject: '제목', text: '본문' });
  const mail = { id: 'm', to: 'hong@example.com', subject: '제목', text: '본문', at: expect.any(String) };
  expect((await ask('/sandbox/mailboxes/hong@example.com/messages')).body).toEqual([mail]);
  expect((await ask('/sandbox/mailboxes/hong%40Example.com/messages')).body).toEqual([mail]);
});

test('the pages show what arrived as text, never as markup', async () => {
  const page = await ask('/sandbox/phones/01012345678');
  expect(page.text).toContain('둘 &lt;b&gt;');
  expect(page.text).toContain('aria-label="휴대폰"');
  expect((await ask('/sandbox/mailboxes/hong@example.com')).text).toContain('aria-label="메일함"');
});

test.each([
  ['/sandbox/phones/0212345678', '400 sandbox.phoneForm'],
  ['/sandbox/phones/x/messages', '400 sandbox.phoneForm'],
  ['/sandbox/mailboxes/hong/messages', '400 sandbox.mailboxForm'],
  ['/sandbox/mailboxes/%22%3E%3Cscript%3E', '400 sandbox.mailboxForm'],
  ['/sandbox/accounts/4/110234567890/deposits', '400 sandbox.accountForm'],
  ['/sandbox/accounts/004/abc/deposits', '400 sandbox.accountForm'],
  ['/sandbox/people?from=-1', '400 sandbox.peopleForm'],
  ['/sandbox/people?count=1001', '400 sandbox.peopleForm'],
  ['/sandbox/people?count=all', '400 sandbox.peopleForm'],
  ['/sandbox/nothing', '404 route.unknown'],
])('%s is %s', async (path, expected) => {
  expect(await code(path)).toBe(expected);
});

test('deposits are told as they came', async () => {
  await site.world.deposits.add({ bankCode: '004', account: '110234567890' }, 'd1', {
    amount: 1,
    depositor: '금융4821',
  });
  const { body } = await ask('/sandbox/accounts/004/110-234-567890/deposits');
  expect(body).toEqual([{ amount: 1, depositor: '금융4821', at: expect.any(String) }]);
  expect((await ask('/sandbox/accounts/020/110234567890/deposits')).body).toEqual([]);
});

test('people are listed as the contract writes them', async () => {
  const { body } = await ask('/sandbox/people?from=0&count=1');
  expect(body).toEqual([
    {
      id: 'hong',
      name: '홍길동',
      number: '900101-1234568',
      phone: '010-1234-5678',
      email: 'hong@example.com',
      password: 'sandbox!1',
      accounts: [
        { bankCode: '004', number: '110234567890' },
        { bankCode: '020', number: '1002345678901' },
      ],
    },
  ]);
  const more = (await ask('/sandbox/people?from=5&count=3')).body as { id: string; phone: string }[];
  expect(more.map(({ id, phone }) => `${id} ${phone}`)).toEqual([
    'park 010-6789-0123',
    'p1 010-9000-0000',
    'p2 010-9000-0001',
  ]);
  expect((await ask('/sandbox/people')).body).toHaveLength(26);
});

test('a fault is set, listed and lifted', async () => {
  expect((await ask('/sandbox/faults')).body).toEqual([]);
  const set = await ask('/sandbox/faults', { service: 'sms', mode: 'slow', ms: 100, times: 3 });
  expect(set).toMatchObject({ status: 200, body: { service: 'sms', mode: 'slow', ms: 100, times: 3 } });
  expect((await ask('/sandbox/faults', { service: 'ca', mode: 'error' })).status).toBe(200);
  expect((await ask('/sandbox/faults')).body).toEqual([
    { service: 'sms', mode: 'slow', ms: 100, times: 3, left: 3 },
    { service: 'ca', mode: 'error', ms: 0, times: 0, left: 0 },
  ]);
  await ask('/sandbox/faults', { service: 'sms', mode: 'ok' });
  await ask('/sandbox/faults', { service: 'ca', mode: 'ok' });
  expect((await ask('/sandbox/faults')).body).toEqual([]);
});

test.each([
  {},
  [],
  null,
  'sms',
  { service: 'sms' },
  { service: 'fax', mode: 'error' },
  { service: 'sms', mode: 'broken' },
  { service: 'sms', mode: 'slow', ms: -1 },
  { service: 'sms', mode: 'slow', ms: 1.5 },
  { service: 'sms', mode: 'slow', ms: 600_001 },
  { service: 'sms', mode: 'error', times: -1 },
  { service: 'sms', mode: 'error', times: '3' },
  { service: 'sms', mode: 'error', extra: true },
])('the fault %j is refused and nothing is set', async (body) => {
  expect(await code('/sandbox/faults', body)).toBe('400 sandbox.faultForm');
  expect((await ask('/sandbox/faults')).body).toEqual([]);
});

function secondsUntilNow(from: string): number {
  return site.clock.now().since(from).total('seconds');
}

test('the clock is set and moved on, and what became due is done before the answer', async () => {
  const before = site.clockChanges();
  const set = await ask('/sandbox/clock', { now: '2027-01-01T09:00:00+09:00' });
  expect(set.status).toBe(200);
  expect((set.body as { now: string }).now).toMatch(/^2027-01-01T00:00:0/);
  expect(Math.abs(secondsUntilNow('2027-01-01T00:00:00Z'))).toBeLessThan(5);
  await ask('/sandbox/clock', { advanceSeconds: 3600 });
  expect(Math.abs(secondsUntilNow('2027-01-01T01:00:00Z'))).toBeLessThan(5);
  await ask('/sandbox/clock', { advanceSeconds: -7200 });
  expect(Math.abs(secondsUntilNow('2026-12-31T23:00:00Z'))).toBeLessThan(5);
  expect(site.clockChanges() - before).toBe(3);
  expect(((await ask('/sandbox/clock')).body as { now: string }).now).toMatch(/^2026-12-31T23:00/);
});

test.each([
  {},
  { now: 'tomorrow' },
  { now: '2027-01-01' },
  { now: '2027-01-01T09:00:00' },
  { now: '2027-13-01T09:00:00+09:00' },
  { now: 1_800_000_000 },
  { advanceSeconds: '60' },
  { advanceSeconds: 1e18 },
  { now: '2027-01-01T09:00:00+09:00', advanceSeconds: 1 },
])('the clock refuses %j and stays', async (body) => {
  const before = site.clock.now();
  expect(await code('/sandbox/clock', body)).toBe('400 sandbox.clockForm');
  expect(Math.abs(secondsUntilNow(before.toString()))).toBeLessThan(5);
});

test('a message carries product time', async () => {
  await ask('/sandbox/clock', { now: '2028-02-29T12:00:00+09:00' });
  await site.world.phones.deliver({ id: 'leap', to: '01098765432', text: 'x' });
  const { body } = await ask('/sandbox/phones/01098765432/messages');
  expect((body as { at: string }[])[0]?.at).toMatch(/^2028-02-29T03:00/);
});
