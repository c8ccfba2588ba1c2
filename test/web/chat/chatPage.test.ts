import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startChatPageSite, type Inboxes } from '../../support/chatPageSite.ts';
import type { ChatSite } from '../../support/chatSite.ts';
import { launchChromium } from '../../support/chromium.ts';
import { freePort } from '../../support/redisServer.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const inboxes: Inboxes = {};
let site: ChatSite;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];
let now = Temporal.Now.instant();

beforeAll(async () => {
  const clock = { now: () => now };
  [site, browser] = await Promise.all([startChatPageSite({ inboxes, clock }), launchChromium()]);
  site.bot.suggested = ['발급', '갱신', '상담원 연결'];
}, 60_000);

afterAll(async () => {
  await browser.close();
  await site.close();
});

beforeEach(async () => {
  for (const name of Object.keys(inboxes)) delete inboxes[name];
  await newPage({ width: 1280, height: 800 });
});

afterEach(() => context.close());

async function newPage(
  viewport: { width: number; height: number },
  colorScheme: 'light' | 'dark' = 'light',
  locale = 'ko-KR',
): Promise<void> {
  context = await browser.newContext({ viewport, colorScheme, locale });
  page = await context.newPage();
  complaints = [];
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') complaints.push(line.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!/^(?:data|blob):/u.test(request.url()) && new URL(request.url()).origin !== site.url)
      complaints.push(request.url());
  });
}

const open = async (path = '/'): Promise<void> => {
  await page.goto(`${site.url}${path}`);
  await page.getByText('안녕하세요').first().waitFor();
};
const say = async (text: string): Promise<void> => {
  await page.getByRole('textbox', { name: '메시지 입력 상자' }).fill(text);
  await page.getByRole('button', { name: '보내기' }).click();
};
const bubbles = (text: string): Promise<number> =>
  page.locator('.webchat__bubble').getByText(text, { exact: true }).count();
const conversations = (): string[] => [...new Set(site.bot.deliveries.map(({ conversationId }) => conversationId))];

test('the first thing said is that a chatbot answers and what is simulated; nothing complains, nothing comes from outside', async () => {
  await open();
  const heading = page.getByRole('heading', { name: '금융인증서 챗봇' });
  expect(await heading.isVisible()).toBe(true);
  const text = await page.locator('body').innerText();
  expect(text.indexOf('사람이 아니라 챗봇이 답해요')).toBeLessThan(60);
  expect(text).toContain('흉내 낸 것이고');
  await say('발급할래요');
  await page.getByText('들었어요: 발급할래요').first().waitFor();
  expect(complaints).toEqual([]);
});

test('a pressed button sends once, and its name is on the page once even while it is read aloud', async () => {
  await open();
  const button = page.getByRole('button', { name: '갱신' });
  expect(await button.count()).toBe(1);
  await button.click();
  await page.getByText('들었어요: 갱신').first().waitFor();
  expect(await bubbles('갱신')).toBe(1);
  expect(await page.getByText('보내는 중').count()).toBe(0);
});

test('the phone shows what arrives for the person that is chosen, newest first, as text', async () => {
  await open();
  const phone = page.getByRole('region', { name: '휴대폰' });
  const mailbox = page.getByRole('region', { name: '메일함' });
  await phone.getByText('아직 온 문자가 없어요.').waitFor();
  const at = '2026-11-22T05:13:00Z';
  inboxes['01012345678'] = [{ id: '1', to: '01012345678', text: '[Web발신]\n인증번호 482913', at }];
  await phone.getByText('인증번호 482913').waitFor();
  expect(await phone.locator('time').first().innerText()).toBe('오후 2:13');
  inboxes['01012345678'].push({ id: '2', to: '01012345678', text: '<img src=x onerror=alert(1)>', at });
  await phone.getByText('<img src=x').waitFor();
  expect(await phone.getByRole('listitem').first().innerText()).toContain('<img src=x');
  inboxes['kim@example.com'] = [{ id: '1', to: 'kim@example.com', text: '발급이 끝났어요', at }];
  await page.getByRole('combobox', { name: '누구의 것을 볼까요?' }).selectOption({ label: '김영희 010-2345-6789' });
  await mailbox.getByText('발급이 끝났어요').waitFor();
  expect(await phone.getByRole('listitem').count()).toBe(0);
  inboxes['01099998888'] = [{ id: '1', to: '01099998888', text: '다른 번호로 온 문자', at }];
  await page.getByRole('combobox').selectOption({ label: '다른 번호' });
  await page.getByRole('textbox', { name: '볼 번호' }).fill('010-9999-8888');
  await phone.getByText('다른 번호로 온 문자').waitFor();
  expect(complaints).toEqual([]);
});

test('a reload goes on in the same conversation, with everything said so far', async () => {
  await open();
  await say('첫 번째 말');
  await page.getByText('들었어요: 첫 번째 말').first().waitFor();
  const before = conversations();
  await page.reload();
  await page.getByText('들었어요: 첫 번째 말').first().waitFor();
  await say('두 번째 말');
  await page.getByText('들었어요: 두 번째 말').first().waitFor();
  expect(await bubbles('안녕하세요')).toBe(1);
  expect(await bubbles('첫 번째 말')).toBe(1);
  expect(conversations()).toEqual(before);
});

test('새 대화 begins another one, and a reload stays in it', async () => {
  await open();
  await say('먼저 하던 말');
  await page.getByText('들었어요: 먼저 하던 말').first().waitFor();
  const before = conversations().length;
  await page.getByRole('button', { name: '새 대화' }).click();
  await page.waitForFunction(`!location.search.includes('new') && !document.body.innerText.includes('먼저 하던 말')`);
  await page.getByText('안녕하세요').first().waitFor();
  expect(conversations()).toHaveLength(before + 1);
  await page.reload();
  await page.getByText('안녕하세요').first().waitFor();
  expect(conversations()).toHaveLength(before + 1);
});

test('after a sleep longer than a token lives, the page goes on by itself and keeps what was not sent', async () => {
  await open();
  await say('자기 전에');
  await page.getByText('들었어요: 자기 전에').first().waitFor();
  now = now.add({ minutes: 31 });
  await say('자고 나서');
  const retry = page.getByRole('button', { name: /다시 시도/u });
  await retry.waitFor();
  await retry.click();
  await page.getByText('들었어요: 자고 나서').first().waitFor({ timeout: 15_000 });
  expect(await bubbles('자기 전에')).toBe(1);
  expect(await bubbles('자고 나서')).toBe(1);
});

test('a message whose answer got lost is sent again as the same message: one turn, one bubble', async () => {
  await open();
  const before = site.bot.deliveries.length;
  let lost = 0;
  await page.route('**/activities', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    return route.fulfill({ status: 503, body: '{}' });
  });
  await say('답이 사라진 말');
  await page.getByText('들었어요: 답이 사라진 말').first().waitFor();
  await page.waitForTimeout(300);
  expect(await page.getByRole('button', { name: /다시 시도/u }).count()).toBe(0);
  expect(await bubbles('답이 사라진 말')).toBe(1);
  expect(site.bot.deliveries).toHaveLength(before + 1);
});

test('a message that did not arrive is sent again by one press', async () => {
  await open();
  let refused = 0;
  await page.route('**/activities', (route) => {
    if (route.request().method() !== 'POST' || refused > 0) return route.continue();
    refused += 1;
    return route.abort();
  });
  await say('처음엔 안 간 말');
  await page.getByRole('button', { name: /다시 시도/u }).click();
  await page.getByText('들었어요: 처음엔 안 간 말').first().waitFor();
  expect(await bubbles('처음엔 안 간 말')).toBe(1);
  expect(await page.getByRole('button', { name: /다시 시도/u }).count()).toBe(0);
});

test('a server that goes away and comes back is found again', async () => {
  const port = await freePort();
  const options = { port, state: site.state };
  let other = await startChatPageSite(options);
  await page.goto(other.url);
  await page.getByText('안녕하세요').first().waitFor();
  const { conversationId } = other.bot.deliveries[0] ?? { conversationId: '' };
  await other.close();
  other = await startChatPageSite(options);
  await other.adapter.post(conversationId, [{ id: 'later', activity: { type: 'message', text: '다시 왔어요' } }]);
  await page.getByText('다시 왔어요').first().waitFor({ timeout: 25_000 });
  expect(await bubbles('안녕하세요')).toBe(1);
  await other.close();
}, 40_000);

test.each([
  [360, 'light'],
  [360, 'dark'],
  [1280, 'dark'],
] as const)('at %i px, %s, everything fits and axe finds nothing serious', async (width, colorScheme) => {
  await context.close();
  await newPage({ width, height: 740 }, colorScheme);
  await open();
  await say('국민은행에서 개인용 금융인증서를 하나 만들어야 되는데요');
  await page.getByText('들었어요').first().waitFor();
  // The copies that are read aloud are gone after a second.
  await page.waitForTimeout(1500);
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
  const small = await page.evaluate(`[...document.querySelectorAll('a, button, select')]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().left >= 0)
    .filter((element) => element.closest('.webchat__keyboard-help, .webchat__screen-reader-only') === null)
    .map((element) => [element.textContent.slice(0, 20), Math.round(element.getBoundingClientRect().height)])
    .filter(([, height]) => height < 44)`);
  expect(small).toEqual([]);
  await page.evaluate(axeSource);
  const { violations } = (await page.evaluate('axe.run()')) as {
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  };
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html.slice(0, 150)).join(' | ')}`)).toEqual(
    [],
  );
});

test('without a script the page says what it needs', async () => {
  await context.close();
  context = await browser.newContext({ javaScriptEnabled: false, locale: 'ko-KR' });
  page = await context.newPage();
  await page.goto(site.url);
  expect(await page.locator('body').innerText()).toContain('자바스크립트가 켜져 있어야');
});

test('one press asks the conversation for the other language, and the page speaks it too; another leads back', async () => {
  await open();
  const before = conversations().length;
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Financial certificate assistant' }).waitFor();
  expect(site.bot.deliveries.map(({ activity }) => activity.text)).toContain('English please');
  expect(conversations()).toHaveLength(before);
  await page.getByText('안녕하세요').first().waitFor();
  await page.getByRole('link', { name: '한국어' }).click();
  await page.getByRole('heading', { name: '금융인증서 챗봇' }).waitFor();
  expect(site.bot.deliveries.map(({ activity }) => activity.text)).toContain('한국어로');
  expect(conversations()).toHaveLength(before);
});

test('an English browser is offered English, in English; a link that names English begins an English conversation', async () => {
  await context.close();
  await newPage({ width: 360, height: 740 }, 'light', 'en-US');
  await open();
  expect(await page.locator('html').getAttribute('lang')).toBe('ko');
  await page.getByRole('link', { name: 'Continue in English' }).waitFor();
  expect(await page.locator('html').evaluate((element) => element.scrollWidth <= 360)).toBe(true);
  await page.goto(`${site.url}/?new&language=en`);
  await page.getByRole('heading', { name: 'Financial certificate assistant' }).waitFor();
  await page.getByRole('textbox', { name: 'Message input box' }).waitFor();
  await page.getByText('안녕하세요').first().waitFor();
  expect(site.bot.deliveries.at(-1)?.locale).toBe('en-US');
  expect(complaints).toEqual([]);
});
