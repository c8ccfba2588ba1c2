import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { overflowOf } from '../support/chatPerson.ts';
import { launchChromium } from '../support/chromium.ts';
import { CloudPerson } from '../support/cloudPerson.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { HttpCustomer, type ListedPerson } from '../support/httpCustomer.ts';
import { walk } from '../support/httpWalk.ts';
import type { Look } from '../support/issuanceWalk.ts';
import { openListeningApp, type ListeningApp } from '../support/listeningApp.ts';

const hong = { name: '홍길동', birthDate: '19900101', phone: '01012345678' } as const;
const nam = { name: '남궁민수', birthDate: '1988-08-08', phone: '010-3456-7890' } as const;
const pin = '482913';
const password = 'Gimbap!2026';
const actor = { kind: 'customer', name: 'customer' } as const;

let site: ListeningApp;
let chromium: Browser;
let people: readonly ListedPerson[];

beforeAll(async () => {
  [site, chromium] = await Promise.all([openListeningApp(), launchChromium()]);
  people = (await (await fetch(`${site.url}/sandbox/people`)).json()) as ListedPerson[];
}, 60_000);

afterAll(async () => {
  await chromium.close();
  await site.close();
});

/** Issues to somebody of the sandbox, over HTTP. */
async function issueTo(id: string, credential: string): Promise<void> {
  const person = people.find((one) => one.id === id);
  if (!person) throw new Error(`expected ${id} in the sandbox`);
  await walk(new HttpCustomer(site.url, new HttpBrowser(undefined, `10.0.0.${id.length}`), person), credential);
}

/** Moves product time on: a phone gets one code in thirty seconds. */
async function later(seconds: number): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ advanceSeconds: seconds });
  await fetch(`${site.url}/sandbox/clock`, { method: 'POST', headers, body });
}

function browserOf(width: number): Promise<BrowserContext> {
  const viewport = { width, height: 760 };
  return chromium.newContext({ viewport, locale: 'ko-KR', timezoneId: 'Asia/Seoul', bypassCSP: true });
}

/** Finds what is wrong with each page that is looked at. */
function inspector(person: CloudPerson): { look: Look; found: string[] } {
  const found: string[] = [];
  const look: Look = async (page: Page, moment) => {
    await page.screenshot({ path: `${process.env['PICTURES'] ?? '/tmp'}/${moment}.png`, fullPage: true });
    if ((await overflowOf(page)) > 0) found.push(`${moment}: sideways`);
    for (const fault of await person.faults()) found.push(`${moment}: ${fault}`);
  };
  return { look, found };
}

test('x', async () => {
  await issueTo('hong', pin);
  await later(60);
  const person = await CloudPerson.at(await browserOf(360), site.url);
  const { look, found } = inspector(person);
  await person.goToOffice(look);
  await person.connect(hong, look);
  await person.signWithPin(pin, look);
  await person.heading('로그인했어요').waitFor();
  await look(person.page, 'office-in');
  await person.goToCloud();
  await person.heading('내 클라우드').waitFor();
  await look(person.page, 'cloud-home');
  expect(found).toEqual([]);
  expect(person.complaints).toEqual([]);
}, 60000);
