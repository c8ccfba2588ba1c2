import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { HttpCustomer, type ListedPerson } from '../support/httpCustomer.ts';
import { walkToVisit } from '../support/httpWalk.ts';
import { openListeningApp, type ListeningApp } from '../support/listeningApp.ts';

let product: ListeningApp;

beforeAll(async () => {
  product = await openListeningApp({ people: 10 });
}, 30_000);
afterAll(async () => {
  await product.close();
  expect(product.log.filter((line) => line.includes('"level":50'))).toEqual([]);
});

async function newCustomer(index: number): Promise<HttpCustomer> {
  const path = `/sandbox/people?from=${6 + index}&count=1`;
  const [person] = (await (await fetch(`${product.url}${path}`)).json()) as ListedPerson[];
  if (!person) throw new Error('expected a person of the sandbox, found none');
  return new HttpCustomer(product.url, new HttpBrowser(), person);
}

/** The sandbox's clock moves on; what is due is done within a second. */
async function passes(seconds: number): Promise<void> {
  const response = await fetch(`${product.url}/sandbox/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceSeconds: seconds }),
  });
  expect(response.status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 1000));
}

/** The bubbles that the assistant said by itself. */
async function nudgesOf(customer: HttpCustomer): Promise<string[]> {
  const texts = (await customer.shown()).map(({ text }) => text ?? '');
  return texts.filter((text) => /더 열려 있어요\. 열리지 않으면|화면의 시간이 다 됐어요/.test(text));
}

test('somebody who has not opened the page hears how long it is open', async () => {
  const customer = await newCustomer(0);
  await walkToVisit(customer);
  await passes(350);
  expect(await nudgesOf(customer)).toEqual([]);
  await passes(11);
  expect(await nudgesOf(customer)).toEqual(['안전한 화면이 4분 더 열려 있어요. 열리지 않으면 말씀해 주세요.']);
  await passes(600);
  expect(await nudgesOf(customer)).toHaveLength(1);
});

test('somebody who fills the page in is left alone until its link has run out', async () => {
  const customer = await newCustomer(1);
  await walkToVisit(customer);
  const link = String((await customer.button('안전한 화면 열기')).value);
  const token = link.split('/secure/')[1] ?? '';
  await customer.openLink(link);
  expect((await customer.secure('/secure/begin', { link: { token } })).kind).toBe('bankLogin');
  await passes(361);
  await passes(200);
  expect(await nudgesOf(customer)).toEqual([]);
  await passes(60);
  expect(await nudgesOf(customer)).toEqual([
    '안전한 화면의 시간이 다 됐어요. 하신 것은 그대로 있고, 새 링크로 이어서 하시면 돼요.',
  ]);
  await customer.press('새 링크 받기');
  await customer.hears('새 링크를 준비했어요');
});

test('somebody who finished is not spoken to', async () => {
  const customer = await newCustomer(2);
  await walkToVisit(customer);
  await customer.visit('안전한 화면 열기');
  await customer.hears('4/5');
  await passes(230);
  await customer.say('취소');
  await customer.press('그만하기');
  await passes(400);
  expect(await nudgesOf(customer)).toEqual([]);
});
