import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SandboxIdentityVerifier } from '../../../services/identity/sandboxIdentityVerifier.ts';
import { SandboxMailSender } from '../../../services/identity/sandboxMailSender.ts';
import { StoredSandboxWorld } from '../../../services/sandbox/storedWorld.ts';
import type { SandboxWorld } from '../../../services/sandbox/world.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { SandboxSmsSender } from '../../../services/sms/sandboxSmsSender.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { ownTime } from '../../support/ownTime.ts';

const now = Temporal.Instant.from('2026-11-22T12:00:00+09:00');
const clock = { now: () => now };
const patient = new AbortController().signal;
let folder: string;
let state: State;
let world: SandboxWorld;

async function openWorld(): Promise<void> {
  state = await openSqliteState(join(folder, 'state.db'));
  world = new StoredSandboxWorld({ state, clock, people: 10 });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  await openWorld();
});
afterEach(async () => {
  await state.close();
  rmSync(folder, { recursive: true });
});

const message = { id: 'effect-1', to: '01012345678', text: '인증번호 123456' };
const sendSms = (signal = patient, sent = message) => new SandboxSmsSender({ world }).send(sent, signal);

async function texts(phone = message.to): Promise<readonly string[]> {
  return (await world.phones.messages(phone)).map(({ id }) => id);
}

async function failure(act: Promise<unknown>): Promise<string> {
  return act.then(
    () => 'none',
    (error: unknown) => (error instanceof Unavailable ? `${error.system} ${error.message}` : String(error)),
  );
}

test('a message reaches its phone once, however often it is sent', async () => {
  await sendSms();
  await sendSms();
  await sendSms(patient, { ...message, id: 'effect-2', to: '01023456789' });
  expect(await world.phones.messages(message.to)).toEqual([{ ...message, at: '2026-11-22T03:00:00Z' }]);
});

test('mail reaches its mailbox with its subject', async () => {
  const mail = { id: 'mail-1', to: 'hong@example.com', subject: '인증번호', text: '123456' };
  await new SandboxMailSender({ world }).send(mail, patient);
  expect(await world.mailboxes.messages(mail.to)).toEqual([{ ...mail, at: '2026-11-22T03:00:00Z' }]);
  expect(await world.phones.messages(mail.to)).toEqual([]);
});

test('more than a page of messages is read whole and in order', async () => {
  await Promise.all(
    Array.from({ length: 501 }, (_, n) => world.phones.deliver({ id: `m${n}`, to: message.to, text: `${n}` })),
  );
  const all = await world.phones.messages(message.to);
  expect(all).toHaveLength(501);
  expect(new Set(all.map(({ id }) => id)).size).toBe(501);
});

test('the world survives a restart, and another instance sees it', async () => {
  await sendSms();
  await world.deposits.add({ bankCode: '004', account: '110234567890' }, 'd1', { amount: 1, depositor: '금융1234' });
  await world.faults.set({ service: 'sms', mode: 'error', ms: 0, times: 2 });
  await state.close();
  await openWorld();
  expect(await texts()).toEqual(['effect-1']);
  const deposits = await world.deposits.list({ bankCode: '004', account: '110234567890' });
  expect(deposits).toEqual([{ amount: 1, depositor: '금융1234', at: '2026-11-22T03:00:00Z' }]);
  expect((await world.faults.list()).map(({ service, left }) => `${service} ${left}`)).toEqual(['sms 2']);
});

test('error: nothing is sent, until ok', async () => {
  await world.faults.set({ service: 'sms', mode: 'error', ms: 0, times: 0 });
  for (const _ of Array(3).keys()) expect(await failure(sendSms())).toBe('sms sms is unavailable');
  expect(await texts()).toEqual([]);
  await world.faults.set({ service: 'sms', mode: 'ok', ms: 0, times: 0 });
  await sendSms();
  expect(await texts()).toEqual(['effect-1']);
});

test('duplicate: the message arrives twice, and again not a third time', async () => {
  await world.faults.set({ service: 'sms', mode: 'duplicate', ms: 0, times: 0 });
  await sendSms();
  await sendSms();
  expect(await texts()).toEqual(['effect-1', 'effect-1.2']);
});

test('garbage: the answer is lost, the message is not, and a repeat doubles nothing', async () => {
  await world.faults.set({ service: 'sms', mode: 'garbage', ms: 0, times: 1 });
  expect(await failure(sendSms())).toBe('sms sms is unavailable');
  await sendSms();
  expect(await texts()).toEqual(['effect-1']);
});

test('slow: the right answer, later', async () => {
  await world.faults.set({ service: 'sms', mode: 'slow', ms: 60, times: 1 });
  const started = performance.now();
  await sendSms();
  expect(performance.now() - started).toBeGreaterThanOrEqual(59);
  expect(await texts()).toEqual(['effect-1']);
});

test('timeout: no answer for that long, then an outage', async () => {
  await world.faults.set({ service: 'sms', mode: 'timeout', ms: 40, times: 1 });
  const started = performance.now();
  expect(await failure(sendSms())).toBe('sms sms is unavailable');
  expect(performance.now() - started).toBeGreaterThanOrEqual(39);
  expect(await texts()).toEqual([]);
});

test.each(['timeout', 'slow'] as const)('%s: who gives up waiting is answered at once', async (mode) => {
  await world.faults.set({ service: 'sms', mode, ms: 60_000, times: 0 });
  const time = ownTime();
  expect(await failure(sendSms(AbortSignal.timeout(30)))).toBe('sms sms is unavailable');
  expect(time()).toBeLessThan(2000);
  expect(await failure(sendSms(AbortSignal.abort()))).toBe('sms sms is unavailable');
  expect(await texts()).toEqual([]);
});

test('a fault strikes as often as was said, counted over all instances', async () => {
  const other = new StoredSandboxWorld({ state, clock, people: 0 });
  await world.faults.set({ service: 'mail', mode: 'error', ms: 0, times: 5 });
  const acts = Array.from({ length: 20 }, (_, n) =>
    failure((n % 2 ? world : other).faulty('mail', patient, async () => 1)),
  );
  const outcomes = await Promise.all(acts);
  expect(outcomes.filter((outcome) => outcome !== 'none')).toHaveLength(5);
  expect(await world.faults.list()).toEqual([]);
});

test('a fault of one service leaves the others alone', async () => {
  await world.faults.set({ service: 'bank', mode: 'error', ms: 0, times: 0 });
  await sendSms();
  expect(await texts()).toEqual(['effect-1']);
});

const hong = { name: '홍길동', residentNumber: '9001011234568', phone: '01012345678' };
const bureau = () => new SandboxIdentityVerifier({ world, clock });

test('the bureau knows the people, by NFC and NFD names alike', async () => {
  const answer = await bureau().verify(hong, patient);
  expect(answer.ok && answer.value.phoneChangedAt).toBe(undefined);
  const again = await bureau().verify({ ...hong, name: hong.name.normalize('NFD') }, patient);
  expect(again).toEqual(answer);
});

test('the number of Park was changed yesterday', async () => {
  const park = { name: '박도윤', residentNumber: '7907071234569', phone: '01067890123' };
  const answer = await bureau().verify(park, patient);
  expect(answer.ok && answer.value.phoneChangedAt?.toString()).toBe('2026-11-21T03:00:00Z');
});

test('generated people are known, too', async () => {
  const person = world.people.list(6, 1)[0];
  if (!person) throw new Error('expected a generated person, found none');
  const { name, phone } = person;
  expect((await bureau().verify({ name, phone, residentNumber: person.number }, patient)).ok).toBe(true);
});

test.each([
  ['another name', { name: '홍길순' }],
  ['another number', { residentNumber: '9001011234567' }],
  ['another phone', { phone: '01023456789' }],
  ['somebody who is not listed', { name: '김철수', residentNumber: '8001011234565', phone: '01011112222' }],
  ["another person's number", { residentNumber: '8503152234569' }],
])('%s is refused, in one neutral way', async (_what, change) => {
  expect(await bureau().verify({ ...hong, ...change }, patient)).toEqual({ ok: false, code: 'identity.failed' });
});

test('a bureau that is down is an outage, not a refusal', async () => {
  await world.faults.set({ service: 'identity', mode: 'garbage', ms: 0, times: 1 });
  expect(await failure(bureau().verify(hong, patient))).toBe('identity identity is unavailable');
});
