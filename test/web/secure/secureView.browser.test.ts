import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { refuse } from '../../../services/shared/result.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import type { KnownFacts } from '../../services/visits/recordedHandlers.ts';
import { launchChromium } from '../../support/chromium.ts';
import { eventually } from '../../support/eventually.ts';
import { SecurePerson } from './securePerson.ts';
import { der, startSecureSite, type SecureSite } from './secureSite.ts';

let site: SecureSite;
let chromium: Browser;
let context: BrowserContext;
let person: SecurePerson;
let cases = 0;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [site, chromium] = await Promise.all([startSecureSite(), launchChromium()]);
}, 60_000);
afterAll(async () => {
  await chromium.close();
  await site.close();
});
beforeEach(async () => {
  cases += 1;
  site.faults.length = 0;
  const { handlers, bank, clock } = site.world;
  clock.at(0);
  bank.before = () => Promise.resolve();
  handlers.known = facts({});
  handlers.nextIdentity = () => Promise.resolve({ ok: true, value: undefined });
  handlers.nextCredential = () => Promise.resolve({ ok: true, value: undefined });
  handlers.nextLink = () => Promise.resolve(undefined);
  for (const list of [handlers.logins, handlers.identities, handlers.credentials, handlers.numbers]) list.length = 0;
  context = await newContext();
  person = await SecurePerson.in(context);
});
afterEach(async () => {
  expect(person.complaints).toEqual([]);
  expect(site.faults).toEqual([]);
  await Promise.all(contexts.splice(0).map((one) => one.close()));
});

async function newContext(options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
  const opened = await chromium.newContext({ viewport: { width: 360, height: 740 }, locale: 'ko-KR', ...options });
  contexts.push(opened);
  return opened;
}

function facts(changes: Partial<KnownFacts>): KnownFacts {
  const policies = ['pin6', 'password'] as const;
  return { purpose: 'issue', bankCode: '004', product: 'personal', credentialPolicies: policies, done: [], ...changes };
}

const link = (steps: Parameters<SecureSite['link']>[0], number = 1): Promise<string> =>
  site.link(steps, `case-${cases}`, number);
const prefill = { name: '홍길동', phone: '01012345678', email: 'hong@example.com' };

describe('a visit', () => {
  test('is walked from the link to the end as a person walks it, with no serious fault on any page', async () => {
    const { handlers } = site.world;
    await person.open(await link(['bankLogin', 'identity']));
    await person.heading('금융인증서 발급').waitFor();
    expect(person.page.url()).toBe(`${site.url}/secure`);
    expect(await person.page.getByRole('timer').textContent()).toMatch(/남은 시간 (9분 \d+|10분 0)초/);
    expect(await person.page.getByText('KB국민은행').isVisible()).toBe(true);
    expect(await person.faults()).toEqual([]);
    await person.button('시작하기').click();
    await person.button('은행 로그인하기').waitFor();
    expect(await person.faults()).toEqual([]);
    handlers.known = facts({ prefill });
    await person.logIn();
    await person.heading('본인 확인').waitFor();
    expect(person.page.url()).toBe(`${site.url}/secure`);
    expect(await person.box('이름').inputValue()).toBe('홍길동');
    expect(await person.box('휴대폰 번호').inputValue()).toBe('01012345678');
    expect(await person.faults()).toEqual([]);
    await person.box('주민등록번호 앞 6자리').fill('900101');
    await person.button('주민등록번호 뒤 7자리').click();
    expect(await person.faults()).toEqual([]);
    await person.key('주민등록번호 뒤 7자리', '1234568');
    await person.button('본인 확인하기').click();
    await person.heading('완료됐어요').waitFor();
    expect(await person.button('닫기').isVisible()).toBe(true);
    expect(await person.page.getByRole('link').count()).toBe(0);
    expect(await person.faults()).toEqual([]);
    expect(handlers.logins).toHaveLength(1);
    const residentNumber = '9001011234568';
    expect(handlers.identities).toEqual([
      { name: '홍길동', residentNumber, phone: '01012345678', email: prefill.email },
    ]);
  });

  test('ends an issue with the certificate and a calendar entry, for this browser only', async () => {
    const { handlers } = site.world;
    handlers.nextCredential = () => {
      handlers.known = facts({ issued: { serialHex: '0a7f3a', notAfter: '2027-12-01T14:59:59Z', isNew: true } });
      return Promise.resolve({ ok: true, value: undefined });
    };
    await person.open(await link(['credential']));
    await person.button('시작하기').click();
    await person.button('비밀번호').click();
    expect(await person.faults()).toEqual([]);
    await person.key('비밀번호', '804913');
    await person.key('비밀번호 확인', '804913');
    expect(await person.faults()).toEqual([]);
    await person.button('비밀번호 정하기').click();
    await person.heading('완료됐어요').waitFor();
    expect(await person.page.getByText('2027.12.01까지').isVisible()).toBe(true);
    expect(await person.faults()).toEqual([]);
    const addresses: string[] = [];
    for (const name of ['인증서 내려받기', '캘린더에 만료일 추가']) {
      const anchor = person.page.getByRole('link', { name, exact: true });
      addresses.push((await anchor.getAttribute('href')) ?? '');
      const [download] = await Promise.all([person.page.waitForEvent('download'), anchor.click()]);
      expect(download.suggestedFilename()).toMatch(/^certificate\.(cer|ics)$/);
    }
    const [certificate = '', calendar = ''] = addresses;
    const own = await context.request.get(`${site.url}${certificate}`, { headers: await cookieHeader() });
    expect(own.headers()['content-type']).toBe('application/pkix-cert');
    expect(await own.body()).toEqual(der);
    const entry = await context.request.get(`${site.url}${calendar}`, { headers: await cookieHeader() });
    expect(entry.headers()['content-type']).toBe('text/calendar; charset=utf-8');
    for (const address of addresses) expect((await fetch(`${site.url}${address}`)).status).toBe(404);
    expect(handlers.credentials).toEqual([{ policy: 'pin6', secret: '804913', confirmation: '804913' }]);
  });

  test('is closed by its button, or by a sentence where no script may close the window', async () => {
    await person.open(await link(['identity']));
    await person.button('시작하기').click();
    await fillIdentity();
    await person.button('본인 확인하기').click();
    await person.button('닫기').click();
    if (!person.page.isClosed()) await person.page.getByText('이 창을 닫고 대화로 돌아가 주세요.').waitFor();
  });
});

test.each([
  ['Android', 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 KAKAOTALK/25.9.0', 'kakaotalk://inappbrowser/close'],
  ['iOS', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1.15 KAKAOTALK 25.9.0', 'kakaoweb://closeBrowser'],
])('in KakaoTalk for %s the button closes its browser', async (_name, userAgent, address) => {
  const opened = await newContext({ userAgent });
  const customer = await SecurePerson.in(opened);
  const requested: string[] = [];
  const session = await opened.newCDPSession(customer.page);
  await session.send('Page.enable');
  session.on('Page.frameRequestedNavigation', ({ url }) => requested.push(url));
  await customer.open(`${site.url}/secure`);
  await customer.button('새 링크 받기').click();
  await customer.button('닫기').click();
  await eventually(() => requested.includes(address));
});

async function cookieHeader(): Promise<{ cookie: string }> {
  const cookies = await context.cookies();
  return { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') };
}

async function fillIdentity(): Promise<void> {
  await person.box('이름').fill('홍길동');
  await person.box('주민등록번호 앞 6자리').fill('900101');
  await person.enterBack();
  await person.box('휴대폰 번호').fill('010-1234-5678');
  await person.box('이메일').fill('hong@example.com');
}

describe('the identity page', () => {
  beforeEach(async () => {
    await person.open(await link(['identity']));
    await person.button('시작하기').click();
    await person.heading('본인 확인').waitFor();
  });

  test('says beside each field what is missing, sends nothing, and takes the focus to the first', async () => {
    await person.button('본인 확인하기').click();
    const name = person.box('이름');
    expect(await name.evaluate((box) => box.matches(':focus'))).toBe(true);
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    expect(await person.page.locator('.field__error:not(:empty)').count()).toBe(5);
    expect(await person.faults()).toEqual([]);
    await name.fill('홍');
    expect(await person.page.locator('.field__error:not(:empty)').count()).toBe(4);
    expect(site.world.handlers.identities).toHaveLength(0);
  });

  test('a refusal stands beside its field; what was typed is still there, the keypad is new', async () => {
    site.world.handlers.nextIdentity = () => Promise.resolve(refuse('identity.phoneLegacy'));
    await fillIdentity();
    await person.button('본인 확인하기').click();
    const phone = person.box('휴대폰 번호');
    await person.page.getByText('011, 016 같은 옛 번호로는').waitFor();
    expect(await phone.evaluate((box) => box.matches(':focus'))).toBe(true);
    const described = (await phone.getAttribute('aria-describedby')) ?? '';
    expect(described).toContain('phone-error');
    expect(await person.box('이름').inputValue()).toBe('홍길동');
    expect(await person.box('주민등록번호 앞 6자리').inputValue()).toBe('900101');
    await person.enterBack();
    site.world.handlers.nextIdentity = () => Promise.resolve({ ok: true, value: undefined });
    await person.button('본인 확인하기').click();
    await person.heading('완료됐어요').waitFor();
    expect(site.world.handlers.identities.map(({ residentNumber }) => residentNumber)).toEqual([
      '9001011234568',
      '9001011234568',
    ]);
  });

  test('a number to be looked at once more goes through as it is, even after an error of another field', async () => {
    site.world.handlers.nextIdentity = () => Promise.resolve(refuse('identity.checkDigit', { looked: 'a-proof' }));
    await fillIdentity();
    await person.button('본인 확인하기').click();
    await person.page.getByText('번호가 맞는지 다시 한 번 확인해 주세요.').waitFor();
    expect(await person.box('주민등록번호 앞 6자리').inputValue()).toBe('900101');
    expect(await person.faults()).toEqual([]);
    site.world.handlers.nextIdentity = () => Promise.resolve(refuse('identity.phoneLegacy'));
    await person.enterBack();
    await person.button('본인 확인하기').click();
    await person.page.getByText('011, 016 같은 옛 번호로는').waitFor();
    site.world.handlers.nextIdentity = () => Promise.resolve({ ok: true, value: undefined });
    await person.enterBack();
    await person.button('본인 확인하기').click();
    await person.heading('완료됐어요').waitFor();
    expect(site.world.handlers.identities.map(({ looked }) => looked)).toEqual([undefined, 'a-proof', 'a-proof']);
  });

  test('what the bureau refuses is said above the form, and no field is named', async () => {
    site.world.handlers.nextIdentity = () => Promise.resolve(refuse('identity.failed'));
    await fillIdentity();
    await person.button('본인 확인하기').click();
    const alert = person.page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('본인인지 확인되지 않았어요');
    expect(await person.page.locator('[aria-invalid=true]').count()).toBe(0);
    expect(await person.faults()).toEqual([]);
  });

  test('a bureau that does not answer costs the keypad digits only', async () => {
    site.world.handlers.nextIdentity = () => Promise.reject(new Unavailable('identity'));
    await fillIdentity();
    await person.button('본인 확인하기').click();
    await person.page.getByText('연결이 안 돼요').waitFor();
    expect(await person.box('이메일').inputValue()).toBe('hong@example.com');
    expect(await person.page.locator('#residentNumberBack-state').textContent()).toBe('눌러서 입력하기');
  });

  test('a connection that breaks loses nothing', async () => {
    await fillIdentity();
    await context.setOffline(true);
    await person.button('본인 확인하기').click();
    await person.page.getByText('연결이 끊겨서 보내지 못했어요').waitFor();
    await context.setOffline(false);
    await person.button('본인 확인하기').click();
    await person.heading('완료됐어요').waitFor();
  });

  test('while it works the button says so, and a second tap does nothing', async () => {
    const slow = Promise.withResolvers<void>();
    site.world.handlers.nextIdentity = async () => {
      await slow.promise;
      return { ok: true, value: undefined };
    };
    await fillIdentity();
    const button = person.button('본인 확인하기');
    await button.click();
    await eventually(async () => (await button.getAttribute('aria-disabled')) === 'true');
    expect(await button.getAttribute('aria-busy')).toBe('true');
    expect(await person.page.getByRole('progressbar').isVisible()).toBe(true);
    expect(await person.faults()).toEqual([]);
    await button.click({ force: true });
    slow.resolve();
    await person.heading('완료됐어요').waitFor();
    expect(site.world.handlers.identities).toHaveLength(1);
  });

  test('the keypad is worked by keyboard alone, says how many, and never which', async () => {
    await person.button('주민등록번호 뒤 7자리').focus();
    await person.page.keyboard.press('Enter');
    const dialog = person.page.getByRole('dialog', { name: '주민등록번호 뒤 7자리', exact: true });
    const status = dialog.getByRole('status');
    await dialog.waitFor();
    await person.page.keyboard.type('123');
    expect(await status.textContent()).toContain('7자리 중 0자리');
    await dialog.getByRole('button', { name: '7', exact: true }).focus();
    await person.page.keyboard.press('Enter');
    await person.page.keyboard.press('Space');
    expect(await status.textContent()).toBe('7자리 중 2자리를 입력했어요.');
    await person.page.keyboard.press('ArrowRight');
    expect(await dialog.getByRole('button', { name: '7', exact: true }).evaluate((key) => key.matches(':focus'))).toBe(
      false,
    );
    await dialog.getByRole('button', { name: '지우기', exact: true }).press('Enter');
    expect(await status.textContent()).toContain('1자리');
    await dialog.getByRole('button', { name: '전체 지우기', exact: true }).press('Enter');
    expect(await status.textContent()).toBe('모두 지웠어요.');
    for (let i = 0; i < 9; i += 1) await dialog.getByRole('button', { name: '3', exact: true }).press('Enter');
    expect(await status.textContent()).toContain('7자리를 모두 입력했어요');
    await dialog.getByRole('button', { name: '입력 완료', exact: true }).press('Enter');
    const opener = person.button('주민등록번호 뒤 7자리');
    expect(await opener.evaluate((button) => button.matches(':focus'))).toBe(true);
    expect(await opener.getAttribute('aria-describedby')).toContain('residentNumberBack-state');
    expect(await person.page.locator('#residentNumberBack-state').textContent()).toBe('7자리 입력됨');
    expect(await person.page.locator('body').evaluate((body) => body.innerHTML.includes('3333333'))).toBe(false);
  });

  test('a reload goes on where it was: same step, another order of keys, what was typed', async () => {
    const keys = () => person.page.locator('.keypad [data-cell]').allTextContents();
    const before = await keys();
    await person.box('이름').fill('김영희');
    await person.box('주민등록번호 앞 6자리').fill('850315');
    await person.page.reload();
    await person.heading('본인 확인').waitFor();
    expect(await person.box('이름').inputValue()).toBe('김영희');
    expect(await person.box('주민등록번호 앞 6자리').inputValue()).toBe('');
    expect((await keys()).join('')).not.toBe(before.join(''));
    const kept = await person.page.evaluate('JSON.stringify(Object.entries(sessionStorage))');
    expect(kept).not.toContain('850315');
  });

  test('of two tabs the newer one has the keypad; the older one says so and can go on', async () => {
    await fillIdentity();
    const second = await SecurePerson.in(context);
    await second.open(await link(['identity']));
    await second.heading('본인 확인').waitFor();
    await person.page.bringToFront();
    await person.button('본인 확인하기').click();
    await person.page.getByText('화면이 새로 바뀌어서').waitFor();
    expect(await person.box('이메일').inputValue()).toBe('hong@example.com');
    await person.enterBack();
    await person.button('본인 확인하기').click();
    await person.heading('완료됐어요').waitFor();
    await second.page.bringToFront();
    await second.page.reload();
    await second.heading('완료됐어요').waitFor();
  });

  test('run out in the middle, a new link in the same browser goes on with what was typed', async () => {
    const { handlers, clock } = site.world;
    await fillIdentity();
    clock.at(601);
    await person.button('본인 확인하기').click();
    await person.heading('이 링크는 더 쓸 수 없어요').waitFor();
    expect(await person.faults()).toEqual([]);
    handlers.nextLink = async () => (await link(['identity'], 2)).split('/').at(-1);
    await person.button('새 링크 받기').click();
    await person.heading('본인 확인').waitFor();
    expect(await person.box('이름').inputValue()).toBe('홍길동');
    expect(await person.box('이메일').inputValue()).toBe('hong@example.com');
    await person.enterBack();
    await person.button('본인 확인하기').click();
    await person.heading('완료됐어요').waitFor();
    expect(handlers.identities).toHaveLength(1);
    const kept = await person.page.evaluate('sessionStorage.getItem("visit.draft")');
    expect(kept).toBeNull();
  });
});

describe('the credential page', () => {
  beforeEach(async () => {
    await person.open(await link(['credential']));
    await person.button('시작하기').click();
    await person.heading('비밀번호 정하기').waitFor();
  });

  test('is a page of its own with one script on it', async () => {
    expect(person.page.url()).toBe(`${site.url}/secure/credential`);
    const scripts = await person.page
      .locator('script[src]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('src')));
    expect(scripts).toEqual([expect.stringMatching(/^\/assets\/secureCredential\.js\?v=/)]);
    const radios = person.page
      .getByRole('radiogroup', { name: '비밀번호 종류' })
      .or(person.page.getByRole('group', { name: '비밀번호 종류' }));
    expect(await radios.count()).toBe(1);
    expect(await person.page.getByRole('radio', { name: '숫자 6자리', exact: true }).isChecked()).toBe(true);
  });

  test('a weak number is told at once, and different ones before they are sent', async () => {
    await person.button('비밀번호').click();
    await person.key('비밀번호', '123456');
    await person.page.getByText('이어지는 숫자로는').waitFor();
    await person.button('비밀번호').click();
    await person.key('비밀번호', '804913');
    await person.key('비밀번호 확인', '804914');
    await person.button('비밀번호 정하기').click();
    await person.page.getByText('두 번 입력한 비밀번호가 달라요').first().waitFor();
    expect(await person.faults()).toEqual([]);
    expect(site.world.handlers.credentials).toHaveLength(0);
    await person.button('비밀번호 정하기').click();
    await person.key('비밀번호', '804913');
    await person.key('비밀번호 확인', '804913');
    await person.button('비밀번호 정하기').click();
    await person.heading('완료됐어요').waitFor();
  });

  test('words are judged while they are typed', async () => {
    await person.page.getByRole('radio', { name: '영문 대·소문자, 숫자, 특수문자 8자리 이상', exact: true }).check();
    await person.box('비밀번호').fill('blue');
    const met = () => person.page.locator('[data-check][data-met=true]').count();
    expect(await met()).toBe(1);
    expect(await person.faults()).toEqual([]);
    await person.box('비밀번호').fill('Blue-Sky-4271');
    expect(await met()).toBe(5);
    await person.box('비밀번호 확인').fill('Blue-Sky-4271');
    expect(await met()).toBe(6);
    await person.page.getByText('쓸 수 있는 비밀번호예요.').waitFor();
    await person.button('비밀번호 정하기').click();
    await person.heading('완료됐어요').waitFor();
    expect(site.world.handlers.credentials).toMatchObject([{ policy: 'password', secret: 'Blue-Sky-4271' }]);
  });

  test('a refusal of the house comes back on the kind that was chosen, with empty boxes', async () => {
    site.world.handlers.nextCredential = () => Promise.resolve(refuse('credential.personal'));
    await person.page.getByRole('radio', { name: /^영문/ }).check();
    await person.box('비밀번호').fill('Hong-19900101!');
    await person.box('비밀번호 확인').fill('Hong-19900101!');
    await person.button('비밀번호 정하기').click();
    await person.page.getByText('생년월일이나 전화번호가 들어간').filter({ visible: true }).waitFor();
    expect(await person.page.getByRole('radio', { name: /^영문/ }).isChecked()).toBe(true);
    expect(await person.box('비밀번호').inputValue()).toBe('');
    expect(await person.box('비밀번호').evaluate((box) => box.matches(':focus'))).toBe(true);
  });

  test('an issue that is paused says so above the form', async () => {
    site.world.handlers.nextCredential = () => Promise.resolve(refuse('issue.paused'));
    await person.button('비밀번호').click();
    await person.key('비밀번호', '804913');
    await person.key('비밀번호 확인', '804913');
    await person.button('비밀번호 정하기').click();
    await person.page.getByText('발급을 잠시 멈췄어요').waitFor();
  });
});

describe('the bank log-in', () => {
  test('at a bank that does not answer says so, and works once it does', async () => {
    await person.open(await link(['bankLogin']));
    await person.button('시작하기').click();
    site.world.bank.before = () => Promise.reject(new Unavailable('bank'));
    await person.button('은행 로그인하기').click();
    await person.page.getByText('은행이 지금 답하지 않아요').waitFor();
    expect(person.page.url()).toBe(`${site.url}/secure`);
    site.world.bank.before = () => Promise.resolve();
    await person.logIn();
    await person.heading('완료됐어요').waitFor();
  });

  test('the back button after it shows what is due', async () => {
    await person.open(await link(['bankLogin', 'identity']));
    await person.button('시작하기').click();
    await person.logIn();
    await person.heading('본인 확인').waitFor();
    await person.page.goBack();
    await person.page.goForward();
    await person.heading('본인 확인').waitFor();
    expect(site.world.handlers.logins).toHaveLength(1);
  });

  test('that comes back in another browser goes on there with the number of the chat', async () => {
    await person.open(await link(['bankLogin', 'identity']));
    await person.button('시작하기').click();
    await person.button('은행 로그인하기').click();
    await person.button('로그인').waitFor();
    const other = await SecurePerson.in(await newContext());
    await other.open(person.page.url());
    await other.button('로그인').click();
    await other.heading('다른 브라우저에서 열던 화면이에요').waitFor();
    expect(await other.faults()).toEqual([]);
    await other.button('숫자 받기').click();
    const [number = ''] = await numbersShown();
    const wrong = number === '11' ? '22' : '11';
    await other.box('두 자리 숫자').fill(wrong);
    await other.button('이어서 하기').click();
    await other.page.getByText('2번 더 해볼 수 있어요').waitFor();
    expect(await other.faults()).toEqual([]);
    await other.box('두 자리 숫자').fill(number);
    await other.button('이어서 하기').click();
    await other.heading('본인 확인').waitFor();
    await person.open(`${site.url}/secure`);
    await person.heading('다른 브라우저에서 열던 화면이에요').waitFor();
    expect(other.complaints).toEqual([]);
  });

  async function numbersShown(): Promise<readonly string[]> {
    await eventually(() => site.world.handlers.numbers.length > 0);
    return site.world.handlers.numbers;
  }
});

describe('a link that is over', () => {
  test('asks in the chat for a stranger, and the page is the same whether it ever was', async () => {
    const real = await link(['identity']);
    site.world.clock.at(601);
    const pages: string[] = [];
    for (const address of [real, `${site.url}/secure/${'x'.repeat(43)}`, `${site.url}/secure`]) {
      await person.open(address);
      await person.button('새 링크 받기').click();
      await person.page.getByText('대화를 확인해 주세요').waitFor();
      pages.push(await person.page.locator('main').innerHTML());
    }
    expect(new Set(pages).size).toBe(1);
    expect(site.world.handlers.renewals.at(-1)?.ownBrowser).toBe(false);
  });

  test('run out while it was looked at, the page says so by itself', async () => {
    await person.page.clock.install();
    await person.open(await link(['identity']));
    await person.heading('금융인증서 발급').waitFor();
    site.world.clock.at(545);
    await person.page.clock.runFor(545_000);
    expect(await person.page.getByRole('timer').textContent()).toMatch(/^남은 시간 5\d초$/);
    expect(await person.page.locator('#announcer').textContent()).toContain('1분이 남았어요');
    site.world.clock.at(601);
    await person.page.clock.runFor(60_000);
    await person.heading('이 링크는 더 쓸 수 없어요').waitFor();
  });
});

describe('on any screen', () => {
  test.each([
    ['360 px', { viewport: { width: 360, height: 640 } }],
    ['text at 200 %', { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 }],
    ['a desk in the dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' as const }],
  ])('%s: nothing is cut off sideways, no serious fault', async (name, options) => {
    const dark = await SecurePerson.in(await newContext(options));
    site.world.handlers.known = facts({ prefill, maskedName: '홍*동' });
    await dark.open(await link(['identity', 'credential']));
    if (name.startsWith('text')) await dark.page.evaluate('document.documentElement.style.fontSize = "200%"');
    const isWhole = () => dark.page.locator('html').evaluate((html) => html.scrollWidth <= html.clientWidth);
    await dark.heading('금융인증서 발급').waitFor();
    expect(await isWhole()).toBe(true);
    expect(await dark.faults()).toEqual([]);
    await dark.button('시작하기').click();
    await dark.button('주민등록번호 뒤 7자리').click();
    expect(await isWhole()).toBe(true);
    expect(await dark.faults()).toEqual([]);
    const keypad = dark.page.getByRole('dialog');
    const fits = await keypad.evaluate((dialog) => dialog.scrollWidth <= dialog.clientWidth);
    expect(fits).toBe(true);
  });
});
