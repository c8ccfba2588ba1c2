import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { HttpCustomer, type ListedPerson } from '../support/httpCustomer.ts';
import { openListeningApp, type ListeningApp } from '../support/listeningApp.ts';
import { SecurePerson } from '../web/secure/securePerson.ts';

let product: ListeningApp;
let chromium: Browser;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [product, chromium] = await Promise.all([openListeningApp(), launchChromium()]);
}, 60_000);
afterAll(async () => {
  await chromium.close();
  await product.close();
  expect(product.log.filter((line) => line.includes('"level":50'))).toEqual([]);
});
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

async function newCustomer(): Promise<HttpCustomer> {
  const [person] = (await (await fetch(`${product.url}/sandbox/people?count=1`)).json()) as ListedPerson[];
  if (!person) throw new Error('expected a person of the sandbox, found none');
  const customer = new HttpCustomer(product.url, new HttpBrowser(), person);
  await customer.begin();
  return customer;
}

/** The link's page in a browser of this language. */
async function opened(address: string, locale: string): Promise<SecurePerson> {
  const context = await chromium.newContext({ viewport: { width: 360, height: 740 }, locale });
  contexts.push(context);
  const person = await SecurePerson.in(context);
  await person.open(address);
  return person;
}

const language = (person: SecurePerson): Promise<string | null> => person.page.locator('html').getAttribute('lang');

test('an English conversation leads to English pages, in a Korean browser too', async () => {
  const customer = await newCustomer();
  for (const said of ['English please', 'Issue', 'KB', 'Personal 개인용']) await customer.say(said);
  await customer.hears('2/5 Please look at the terms');
  const terms = await fetch(String((await customer.button('Read the terms')).value), {
    headers: { 'accept-language': 'ko' },
  });
  expect(await terms.text()).toContain('<html lang="en">');
  await customer.press('Required only');
  await customer.hears('3/5');
  const person = await opened(String((await customer.button('Open the page')).value), 'ko-KR');
  await person.heading('Issue of a financial certificate').waitFor();
  expect(await language(person)).toBe('en');
  expect(await person.page.locator('.masthead').innerText()).toContain('Financial certificate assistant');
  expect(await person.faults()).toEqual([]);
  await person.button('Begin').click();
  await person.button('Log in to the bank').waitFor();
  await customer.say('start over');
  await person.page.reload();
  await person.button('Get a new link').waitFor();
  expect(person.complaints).toEqual([]);
});

test('a Korean conversation leads to Korean pages, in an English browser too', async () => {
  const customer = await newCustomer();
  for (const said of ['국민은행 개인용 발급', '필수만 동의']) await customer.say(said);
  const person = await opened(String((await customer.button('안전한 화면 열기')).value), 'en-US');
  await person.heading('금융인증서 발급').waitFor();
  expect(await language(person)).toBe('ko');
  expect(await person.page.locator('.masthead').innerText()).toContain('금융인증서 챗봇');
  await person.button('시작하기').click();
  await person.button('은행 로그인하기').waitFor();
  expect(await person.faults()).toEqual([]);
});

test('the way over to web chat keeps the language', async () => {
  const customer = await newCustomer();
  for (const said of ['English please', 'Issue', 'continue on web']) await customer.say(said);
  const invitation = await opened(String((await customer.button('Open web chat')).value), 'ko-KR');
  // the web chat is a big page
  invitation.page.setDefaultTimeout(20_000);
  await invitation.heading('Go on in web chat').waitFor();
  await invitation.button('Go on').click();
  await invitation.heading('Financial certificate assistant').waitFor();
  await invitation.page.getByText('Let us go on where you were.').first().waitFor();
});
