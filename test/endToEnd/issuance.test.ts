import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { opensslFolder, type OpensslFolder } from '../services/certificates/openssl.ts';
import { findSecrets, type Place, type Secret } from '../support/canary.ts';
import { folderPlaces, textPlace, watchWire } from '../support/canaryPlaces.ts';
import { ChatPerson, overflowOf } from '../support/chatPerson.ts';
import { customerSecrets } from '../support/customerSecrets.ts';
import { launchChromium } from '../support/chromium.ts';
import {
  askForCertificate,
  confirmPhone,
  hong,
  nam,
  openCredential,
  proveIdentity,
  setPassword,
  setPin,
  type Customer,
  type Look,
} from '../support/issuanceWalk.ts';
import { startServer, type Server } from '../support/server.ts';
import type { SecurePerson } from '../web/secure/securePerson.ts';

let server: Server;
let chromium: Browser;
let openssl: OpensslFolder;
const pin = '482913';
const password = 'Gimbap!2026';
const secrets: Secret[] = [];
const wires: (() => Promise<Place[]>)[] = [];

beforeAll(async () => {
  [server, chromium, openssl] = await Promise.all([startServer(), launchChromium(), opensslFolder()]);
}, 60_000);

afterAll(async () => {
  await chromium.close();
  await openssl.remove();
  await server.discard();
});

async function browserOf(width: number): Promise<BrowserContext> {
  const viewport = { width, height: 760 };
  const context = await chromium.newContext({ viewport, locale: 'ko-KR', timezoneId: 'Asia/Seoul' });
  wires.push(watchWire(context, server.url));
  return context;
}

/** Finds every page that can be scrolled sideways. */
function sideways(): { look: Look; found: string[] } {
  const found: string[] = [];
  return {
    found,
    look: async (page, moment) => void ((await overflowOf(page)) > 0 && found.push(moment)),
  };
}

async function download(secure: SecurePerson, name: string): Promise<Buffer> {
  const link = secure.page.getByRole('link', { name, exact: true });
  const [taken] = await Promise.all([secure.page.waitForEvent('download'), link.click()]);
  return readFile(await taken.path());
}

async function bytesAt(path: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(`${server.url}${path}`)).arrayBuffer());
}

/** What openssl says of a certificate after it has verified its chain. */
async function judge(name: string, der: Buffer): Promise<string> {
  const root = await openssl.writePem('root.pem', await bytesAt('/pki/root.cer'));
  const issuing = await openssl.writePem('issuing.pem', await bytesAt('/pki/issuing.cer'));
  const certificate = await openssl.writePem(`${name}.pem`, der);
  expect(await openssl.run('verify', '-CAfile', root, '-untrusted', issuing, certificate)).toBe(`${certificate}: OK\n`);
  return openssl.run('x509', '-in', certificate, '-noout', '-text', '-nameopt', 'utf8,sep_multiline,-esc_msb');
}

/** A Seoul day as it stands in a certificate, one year from now: `Nov 22 14:59:59 2027 GMT`. */
function endOfTerm(): string {
  const end = Temporal.Now.zonedDateTimeISO('Asia/Seoul').add({ years: 1 }).with({ hour: 23, minute: 59, second: 59 });
  const utc = end.withTimeZone('UTC');
  const month = utc.toLocaleString('en-US', { month: 'short' });
  return `${month} ${String(utc.day).padStart(2)} 14:59:59 ${utc.year} GMT`;
}

function expectCertificateOf(text: string, { name }: Customer, bankCode: string, bankUnit: string): void {
  expect(text).toMatch(new RegExp(`CN=${name}\\(\\)0${bankCode}\\d{18}\\b`));
  expect(text).toContain(`OU=${bankUnit}`);
  expect(text).toContain('OU=personal4IB');
  expect(text).toMatch(/O=.*TEST/);
  expect(text).toContain(`Not After : ${endOfTerm()}`);
  expect(text).toMatch(/X509v3 Key Usage: critical\s+Digital Signature, Non Repudiation\n/);
  expect(text).toMatch(/X509v3 Subject Alternative Name:\s+othername:/);
  expect(text).toMatch(/OCSP - URI:http.*\/pki\/ocsp/);
}

async function messagesOf({ phone }: Customer): Promise<readonly { readonly to: string; readonly text: string }[]> {
  const response = await fetch(`${server.url}/sandbox/phones/${phone}/messages`);
  return (await response.json()) as { to: string; text: string }[];
}

test('a customer talks, logs in at the bank, proves who they are, sets a PIN after a crash and takes the certificate away', async () => {
  const chat = await ChatPerson.at(await browserOf(1200), server.url);
  await askForCertificate(chat, hong);
  const first = await proveIdentity(chat, hong);
  expect(await first.faults()).toEqual([]);
  const code = await confirmPhone(chat, hong);
  secrets.push(...customerSecrets(hong, { credential: pin, code }));
  const [codeMessage, ...others] = await messagesOf(hong);
  expect([codeMessage?.to, codeMessage?.text.includes(code), others]).toEqual([hong.phone, true, []]);
  await chat.hears('••••••');

  await server.kill();
  await server.restart();
  const second = await openCredential(chat);
  await setPin(second, pin);
  const der = await download(second, '인증서 내려받기');
  expectCertificateOf(await judge('hong', der), hong, '004', 'KMB');
  const calendar = (await download(second, '캘린더에 만료일 추가')).toString();
  expect(calendar).toMatch(/^BEGIN:VCALENDAR\r\n[^]*BEGIN:VEVENT\r\n[^]*END:VCALENDAR\r\n$/);

  await chat.page.bringToFront();
  await chat.hears('발급이 완료됐어요. ');
  const [, notice, ...more] = await messagesOf(hong);
  expect([notice?.to, notice?.text.includes('홍*동님'), more]).toEqual([hong.phone, true, []]);
  const serial = await openssl.run('x509', '-in', openssl.path('hong.pem'), '-noout', '-serial');
  await chat.hears(serial.trim().slice(-4));
  expect([...first.complaints, ...second.complaints]).toEqual([]);

  await chat.page.reload();
  await chat.hears('발급이 완료됐어요. ');
  const read = await chat.reads();
  expect(read).toContain('••••••');
  for (const secret of [code, pin, hong.number[1]]) expect(read).not.toContain(secret);
  await chat.press('처음으로');
  await chat.hears('무엇을 도와드릴까요');
}, 90_000);

test('a customer with a small phone and a new-style number sets a password; no page scrolls sideways', async () => {
  const chat = await ChatPerson.at(await browserOf(360), server.url);
  const { look, found } = sideways();
  await askForCertificate(chat, nam, look);
  await proveIdentity(chat, nam, look);
  const code = await confirmPhone(chat, nam, look);
  secrets.push(...customerSecrets(nam, { credential: password, code }));
  const secure = await openCredential(chat, look);
  await setPassword(secure, password, look);
  await look(secure.page, 'issued');
  expectCertificateOf(await judge('nam', await download(secure, '인증서 내려받기')), nam, '088', 'SHB');
  await chat.page.bringToFront();
  await chat.hears('발급이 완료됐어요. ');
  await look(chat.page, 'chat-issued');
  expect(found).toEqual([]);
}, 90_000);

test('nothing of what was kept, logged or sent holds a number, a code or a credential', async () => {
  expect(await server.stop()).toBe(0);
  const sent = (await Promise.all(wires.map((places) => places()))).flat();
  expect(sent.length).toBeGreaterThan(100);
  // The greeting names addresses of the sandbox's phones.
  const output = server.output().replaceAll(/\S+\/sandbox\/\S*/g, '');
  const places = [...sent, ...folderPlaces(server.directory), textPlace('log', 'output', output)];
  expect(findSecrets(secrets, places)).toEqual([]);
  expect(output).not.toMatch(/"level":(?:40|50|60)/);
});
