import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ChatPerson } from '../test/support/chatPerson.ts';
import { launchChromium } from '../test/support/chromium.ts';
import { CloudPerson } from '../test/support/cloudPerson.ts';
import {
  askForCertificate,
  confirmPhone,
  hong,
  nam,
  openCredential,
  proveIdentity,
  setPin,
  type Customer,
  type Look,
} from '../test/support/issuanceWalk.ts';
import { advanceDays, renew } from '../test/support/renewalWalk.ts';
import { startServer } from '../test/support/server.ts';

/** Takes the pictures of the README from the real pages, walked as a customer walks them: `npm run screenshots`. */
const folder = join(import.meta.dirname, '../docs/images');

/** A moment of the walk (test/support/issuanceWalk.ts) and the picture it becomes. */
type Pictures = Readonly<Record<string, string>>;

const onDesktop: Pictures = {
  'chat-consent': 'chat-consent',
  'chat-code': 'chat',
  'secure-start': 'secure-start',
  'bank-login': 'bank-login',
  'secure-keypad': 'secure-keypad',
  'secure-pin': 'secure-credential',
  'secure-issued': 'secure-finished',
  'chat-issued': 'chat-issued',
  'secure-renewal': 'secure-renewal',
  'chat-renewed': 'chat-renewed',
};
const onPhone: Pictures = {
  'chat-kind': 'phone-chat',
  'secure-identity': 'phone-identity',
  'secure-keypad': 'phone-keypad',
  'chat-issued': 'phone-chat-issued',
};

const elsewhere: Pictures = {
  'cloud-connect': 'phone-cloud-connect',
  'cloud-sign': 'phone-cloud-sign',
};
const pin = '482913';

function camera(pictures: Pictures): Look {
  return async (page, moment) => {
    const name = pictures[moment];
    if (name !== undefined) await take(page, name);
  };
}

async function take(page: Page, name: string): Promise<void> {
  // A chat that was left is scrolled to what was said meanwhile.
  const newest = page.getByRole('button', { name: '새 메시지' });
  if (await newest.isVisible()) await newest.click();
  // Nothing is pointed at.
  await page.mouse.move(0, 0);
  // What slides in has arrived, and what blinks is at rest.
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
}

function newContext(chromium: Browser, width: number, height: number): Promise<BrowserContext> {
  const look = { locale: 'ko-KR', timezoneId: 'Asia/Seoul', colorScheme: 'light' } as const;
  return chromium.newContext({ viewport: { width, height }, ...look });
}

async function walk(context: BrowserContext, url: string, customer: Customer, pictures: Pictures): Promise<ChatPerson> {
  const look = camera(pictures);
  const chat = await ChatPerson.at(context, url);
  await askForCertificate(chat, customer, look);
  const first = await proveIdentity(chat, customer, look);
  await first.page.close();
  await confirmPhone(chat, customer, look);
  const second = await openCredential(chat, look);
  await setPin(second, pin, look);
  await chat.page.bringToFront();
  await chat.hears('발급이 완료됐어요. ');
  await look(chat.page, 'chat-issued');
  await second.page.close();
  return chat;
}

/** Another browser connects to the cloud and logs in at the sandbox's relying party. */
async function useElsewhere(context: BrowserContext, url: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  // A phone gets one code in thirty seconds.
  await fetch(`${url}/sandbox/clock`, { method: 'POST', headers, body: JSON.stringify({ advanceSeconds: 31 }) });
  const look = camera(elsewhere);
  const person = await CloudPerson.at(context, url);
  await person.goToOffice(look);
  await person.connect({ name: hong.name, birthDate: '19900101', phone: hong.phone }, look);
  await person.signWithPin(pin, look);
  await person.heading('로그인했어요').waitFor();
  await take(person.page, 'phone-relying-party');
  await person.goToCloud();
  await person.heading('내 클라우드').waitFor();
  await take(person.page, 'phone-cloud');
}

async function takeAll(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const [server, chromium] = await Promise.all([
    startServer({ environment: { LOG_LEVEL: 'silent' } }),
    launchChromium(),
  ]);
  try {
    const desktop = await newContext(chromium, 1100, 760);
    const chat = await walk(desktop, server.url, hong, onDesktop);
    await walk(await newContext(chromium, 360, 740), server.url, nam, onPhone);
    await useElsewhere(await newContext(chromium, 360, 740), server.url);
    const page = await desktop.newPage();
    await page.goto(`${server.url}/terms`);
    await take(page, 'terms');
    await page.goto(`${server.url}/sandbox/phones/${hong.phone}`);
    await take(page, 'sandbox-phone');
    await advanceDays(server.url, 358);
    await renew(chat, hong, pin, camera(onDesktop));
  } finally {
    await chromium.close();
    await server.discard();
  }
}

const started = performance.now();
await takeAll();
console.log(`docs/images made in ${Math.round((performance.now() - started) / 1000)} s`);
