import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findSecrets, type Secret } from '../support/canary.ts';
import { folderPlaces, textPlace, watchWire } from '../support/canaryPlaces.ts';
import type { Place } from '../support/canary.ts';
import { overflowOf } from '../support/chatPerson.ts';
import { launchChromium } from '../support/chromium.ts';
import { CloudPerson } from '../support/cloudPerson.ts';
import { customerSecrets } from '../support/customerSecrets.ts';
import { HttpBrowser } from '../support/httpBrowser.ts';
import { HttpCustomer, type ListedPerson } from '../support/httpCustomer.ts';
import { walk } from '../support/httpWalk.ts';
import { hong as hongListed, nam as namListed, type Look } from '../support/issuanceWalk.ts';
import { openListeningApp, type ListeningApp } from '../support/listeningApp.ts';

const hong = { name: '홍길동', birthDate: '19900101', phone: '01012345678' } as const;
const nam = { name: '남궁민수', birthDate: '1988-08-08', phone: '01034567890' } as const;
const pin = '482913';
const password = 'Gimbap!2026';
const actor = { kind: 'customer', name: 'customer' } as const;
/** The office refuses a browser this soon after it was disconnected (CONTRACT). */
const soon = { timeout: 5_000 } as const;

let site: ListeningApp;
let chromium: Browser;
let people: readonly ListedPerson[];
const secrets: Secret[] = [];
const wires: (() => Promise<Place[]>)[] = [];

beforeAll(async () => {
  [site, chromium] = await Promise.all([openListeningApp(), launchChromium()]);
  people = (await (await fetch(`${site.url}/sandbox/people`)).json()) as ListedPerson[];
  await issueTo('hong', pin);
  await issueTo('nam', password);
}, 120_000);

afterAll(async () => {
  await chromium.close();
  await site.close();
});

// A phone gets one code in thirty seconds.
beforeEach(() => later(31));

/** Issues to somebody of the sandbox, over HTTP. */
async function issueTo(id: 'hong' | 'nam', credential: string): Promise<void> {
  const person = people.find((one) => one.id === id);
  if (!person) throw new Error(`expected ${id} in the sandbox`);
  await walk(new HttpCustomer(site.url, new HttpBrowser(undefined, `10.0.0.${id.length}`), person), credential);
}

/** Moves product time on. */
async function later(seconds: number): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ advanceSeconds: seconds });
  await fetch(`${site.url}/sandbox/clock`, { method: 'POST', headers, body });
}

async function browserOf(width: number): Promise<BrowserContext> {
  const viewport = { width, height: 760 };
  const context = await chromium.newContext({
    viewport,
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    // For axe, which is put into the page.
    bypassCSP: true,
  });
  wires.push(watchWire(context, site.url));
  return context;
}

/** Finds what is wrong with each page that is looked at. */
function inspector(person: CloudPerson): { look: Look; found: string[] } {
  const found: string[] = [];
  const look: Look = async (page: Page, moment) => {
    if ((await overflowOf(page)) > 0) found.push(`${moment}: sideways`);
    for (const fault of await person.faults()) found.push(`${moment}: ${fault}`);
  };
  return { look, found };
}

/** The certificate of the person who has this kind of credential; there are two people here. */
async function certificateOf(
  policy: 'pin6' | 'password',
): Promise<{ readonly serialHex: string; readonly personKey: string }> {
  for await (const key of site.app.state.records.keys('cloudPerson:')) {
    const [newest] = (await site.app.certificates.ofPerson(key.slice('cloudPerson:'.length))).toReversed();
    if (newest?.credentialPolicy === policy) return newest;
  }
  throw new Error('expected a certificate, found none');
}

test('a second browser connects, logs in, and is out within five seconds of being disconnected', async () => {
  const { personKey } = await certificateOf('pin6');
  const person = await CloudPerson.at(await browserOf(360), site.url);
  const { look, found } = inspector(person);
  await person.goToOffice(look);
  expect(new URL(person.page.url()).hostname).toBe('localhost');
  const code = await person.connect(hong, look);
  secrets.push(...customerSecrets(hongListed, { credential: pin, code }));
  await person.signWithPin('384950');
  await person.says('비밀번호가 달라요. 4번 더 틀리면 인증서가 잠겨요.').waitFor();
  await look(person.page, 'cloud-sign-wrong');
  await person.signWithPin(pin, look);
  await person.heading('로그인했어요').waitFor();
  expect(new URL(person.page.url()).hostname).toBe('127.0.0.1');
  expect(new URL(person.page.url()).search).toBe('');
  await look(person.page, 'office-in');
  await person.says('홍*동 님, 안녕하세요.').waitFor();

  const [device] = await site.app.cloudDevices.devicesOf(personKey);
  expect(device?.description).toBe('Chrome · Linux');
  await site.app.cloudDevices.disconnect(personKey, device?.id ?? '');
  await person.says('연결이 해제된 브라우저예요.').waitFor(soon);
  await look(person.page, 'office-ended');
  await person.goToCloud();
  await person.says('이 브라우저의 연결이 해제됐어요.').waitFor();
  expect(found).toEqual([]);
  expect(person.complaints).toEqual([]);
}, 90_000);

test('connected again and logged in, it is out within five seconds of a hold, and back after it', async () => {
  const { serialHex } = await certificateOf('pin6');
  const person = await CloudPerson.at(await browserOf(360), site.url);
  const { look, found } = inspector(person);
  await person.goToCloud();
  const code = await person.connect(hong);
  secrets.push(...customerSecrets(hongListed, { credential: pin, code }));
  await person.heading('내 클라우드').waitFor();
  await look(person.page, 'cloud-home');
  await person.goToOffice();
  await person.signWithPin(pin);
  await person.heading('로그인했어요').waitFor();

  await site.app.certificates.hold({ requestId: 'hold', serialHex, actor });
  await person.says('효력이 정지된 인증서예요.').waitFor(soon);
  await person.button('처음으로').click();
  await person.button('금융인증서로 로그인').click();
  await person.says('효력이 정지된 인증서예요.').waitFor();
  await look(person.page, 'cloud-sign-held');
  await site.app.certificates.release({ requestId: 'release', serialHex, actor });
  await person.page.reload();
  await person.signWithPin(pin);
  await person.heading('로그인했어요').waitFor();
  await site.app.certificates.revoke({ requestId: 'revoke', serialHex, actor, reason: 'keyCompromise' });
  await person.says('폐기된 인증서예요.').waitFor(soon);

  await person.goToCloud();
  await person.button('이 기기 연결 해제').click();
  await person.heading('클라우드 연결하기').waitFor();
  await person.page.reload();
  await person.heading('클라우드 연결하기').waitFor();
  expect(found).toEqual([]);
  expect(person.complaints).toEqual([]);
}, 90_000);

test('a password is typed in a box; going back to the return shows that the challenge is used', async () => {
  const person = await CloudPerson.at(await browserOf(1200), site.url);
  const { look, found } = inspector(person);
  await person.goToOffice();
  const code = await person.connect(nam);
  secrets.push(...customerSecrets(namListed, { credential: password, code }));
  await person.heading('인증서로 로그인').waitFor();
  await person.box('현재 비밀번호').fill(password);
  await look(person.page, 'cloud-sign-password');
  await person.button('로그인하기').click();
  await person.heading('로그인했어요').waitFor();
  await person.page.goto(`http://127.0.0.1:${site.config.port}/sandbox/relying-party/finish`);
  await person.says('이미 쓴 로그인 요청이에요.').waitFor();
  await look(person.page, 'office-refused');
  expect(found).toEqual([]);
}, 90_000);

test('nobody who is not registered gets a page to sign on', async () => {
  const person = await CloudPerson.at(await browserOf(360), site.url);
  const { look, found } = inspector(person);
  const question = `party=evil&challenge=${'c'.repeat(43)}&state=${'s'.repeat(22)}`;
  await person.page.goto(`${site.url}/cloud/sign?${question}`);
  await person.heading('등록되지 않은 곳의 요청이에요').waitFor();
  expect(person.page.url()).toBe(`${site.url}/cloud/sign`);
  await look(person.page, 'cloud-stranger');
  expect(found).toEqual([]);
});

test('nothing of what was kept, logged or sent holds a number, a code or a credential', async () => {
  const sent = (await Promise.all(wires.map((places) => places()))).flat();
  expect(sent.length).toBeGreaterThan(30);
  const places = [...sent, ...folderPlaces(site.config.directory), textPlace('log', 'log', site.log.join(''))];
  expect(findSecrets(secrets, places)).toEqual([]);
});
