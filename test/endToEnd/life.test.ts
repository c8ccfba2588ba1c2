import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ICAL from 'ical.js';
import { caseIdOf } from '../../services/cases/caseRecord.ts';
import { caseOf } from '../support/storedCase.ts';
import type { CertificateDetails } from '../../services/certificates/certificateLifeCycle.ts';
import { seoul } from '../../services/shared/clock.ts';
import { opensslFolder, type OpensslFolder } from '../services/certificates/openssl.ts';
import { buttonsOf } from '../transcripts/draw.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { envelopeBody, HttpCustomer, useFields, type ListedPerson } from '../support/httpCustomer.ts';
import { walk } from '../support/httpWalk.ts';
import { openListeningApp, type ListeningApp } from '../support/listeningApp.ts';

const pin = '482913';
const otherPin = '591738';
/** How soon a change must be public (SECURITY §3). */
const soonMilliseconds = 5_000;

let site: ListeningApp;
let openssl: OpensslFolder;
let people: readonly ListedPerson[];
let hong: HttpCustomer;
let kim: HttpCustomer;
let nam: HttpCustomer;
/** The last Seoul day of the certificates that were issued in the beginning. */
let lastDay: Temporal.PlainDate;
const personKeys = new Map<string, string>();

beforeAll(async () => {
  [site, openssl] = await Promise.all([openListeningApp(), opensslFolder()]);
  people = (await (await fetch(`${site.url}/sandbox/people`)).json()) as ListedPerson[]; // our own page
  [hong, kim, nam] = [customer('hong', 1), customer('kim', 2), customer('nam', 3)];
  // known the next time, unlike the others
  await walk(hong, pin, '모두 동의');
  await walk(kim, pin);
  await walk(nam, pin);
  for (const one of [hong, kim, nam]) personKeys.set(one.person.id, await personKeyOf(one));
  await openssl.writePem('root.pem', await bytesAt('/pki/root.cer'));
  await openssl.writePem('issuing.pem', await bytesAt('/pki/issuing.cer'));
  lastDay = (await now()).toZonedDateTimeISO(seoul).toPlainDate().add({ years: 1 });
  await setClock(lastDay.subtract({ days: 20 }), '10:00:00');
}, 120_000);

afterAll(async () => {
  await site.close();
  await openssl.remove();
  expect(site.log.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
});

function customer(id: string, address: number): HttpCustomer {
  const person = people.find((one) => one.id === id);
  if (!person) throw new Error(`expected ${id} in the sandbox`);
  return new HttpCustomer(site.url, new HttpBrowser(undefined, `10.0.0.${address}`), person);
}

async function bytesAt(path: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(`${site.url}${path}`)).arrayBuffer());
}

async function now(): Promise<Temporal.Instant> {
  const answer = (await (await fetch(`${site.url}/sandbox/clock`)).json()) as { now: string }; // our own page
  return Temporal.Instant.from(answer.now);
}

async function setClock(day: Temporal.PlainDate, time: string): Promise<void> {
  const at = day.toZonedDateTime({ timeZone: seoul, plainTime: time }).toInstant();
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ now: at.toString() });
  expect((await fetch(`${site.url}/sandbox/clock`, { method: 'POST', headers, body })).status).toBe(200);
}

/** Product time, for openssl, which lives today. */
async function attime(): Promise<readonly string[]> {
  return ['-attime', String(Math.floor((await now()).epochMilliseconds / 1000))];
}

/** What openssl says of a certificate after it has verified its chain. */
async function judged(name: string, der: Buffer): Promise<{ readonly serial: string; readonly until: string }> {
  const certificate = await openssl.writePem(`${name}.pem`, der);
  const chain = ['-CAfile', openssl.path('root.pem'), '-untrusted', openssl.path('issuing.pem'), ...(await attime())];
  expect(await openssl.run('verify', '-x509_strict', ...chain, certificate)).toContain('OK');
  const said = await openssl.run('x509', '-in', certificate, '-noout', '-serial', '-enddate');
  const [, serial = '', until = ''] = /serial=([0-9A-F]+)\nnotAfter=(.*)\n/.exec(said) ?? [];
  return { serial, until };
}

/** The status of a serial as `openssl ocsp` reads it off our responder. */
async function ocspOf(serial: string): Promise<string> {
  const path = (name: string): string => openssl.path(name);
  const which = ['-issuer', path('issuing.pem'), '-serial', `0x${serial}`];
  const chain = ['-CAfile', path('root.pem'), '-verify_other', path('issuing.pem'), ...(await attime())];
  const url = ['-url', `${site.url}/pki/ocsp`, '-validity_period', '1000000000'];
  const said = await openssl.run('ocsp', ...which, ...url, ...chain);
  expect(said).toContain('Response verify OK');
  return /: (good|revoked|unknown)/.exec(said)?.[1] ?? said;
}

/** What openssl reads of the list: serials with their reasons. */
async function crlText(): Promise<string> {
  const file = await openssl.write('issuing.crl', await bytesAt('/pki/crl'));
  const read = ['-inform', 'DER', '-in', file, '-noout', '-CAfile', openssl.path('issuing.pem')];
  return openssl.run('crl', ...read, '-text');
}

/** Milliseconds until it is so; the test fails when that is not soon enough. */
async function within(condition: () => Promise<boolean>): Promise<number> {
  const begun = performance.now();
  while (!(await condition())) {
    expect(performance.now() - begun).toBeLessThan(soonMilliseconds);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return performance.now() - begun;
}

/** Everything the conversation shows, as text. */
async function reads(one: HttpCustomer): Promise<string> {
  return JSON.stringify(await one.shown());
}

/** The certificates of a person, oldest first. */
async function certificatesOf(id: string): Promise<readonly CertificateDetails[]> {
  return site.app.certificates.ofPerson(personKeys.get(id) ?? '');
}

/** Whose certificate it is that a conversation has just issued. */
async function personKeyOf(one: HttpCustomer): Promise<string> {
  const { issued } = await caseOf(site, caseIdOf(one.conversationId));
  const details = await site.app.certificates.details(issued?.serialHex ?? '');
  if (!details) throw new Error('expected a certificate of this conversation, found none');
  return details.personKey;
}

test('in another browser the same customer is not known', async () => {
  const elsewhere = customer('hong', 5);
  await elsewhere.begin();
  await elsewhere.say('갱신');
  await elsewhere.hears('어느 은행');
});

test('known in a new conversation of the same browser, a customer says 갱신 and enters the PIN; others read certificate and calendar', async () => {
  await hong.begin();
  await hong.say('갱신');
  await hong.hears('바로 갱신할 수 있어요');
  const { page, token } = await hong.visitUntil('renewal', '갱신하러 가기');
  const [old] = await certificatesOf('hong');
  expect(page.html).toContain((old?.serialHex ?? '').slice(-4).toUpperCase());
  // who is only known sees no day before the PIN (DESIGN §4)
  expect(page.html).not.toContain(String(lastDay.year));
  const finished = await hong.submit(token, useFields(page, pin), page);
  expect(finished.kind).toBe('finished');
  await hong.hears('갱신이 완료됐어요');

  const given = await hong.takeAway(finished, '/secure/certificate');
  expect([given.status, given.headers.get('content-type')]).toEqual([200, 'application/pkix-cert']);
  const { serial, until } = await judged('renewed', given.bytes);
  expect(until).toContain(String(lastDay.year + 1));
  await hong.hears(serial.slice(-4));
  expect([await ocspOf(serial), await ocspOf(old?.serialHex ?? '')]).toEqual(['good', 'revoked']);
  expectCalendar((await hong.takeAway(finished, '/secure/calendar')).text, lastDay.add({ years: 1 }));
});

/** Read by a parser that is not ours: one all-day event on the last day, and its alarms at nine in the morning. */
function expectCalendar(text: string, day: Temporal.PlainDate): void {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
  expect(events).toHaveLength(1);
  const [event] = events;
  expect([event?.startDate.isDate, event?.startDate.toString(), event?.duration.toSeconds()]).toEqual([
    true,
    day.toString(),
    24 * 60 * 60,
  ]);
  expect(event?.summary).toContain('인증서');
  const alarms = event?.component.getAllSubcomponents('valarm') ?? [];
  const at = alarms.map((alarm) => {
    const trigger = alarm.getFirstPropertyValue('trigger');
    if (!(trigger instanceof ICAL.Duration)) throw new Error('expected an alarm before the day');
    // an all-day event begins at midnight
    const start = event?.startDate.clone();
    if (start) start.isDate = false;
    start?.addDuration(trigger);
    return [alarm.getFirstPropertyValue('action'), start?.toString()];
  });
  expect(at).toEqual([90, 30, 7, 1].map((days) => ['DISPLAY', `${day.subtract({ days }).toString()}T09:00:00`]));
}

test('somebody unknown says 갱신 and the bank, logs in, and fifty parallel submits renew once', async () => {
  await kim.say('갱신');
  await kim.hears('어느 은행');
  await kim.say('우리은행');
  await kim.hears('로그인하고 갱신하기');
  const { page, token } = await kim.visitUntil('renewal', '안전한 화면 열기');
  expect(page.html).toContain(lastDay.toString().replaceAll('-', '.'));
  const body = await envelopeBody(token, useFields(page, pin), page);
  const answers = await Promise.all(Array.from({ length: 50 }, () => kim.secure('/secure/steps/renewal', body)));
  const kinds = new Set(answers.map(({ kind }) => kind));
  for (const kind of kinds) expect(['finished', 'renewal']).toContain(kind);
  expect(kinds).toContain('finished');
  await kim.hears('갱신이 완료됐어요');
  expect((await certificatesOf('kim')).map(({ state }) => state)).toEqual(['superseded', 'active']);
  expect((await reads(kim)).split('갱신이 완료됐어요. ')).toHaveLength(2);
});

test('a yes to another card than the page shows by now is no yes: the new card comes first, and costs no try', async () => {
  await nam.say('신한은행 인증서 갱신해줘');
  await nam.hears('로그인하고 갱신하기');
  const { page, token } = await nam.visitUntil('renewal', '안전한 화면 열기');
  const earlier = { ...page, html: page.html.replace(/data-confirmed="[^"]+"/, 'data-confirmed="of another card"') };
  const again = await nam.submit(token, useFields(earlier, otherPin), earlier);
  expect([again.status, again.kind, again.refusal]).toEqual([422, 'renewal', 'issue.confirmationChanged']);
  expect(again.html).toContain(lastDay.add({ years: 1 }).toString().replaceAll('-', '.'));
  expect((await certificatesOf('nam')).map(({ state }) => state)).toEqual(['active']);
  const wrong = await nam.submit(token, useFields(again, otherPin), again);
  expect([wrong.status, wrong.refusal]).toEqual([422, 'credential.wrong']);
  expect(wrong.html).toContain('4번 더');
});

test('two who speak in turns see their own certificates, and another person sees none of them', async () => {
  const shownBefore = { hong: (await hong.shown()).length, kim: (await kim.shown()).length };
  await setClock(lastDay.subtract({ days: 20 }), '12:00:00');
  await Promise.all([hong.say('만료일 조회'), kim.say('만료일 조회')]);
  // more than an hour later both prove it again, each in their own way
  await hong.hears('비밀번호');
  await kim.say('우리은행');
  await kim.hears('로그인');
  const hongs = await hong.visitUntil('ownership', buttonOf(await hong.shown()), pin);
  await kim.visit(buttonOf(await kim.shown()));
  const done = await hong.submit(hongs.token, useFields(hongs.page, pin), hongs.page);
  expect(done.kind).toBe('finished');
  const [own, hers] = [(await certificatesOf('hong')).at(-1), (await certificatesOf('kim')).at(-1)];
  const [hongEnd, kimEnd] = [own, hers].map((one) => one?.serialHex.slice(-4).toUpperCase() ?? 'none');
  await hong.hears(hongEnd ?? '');
  await kim.hears(kimEnd ?? '');
  expect(JSON.stringify((await hong.shown()).slice(shownBefore.hong))).not.toContain(kimEnd);
  expect(JSON.stringify((await kim.shown()).slice(shownBefore.kim))).not.toContain(hongEnd);

  // somebody who has none
  const stranger = customer('tanaka', 4);
  await stranger.begin();
  await stranger.say('만료일 조회');
  await stranger.say('하나은행');
  await stranger.visit(buttonOf(await stranger.shown()));
  await stranger.hears('없어요');
  const read = await reads(stranger);
  for (const end of [hongEnd, kimEnd]) expect(read).not.toContain(end);
});

/** The link of the newest card. */
function buttonOf(shown: Awaited<ReturnType<HttpCustomer['shown']>>): string {
  const link = shown.flatMap((activity) => buttonsOf(activity)).findLast(({ type }) => type === 'openUrl');
  if (!link) throw new Error('expected a link, found none');
  return link.title;
}

test('the credential is changed on the page, and the old one opens nothing any more', async () => {
  await hong.say('비밀번호 바꾸고 싶어요');
  await hong.hears('비밀번호');
  const finished = await hong.visit(buttonOf(await hong.shown()), pin, otherPin);
  expect(finished.kind).toBe('finished');
  await hong.hears('비밀번호를 바꿨어요');
  const { serialHex = '' } = (await certificatesOf('hong')).at(-1) ?? {};
  const check = (requestId: string, secret: string) =>
    site.app.certificates.checkCredential({ requestId, serialHex, credential: { policy: 'pin6', secret } });
  expect(await check('new', otherPin)).toEqual({ ok: true, value: undefined });
  expect(await check('old', pin)).toMatchObject({ ok: false, code: 'credential.wrong' });
});

test('a sample is signed: openssl verifies the file against the chain and reads the text in it', async () => {
  await hong.say('서명해 보기');
  await hong.hears('서명');
  const { page, token } = await hong.visitUntil('signature', buttonOf(await hong.shown()));
  const sample = /<blockquote class="secure-sample">([^<]+)</.exec(page.html)?.[1] ?? '';
  expect(sample.length).toBeGreaterThan(10);
  const finished = await hong.submit(token, useFields(page, otherPin), page);
  expect(finished.kind).toBe('finished');
  const given = await hong.takeAway(finished, '/secure/sample');
  const file = await openssl.write('signed.p7m', given.bytes);
  const read = ['-inform', 'DER', '-in', file, '-CAfile', openssl.path('root.pem')];
  const chain = ['-certfile', openssl.path('issuing.pem'), '-purpose', 'any', ...(await attime())];
  const said = await openssl.run('cms', '-verify', ...read, ...chain, '-out', openssl.path('signed.txt'));
  expect(said).toMatch(/Verification successful/i);
  expect(await openssl.run('cms', '-cmsout', '-print', '-inform', 'DER', '-in', file)).toContain('signedData');
  const signed = await openssl.run('enc', '-base64', '-A', '-in', openssl.path('signed.txt'));
  expect(Buffer.from(signed, 'base64').toString().trim()).toBe(sample.trim());
  const altered = Buffer.from(given.bytes);
  altered[altered.length - 5] = (altered[altered.length - 5] ?? 0) ^ 1;
  const forged = await openssl.write('forged.p7m', altered);
  await openssl.fail(
    'cms',
    '-verify',
    '-inform',
    'DER',
    '-in',
    forged,
    ...read.slice(4),
    ...chain,
    '-out',
    '/dev/null',
  );
});

test('a lost phone stops the certificate within five seconds of the page, and a revocation is public as soon', async () => {
  const { serialHex = '' } = (await certificatesOf('kim')).at(-1) ?? {};
  await setClock(lastDay.subtract({ days: 19 }), '10:00:00');
  await kim.say('폰 잃어버렸어요');
  await kim.say('우리은행');
  await kim.hears('로그인');
  expect(await ocspOf(serialHex)).toBe('good');
  const held = await kim.visit(buttonOf(await kim.shown()));
  expect(held.kind).toBe('finished');
  await within(async () => (await ocspOf(serialHex)) === 'revoked');
  await kim.hears('효력정지가 완료됐어요');
  expect(crlEntry(await crlText(), serialHex)).toContain('Certificate Hold');

  await kim.press('폐기');
  await kim.say('폰을 잃어버렸어요');
  await kim.hears('폐기할까요');
  await kim.press('네');
  await kim.press('네');
  await within(async () => crlEntry(await crlText(), serialHex).includes('Key Compromise'));
  expect(await ocspOf(serialHex)).toBe('revoked');
  await kim.hears('폐기가 완료됐어요');
});

function crlEntry(text: string, serialHex: string): string {
  return text.split('Serial Number: ').find((one) => one.startsWith(serialHex.toUpperCase())) ?? '';
}

test('the page of a renewal is open while the last day ends: nothing is renewed, and the chat goes on as a new issue', async () => {
  await setClock(lastDay, '23:59:00');
  await nam.say('신한은행 인증서 갱신해줘');
  await nam.hears('로그인하고 갱신하기');
  const { page, token } = await nam.visitUntil('renewal', '안전한 화면 열기');
  await setClock(lastDay.add({ days: 1 }), '00:00:01');
  const over = await nam.submit(token, useFields(page, pin), page);
  expect(['finished', 'gone']).toContain(over.kind);
  await nam.hears('새로 발급하면 바로 쓸 수 있어요');
  expect((await certificatesOf('nam')).map(({ state }) => state)).toEqual(['expired']);
});
