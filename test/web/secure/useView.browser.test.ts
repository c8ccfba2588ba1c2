import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { ok, refuse } from '../../../services/shared/result.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import type { RenewalCard } from '../../../services/steps/renewal.ts';
import type { KnownFacts } from '../../services/visits/recordedHandlers.ts';
import { launchChromium } from '../../support/chromium.ts';
import { SecurePerson } from './securePerson.ts';
import { startSecureSite, type SecureSite } from './secureSite.ts';

let site: SecureSite;
let chromium: Browser;
let context: BrowserContext;
let person: SecurePerson;
let cases = 0;
const contexts: BrowserContext[] = [];

const card: RenewalCard = {
  serialHex: '0a00000000007f3a',
  untilDay: '2026-12-20',
  newUntilDay: '2027-12-20',
  years: 1,
  fee: 0,
  hash: 'hash-of-the-card',
};
const pin = '804913';

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
  const { handlers, clock } = site.world;
  clock.at(0);
  handlers.known = facts({});
  handlers.nextUse = () => Promise.resolve(ok(undefined));
  handlers.nextChange = () => Promise.resolve(ok(undefined));
  for (const list of [handlers.uses, handlers.changes]) list.length = 0;
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
  return {
    purpose: 'renew',
    bankCode: '004',
    product: 'personal',
    maskedName: '홍*동',
    credentialPolicies: ['pin6', 'password'],
    done: [],
    use: { policy: 'pin6' },
    ...changes,
  };
}

/** Opens a visit and goes to its first page. */
async function begin(steps: Parameters<SecureSite['link']>[0], who = person): Promise<void> {
  await who.open(await site.link(steps, `use-${cases}`));
  await who.button('시작하기').click();
}

async function enterCurrent(digits = pin): Promise<void> {
  await person.button('현재 비밀번호').click();
  await person.key('현재 비밀번호', digits);
}

const errorOf = (id: string) => person.page.locator(`#${id}-error`).textContent();
const isFocused = (id: string) => person.page.locator(`#${id}`).evaluate((element) => element.matches(':focus'));
const linkNames = () => person.page.getByRole('link').allTextContents();

describe('the renewal page', () => {
  beforeEach(() => {
    site.world.handlers.known = facts({ card });
  });

  test('shows the card and the keypad together; entering the password is the yes, and the new certificate is there', async () => {
    const { handlers } = site.world;
    await person.open(await site.link(['renewal'], `use-${cases}`));
    await person.heading('금융인증서 갱신').waitFor();
    await person.button('시작하기').click();
    await person.heading('인증서 갱신').waitFor();
    expect(person.page.url()).toBe(`${site.url}/secure/credential`);
    const scripts = await person.page
      .locator('script[src]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('src')));
    expect(scripts).toEqual([expect.stringMatching(/^\/assets\/secureCredential\.js\?v=/)]);
    const rows = await person.page.locator('dl.facts > div').allInnerTexts();
    expect(rows.map((row) => row.split(/\s*\n\s*/))).toEqual([
      ['이름', '홍*동'],
      ['은행', 'KB국민은행'],
      ['종류', '개인용'],
      ['끝자리', '7F3A'],
      ['지금 기간', '2026.12.20까지'],
      ['새 기간', '2027.12.20까지'],
      ['수수료', '무료'],
    ]);
    expect(await person.page.getByText('이대로 갱신하는 데 동의하는 거예요').isVisible()).toBe(true);
    expect(await person.page.getByText('‘비밀번호를 몰라요’').isVisible()).toBe(true);
    expect(await person.page.locator('body').textContent()).not.toContain('비밀번호 찾기');
    expect(await person.faults()).toEqual([]);
    handlers.nextUse = () => {
      const issued = { serialHex: '0a7f3a', notAfter: '2027-12-20T14:59:59Z', isNew: true };
      handlers.known = facts({ issued });
      return Promise.resolve(ok(undefined));
    };
    await enterCurrent();
    await person.button('갱신하기').click();
    await person.heading('완료됐어요').waitFor();
    expect(await linkNames()).toEqual(['인증서 내려받기', '캘린더에 만료일 추가']);
    expect(await person.page.getByText('2027.12.20까지').isVisible()).toBe(true);
    expect(await person.button('닫기').isVisible()).toBe(true);
    expect(await person.faults()).toEqual([]);
    expect(handlers.uses).toEqual([{ step: 'renewal', policy: 'pin6', secret: pin, confirmed: card.hash }]);
  });

  test('shows no day to who is only known, and says what is added', async () => {
    const { untilDay: _until, newUntilDay: _newUntil, ...known } = card;
    site.world.handlers.known = facts({ card: { ...known, fee: 4400, years: 3 } });
    await begin(['renewal']);
    await person.page.getByText('3년이 더해지고, 남은 날은 없어지지 않아요.').waitFor();
    expect(await person.page.getByText('1년 4,400원').isVisible()).toBe(true);
    expect(await person.page.getByText('지금 기간').count()).toBe(0);
    expect(await person.page.locator('dl').textContent()).not.toMatch(/20\d\d/);
  });

  test('a wrong password is told beside the field with the tries that are left; the keypad is new and empty', async () => {
    site.world.handlers.nextUse = () => Promise.resolve(refuse('credential.wrong', { triesLeft: 4 }));
    await begin(['renewal']);
    await enterCurrent('804914');
    const keys = () => person.page.locator('.keypad [data-cell]').allTextContents();
    const before = await keys();
    await person.button('갱신하기').click();
    await person.page.getByText('비밀번호가 달라요. 4번 더').waitFor();
    expect(await errorOf('current')).toContain('4번');
    expect(await isFocused('current')).toBe(true);
    expect(await person.page.locator('#current-state').textContent()).toBe('눌러서 입력하기');
    expect((await keys()).join('')).not.toBe(before.join(''));
    expect(await person.faults()).toEqual([]);
    site.world.handlers.nextUse = () => Promise.resolve(ok(undefined));
    await enterCurrent();
    expect(await errorOf('current')).toBe('');
    await person.button('갱신하기').click();
    await person.heading('완료됐어요').waitFor();
  });

  test('that became another one says so, shows it, and takes the yes to that', async () => {
    const { handlers } = site.world;
    handlers.nextUse = () => {
      handlers.known = facts({ card: { ...card, newUntilDay: '2027-12-21', hash: 'another' } });
      return Promise.resolve(refuse('issue.confirmationChanged'));
    };
    await begin(['renewal']);
    await enterCurrent();
    await person.button('갱신하기').click();
    const alert = person.page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('갱신할 내용이 그사이 바뀌었어요');
    expect(await isFocused('form-error')).toBe(true);
    expect(await person.page.getByText('2027.12.21까지').isVisible()).toBe(true);
    expect(await person.faults()).toEqual([]);
    handlers.nextUse = () => Promise.resolve(ok(undefined));
    await enterCurrent();
    await person.button('갱신하기').click();
    await person.heading('완료됐어요').waitFor();
    expect(handlers.uses.map(({ confirmed }) => confirmed)).toEqual([card.hash, 'another']);
  });

  test('sent without a password, it opens the keypad and sends nothing', async () => {
    await begin(['renewal']);
    await person.button('갱신하기').click();
    await person.key('현재 비밀번호', '80491');
    expect(await errorOf('current')).toBe('현재 비밀번호 6자리를 눌러 주세요.');
    await person.button('갱신하기').click();
    await person.key('현재 비밀번호', '3');
    await person.button('갱신하기').click();
    await person.heading('완료됐어요').waitFor();
    expect(site.world.handlers.uses).toMatchObject([{ secret: pin }]);
  });

  test('is walked with the keyboard alone', async () => {
    await begin(['renewal']);
    await person.heading('인증서 갱신').waitFor();
    const { keyboard } = person.page;
    await keyboard.press('Tab');
    expect(await isFocused('current')).toBe(true);
    await keyboard.press('Enter');
    const dialog = person.page.getByRole('dialog', { name: '현재 비밀번호', exact: true });
    for (const digit of pin) await dialog.getByRole('button', { name: digit, exact: true }).press('Enter');
    await dialog.getByRole('button', { name: '입력 완료', exact: true }).press('Space');
    expect(await isFocused('current')).toBe(true);
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await person.heading('완료됐어요').waitFor();
    expect(site.world.handlers.uses).toMatchObject([{ secret: pin }]);
  });

  test('whose password is made of words has a box; Enter sends it, a wrong one leaves it empty', async () => {
    const { handlers } = site.world;
    handlers.known = facts({ card, use: { policy: 'password' } });
    handlers.nextUse = () => Promise.resolve(refuse('credential.wrong', { triesLeft: 1 }));
    await begin(['renewal']);
    await person.button('갱신하기').click();
    expect(await errorOf('current')).toBe('현재 비밀번호를 적어 주세요.');
    expect(handlers.uses).toHaveLength(0);
    expect(await person.page.getByRole('dialog', { includeHidden: true }).count()).toBe(0);
    const box = person.box('현재 비밀번호');
    expect(await box.getAttribute('type')).toBe('password');
    await box.fill('Blue-Sky-4271');
    await box.press('Enter');
    await person.page.getByText('1번 더').waitFor();
    expect(await box.inputValue()).toBe('');
    expect(await isFocused('current')).toBe(true);
    expect(await person.faults()).toEqual([]);
    handlers.nextUse = () => Promise.resolve(ok(undefined));
    await box.fill('Blue-Sky-4272');
    await box.press('Enter');
    await person.heading('완료됐어요').waitFor();
    expect(handlers.uses.at(-1)).toMatchObject({ policy: 'password', secret: 'Blue-Sky-4272', confirmed: card.hash });
  });

  test('an outage costs the keypad digits only', async () => {
    site.world.handlers.nextUse = () => Promise.reject(new Unavailable('ca'));
    await begin(['renewal']);
    await enterCurrent();
    await person.button('갱신하기').click();
    await person.page.getByText('연결이 안 돼요').waitFor();
    expect(await person.page.locator('#current-state').textContent()).toBe('눌러서 입력하기');
    site.world.handlers.nextUse = () => Promise.resolve(ok(undefined));
    await enterCurrent();
    await person.button('갱신하기').click();
    await person.heading('완료됐어요').waitFor();
  });

  test.each([
    ['credential.locked', '인증서가 잠겼어요'],
    ['credential.keyGone', '비밀번호는 더 쓸 수 없어요'],
    ['certificate.notActive', '지금 쓸 수 없는 상태예요'],
  ] as const)('%s ends the visit: nothing is called done, the way on is in the chat', async (code, words) => {
    const { handlers } = site.world;
    const about = { serialHex: '0a7f3a', notAfter: '2026-12-20T14:59:59Z', isNew: false };
    handlers.nextUse = () => {
      handlers.known = facts({ card, done: ['renewal'], issued: about });
      return Promise.resolve(refuse(code));
    };
    await begin(['renewal']);
    await enterCurrent('804914');
    await person.button('갱신하기').click();
    for (const look of ['first', 'after a reload']) {
      if (look !== 'first') await person.page.reload();
      await person.heading('여기서 멈췄어요').waitFor();
      expect(await person.page.getByText(words).isVisible()).toBe(true);
      expect(await person.page.getByText('완료됐어요').count()).toBe(0);
      expect(await person.button('닫기').isVisible()).toBe(true);
      expect(await linkNames()).toEqual(['캘린더에 만료일 추가']);
    }
    expect(await person.faults()).toEqual([]);
  });

  test('paused, it stops with the reason', async () => {
    const { handlers } = site.world;
    handlers.nextUse = () => {
      handlers.known = facts({ use: undefined });
      return Promise.resolve(refuse('issue.paused'));
    };
    await begin(['renewal']);
    await enterCurrent();
    await person.button('갱신하기').click();
    await person.heading('여기서 멈췄어요').waitFor();
    expect(await person.page.getByText('발급을 잠시 멈췄어요').isVisible()).toBe(true);
  });
});

describe('the page that asks whose certificate it is', () => {
  test('says why, and needs no bank', async () => {
    const { handlers } = site.world;
    handlers.known = facts({ purpose: 'expiry', bankCode: '' });
    await person.open(await site.link(['ownership'], `use-${cases}`));
    await person.heading('금융인증서 만료일 조회').waitFor();
    expect(await person.page.locator('dl.facts dt').allTextContents()).toEqual(['요청한 곳', '이름']);
    expect(await person.faults()).toEqual([]);
    await person.button('시작하기').click();
    await person.heading('인증서 주인 확인').waitFor();
    expect(await person.page.getByText('인증서 주인만 할 수 있는 일이라서').isVisible()).toBe(true);
    expect(await person.faults()).toEqual([]);
    await enterCurrent();
    await person.button('확인하기').click();
    await person.heading('완료됐어요').waitFor();
    expect(await person.page.getByRole('link').count()).toBe(0);
    expect(handlers.uses).toEqual([{ step: 'ownership', policy: 'pin6', secret: pin }]);
  });

  test('leads on to the next step of the same visit', async () => {
    await begin(['ownership', 'newCredential']);
    await person.heading('인증서 주인 확인').waitFor();
    await enterCurrent();
    await person.button('확인하기').click();
    await person.heading('비밀번호 바꾸기').waitFor();
  });
});

describe('the signature page', () => {
  test('shows what is signed, and gives the signed file to this browser only', async () => {
    const { handlers } = site.world;
    handlers.signed = new TextEncoder().encode('signed');
    handlers.known = facts({ purpose: 'sign', sample: '첫째 줄 <b>\n둘째 줄' });
    await begin(['signature']);
    await person.heading('서명하기').waitFor();
    expect(await person.page.locator('blockquote').innerText()).toBe('첫째 줄 <b>\n둘째 줄');
    expect(await person.faults()).toEqual([]);
    await enterCurrent();
    await person.button('서명하기').click();
    await person.heading('완료됐어요').waitFor();
    expect(await linkNames()).toEqual(['서명한 파일 내려받기']);
    expect(await person.faults()).toEqual([]);
    const anchor = person.page.getByRole('link', { name: '서명한 파일 내려받기', exact: true });
    const [download] = await Promise.all([person.page.waitForEvent('download'), anchor.click()]);
    expect(download.suggestedFilename()).toBe('signed.p7m');
    const address = `${site.url}${(await anchor.getAttribute('href')) ?? ''}`;
    const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const own = await fetch(address, { headers: { cookie: cookies } });
    expect(own.headers.get('content-type')).toBe('application/pkcs7-mime');
    expect(own.headers.get('content-disposition')).toBe('attachment; filename="signed.p7m"');
    expect(await own.text()).toBe('signed');
    expect((await fetch(address)).status).toBe(404);
    const certificate = address.replace('/sample', '/certificate');
    expect((await fetch(certificate, { headers: { cookie: cookies } })).status).toBe(404);
  });
});

describe('the page that changes the password', () => {
  beforeEach(async () => {
    site.world.handlers.known = facts({ purpose: 'changeCredential' });
    await begin(['newCredential']);
    await person.heading('비밀번호 바꾸기').waitFor();
  });

  async function enterNew(digits: string, again = digits): Promise<void> {
    await person.button('새 비밀번호').click();
    await person.key('새 비밀번호', digits);
    await person.key('새 비밀번호 확인', again);
  }

  test('takes the present one, then the new one twice', async () => {
    expect(await person.page.getByRole('radio', { name: '숫자 6자리', exact: true }).isChecked()).toBe(true);
    expect(await person.faults()).toEqual([]);
    await enterCurrent();
    await enterNew('271830');
    await person.page.getByText('쓸 수 있는 비밀번호예요.').waitFor();
    await person.button('비밀번호 바꾸기').click();
    await person.heading('완료됐어요').waitFor();
    const next = { policy: 'pin6', secret: '271830', confirmation: '271830' };
    expect(site.world.handlers.changes).toEqual([{ current: { policy: 'pin6', secret: pin }, next }]);
  });

  test('tells the same one again at once, and a weak one; the present one need not be pressed anew', async () => {
    await enterCurrent();
    await person.button('새 비밀번호').click();
    await person.key('새 비밀번호', pin);
    expect(await errorOf('pin')).toBe('지금 쓰는 것과 다른 비밀번호로 정해 주세요.');
    await person.button('새 비밀번호').click();
    await person.key('새 비밀번호', '123456');
    expect(await errorOf('pin')).toBe('이어지는 숫자로는 정할 수 없어요.');
    await enterNew('271830', '271831');
    await person.button('비밀번호 바꾸기').click();
    expect(await errorOf('pinConfirmation')).toContain('두 번 입력한 비밀번호가 달라요');
    expect(site.world.handlers.changes).toHaveLength(0);
    expect(await person.faults()).toEqual([]);
    await enterNew('271830');
    await person.button('비밀번호 바꾸기').click();
    await person.heading('완료됐어요').waitFor();
    expect(site.world.handlers.changes).toHaveLength(1);
  });

  test('sent empty, it opens the first keypad that is missing', async () => {
    await person.button('비밀번호 바꾸기').click();
    await person.key('현재 비밀번호', pin);
    await person.button('비밀번호 바꾸기').click();
    await person.key('새 비밀번호', '271830');
    await person.key('새 비밀번호 확인', '271830');
    await person.button('비밀번호 바꾸기').click();
    await person.heading('완료됐어요').waitFor();
  });

  test('from digits to words: judged while they are typed; a wrong present one empties all and keeps the kind', async () => {
    const { handlers } = site.world;
    handlers.nextChange = () => Promise.resolve(refuse('credential.wrong', { triesLeft: 2 }));
    await enterCurrent('804914');
    await person.page.getByRole('radio', { name: /^영문/ }).check();
    const met = () => person.page.locator('[data-check][data-met=true]').count();
    await person.box('새 비밀번호').fill('Blue-Sky-4271');
    expect(await met()).toBe(5);
    await person.box('새 비밀번호 확인').fill('Blue-Sky-4271');
    expect(await met()).toBe(6);
    await person.button('비밀번호 바꾸기').click();
    await person.page.getByText('2번 더').waitFor();
    expect(await isFocused('current')).toBe(true);
    expect(await person.page.locator('#current-state').textContent()).toBe('눌러서 입력하기');
    expect(await person.page.getByRole('radio', { name: /^영문/ }).isChecked()).toBe(true);
    expect(await person.box('새 비밀번호').inputValue()).toBe('');
    expect(await person.faults()).toEqual([]);
    handlers.nextChange = () => Promise.resolve(ok(undefined));
    await enterCurrent();
    await person.box('새 비밀번호').fill('Blue-Sky-4271');
    await person.box('새 비밀번호 확인').fill('Blue-Sky-4271');
    await person.button('비밀번호 바꾸기').click();
    await person.heading('완료됐어요').waitFor();
    const next = { policy: 'password', secret: 'Blue-Sky-4271', confirmation: 'Blue-Sky-4271' };
    expect(handlers.changes.at(-1)).toEqual({ current: { policy: 'pin6', secret: pin }, next });
  });

  test('a weakness that only the house sees stands beside the new one', async () => {
    site.world.handlers.nextChange = () => Promise.resolve(refuse('credential.personal'));
    await enterCurrent();
    await enterNew('271830');
    await person.button('비밀번호 바꾸기').click();
    await person.page.getByText('생년월일이나 전화번호가 들어간').filter({ visible: true }).waitFor();
    expect(await errorOf('pin')).toContain('생년월일');
    expect(await errorOf('current')).toBe('');
    expect(await isFocused('pin')).toBe(true);
  });
});

describe('on any screen', () => {
  test.each([
    ['360 px', { viewport: { width: 360, height: 640 } }],
    ['text at 200 %', { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 }],
    ['a desk in the dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' as const }],
  ])('%s: nothing is cut off sideways, no serious fault', async (name, options) => {
    const looking = await SecurePerson.in(await newContext(options));
    const isWhole = () => looking.page.locator('html').evaluate((html) => html.scrollWidth <= html.clientWidth);
    site.world.handlers.known = facts({ card, sample: `${'긴글'.repeat(40)}\n${'x'.repeat(80)}` });
    for (const step of ['renewal', 'signature', 'ownership', 'newCredential'] as const) {
      cases += 1;
      await begin([step], looking);
      await looking.button('현재 비밀번호').waitFor();
      if (name.startsWith('text')) await looking.page.evaluate('document.documentElement.style.fontSize = "200%"');
      expect(await isWhole()).toBe(true);
      // In the light, at 360 px, each page was looked at above.
      if (name.endsWith('dark')) expect(await looking.faults()).toEqual([]);
    }
    await looking.button('현재 비밀번호').click();
    const keypad = looking.page.getByRole('dialog');
    expect(await keypad.evaluate((dialog) => dialog.scrollWidth <= dialog.clientWidth)).toBe(true);
    expect(looking.complaints).toEqual([]);
  });
});
