import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { opensslFolder, type OpensslFolder } from '../services/certificates/openssl.ts';
import { ChatPerson, overflowOf } from '../support/chatPerson.ts';
import { launchChromium } from '../support/chromium.ts';
import {
  askForCertificate,
  confirmPhone,
  hong,
  openCredential,
  proveIdentity,
  setPin,
  type Look,
} from '../support/issuanceWalk.ts';
import { advanceDays, renew } from '../support/renewalWalk.ts';
import { startServer, type Server } from '../support/server.ts';
import type { SecurePerson } from '../web/secure/securePerson.ts';

let server: Server;
let chromium: Browser;
let openssl: OpensslFolder;
const pin = '482913';

beforeAll(async () => {
  [server, chromium, openssl] = await Promise.all([startServer(), launchChromium(), opensslFolder()]);
}, 60_000);

afterAll(async () => {
  await chromium.close();
  await openssl.remove();
  await server.discard();
});

async function download(secure: SecurePerson, name: string): Promise<Buffer> {
  const link = secure.page.getByRole('link', { name, exact: true });
  const [file] = await Promise.all([secure.page.waitForEvent('download'), link.click()]);
  return readFile(await file.path());
}

/** The year in which a certificate ends. */
async function yearOf(name: string, der: Buffer): Promise<number> {
  const file = await openssl.write(name, der);
  const said = await openssl.run('x509', '-inform', 'DER', '-in', file, '-noout', '-enddate');
  return Number(/(\d{4}) GMT/.exec(said)?.[1]);
}

test('a year later a customer says one sentence, makes one visit and holds a renewed certificate', async () => {
  const viewport = { width: 360, height: 760 };
  const context = await chromium.newContext({ viewport, locale: 'ko-KR', timezoneId: 'Asia/Seoul' });
  const chat = await ChatPerson.at(context, server.url);
  await askForCertificate(chat, hong);
  await (await proveIdentity(chat, hong)).page.close();
  await confirmPhone(chat, hong);
  const issuing = await openCredential(chat);
  await setPin(issuing, pin);
  const before = await download(issuing, '인증서 내려받기');
  await issuing.page.close();

  await advanceDays(server.url, 358);
  const sideways: string[] = [];
  const look: Look = async (page, moment) => void ((await overflowOf(page)) > 0 && sideways.push(moment));
  const renewing = await renew(chat, hong, pin, look);
  const after = await download(renewing, '인증서 내려받기');

  expect(sideways).toEqual([]);
  expect(after.equals(before)).toBe(false);
  const calendar = (await download(renewing, '캘린더에 만료일 추가')).toString();
  expect(calendar).toContain('BEGIN:VALARM');
  expect(await yearOf('renewed.der', after)).toBe((await yearOf('issued.der', before)) + 1);
  await chat.page.bringToFront();
  await chat.say('만료일 조회');
  await chat.hears('사용 중');
}, 120_000);
