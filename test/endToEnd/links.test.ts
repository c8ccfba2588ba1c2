import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { HttpCustomer, type ListedPerson } from '../support/httpCustomer.ts';
import { walkToVisit } from '../support/httpWalk.ts';
import { hong, logInAtBank } from '../support/issuanceWalk.ts';
import { openListeningApp, type ListeningApp } from '../support/listeningApp.ts';
import { SecurePerson } from '../web/secure/securePerson.ts';

let product: ListeningApp;
let chromium: Browser;
let customer: HttpCustomer;
let link: string;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [product, chromium] = await Promise.all([openListeningApp(), launchChromium()]);
}, 60_000);
afterAll(async () => {
  await chromium.close();
  await product.close();
  expect(product.log.filter((line) => line.includes('"level":50'))).toEqual([]);
});
beforeEach(async () => {
  const people = (await (await fetch(`${product.url}/sandbox/people?count=1`)).json()) as ListedPerson[];
  for (const person of people) customer = new HttpCustomer(product.url, new HttpBrowser(), person);
  await walkToVisit(customer);
  link = String((await customer.button('안전한 화면 열기')).value);
});
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

/** A browser of its own, with the link open. */
async function opened(address = link): Promise<SecurePerson> {
  const context = await chromium.newContext({ viewport: { width: 360, height: 740 }, locale: 'ko-KR' });
  contexts.push(context);
  const person = await SecurePerson.in(context);
  await person.open(address);
  return person;
}

async function passes(seconds: number): Promise<void> {
  const response = await fetch(`${product.url}/sandbox/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceSeconds: seconds }),
  });
  expect(response.status).toBe(200);
}

/** The two digits that the chat shows. */
async function numberInChat(): Promise<string> {
  await customer.hears('다른 브라우저에서 링크를 여셨다면');
  const texts = (await customer.shown()).map(({ text }) => text ?? '');
  return /에 (\d\d)번을/.exec(texts.findLast((text) => text.includes('번을')) ?? '')?.[1] ?? '';
}

/** Nothing of the customer stands on the page: not their bank, not what they are about to do. */
async function tellsNothing(stranger: SecurePerson): Promise<void> {
  const text = await stranger.page.locator('body').innerText();
  expect(text).not.toMatch(/KB|국민|홍|발급|로그인/);
}

describe('a link', () => {
  test('is not used up by the robots that fetch it for a preview', async () => {
    for (const method of ['GET', 'HEAD', 'GET', 'GET']) {
      const robot = await fetch(link, { method, headers: { 'user-agent': 'kakaotalk-scrap/1.0' } });
      expect(robot.status).toBe(200);
      expect(await robot.text()).not.toMatch(/KB|홍길동/);
    }
    const person = await opened();
    await person.button('시작하기').click();
    await person.button('은행 로그인하기').waitFor();
  });

  test('opened twice in one browser goes on where it is', async () => {
    const person = await opened();
    await person.button('시작하기').click();
    await person.button('은행 로그인하기').waitFor();
    const again = new SecurePerson(await person.page.context().newPage());
    await again.open(link);
    await again.button('은행 로그인하기').waitFor();
    await logInAtBank(again, hong);
    await person.page.reload();
    await person.heading('본인 확인').waitFor();
  });

  test('moves to another browser by the number that the chat shows, and leaves the first', async () => {
    const first = await opened();
    await first.button('시작하기').click();
    await first.button('은행 로그인하기').waitFor();
    const second = await opened();
    await second.heading('다른 브라우저에서 열던 화면이에요').waitFor();
    await tellsNothing(second);
    await second.button('숫자 받기').click();
    await second.box('두 자리 숫자').fill(await numberInChat());
    await second.button('이어서 하기').click();
    await second.button('은행 로그인하기').waitFor();
    await first.page.reload();
    await first.heading('다른 브라우저에서 열던 화면이에요').waitFor();
  });

  test('that was forwarded helps no stranger: three wrong numbers end it, and the customer gets a new one', async () => {
    const own = await opened();
    await own.button('시작하기').click();
    await own.button('은행 로그인하기').waitFor();
    const stranger = await opened();
    await stranger.button('숫자 받기').click();
    const number = await numberInChat();
    for (const wrong of ['00', '01', '02', '03'].filter((one) => one !== number).slice(0, 3)) {
      await stranger.box('두 자리 숫자').fill(wrong);
      await stranger.button('이어서 하기').click();
      await stranger.page
        .getByText(/숫자가 달라요|더 쓸 수 없어요/)
        .first()
        .waitFor();
    }
    await stranger.heading('이 링크는 더 쓸 수 없어요').waitFor();
    await tellsNothing(stranger);
    await stranger.button('새 링크 받기').click();
    await stranger.page.getByText('대화를 확인해 주세요').waitFor();
    await tellsNothing(stranger);
    await customer.hears('새 링크를 준비했어요.');
    const fresh = await opened(String((await customer.button('안전한 화면 열기')).value));
    await fresh.button('시작하기').click();
    await fresh.button('은행 로그인하기').waitFor();
  });

  test('lives ten minutes; what was done stays, and one tap brings a new link to its own browser', async () => {
    const person = await opened();
    await person.button('시작하기').click();
    await logInAtBank(person, hong);
    await passes(580);
    await person.page.reload();
    await person.heading('본인 확인').waitFor();
    await passes(30);
    await person.page.reload();
    await person.heading('이 링크는 더 쓸 수 없어요').waitFor();
    const stranger = await opened();
    await stranger.heading('이 링크는 더 쓸 수 없어요').waitFor();
    await tellsNothing(stranger);
    await person.button('새 링크 받기').click();
    await person.heading('본인 확인').waitFor();
    expect(await person.box('이름').inputValue()).toBe('홍길동');
  });

  test('of a finished visit shows its end to its own browser, and nothing to another', async () => {
    await customer.visit('안전한 화면 열기');
    await customer.hears('4/5');
    const stranger = await opened();
    await stranger.heading('이 링크는 더 쓸 수 없어요').waitFor();
    await tellsNothing(stranger);
    const token = link.split('/secure/')[1] ?? '';
    expect((await customer.secure('/secure/view', { link: { token } })).kind).toBe('finished');
    expect((await customer.secure('/secure/begin', { link: { token } })).kind).toBe('finished');
  });

  test('made up by somebody looks like any other that is over', async () => {
    const made = await opened(`${product.url}/secure/${'A'.repeat(43)}`);
    await made.heading('이 링크는 더 쓸 수 없어요').waitFor();
  });
});
