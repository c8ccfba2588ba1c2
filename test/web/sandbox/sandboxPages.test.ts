import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ensureBundle } from '../../../scripts/bundle.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { openAssets } from '../../../web/assets.ts';
import { launchChromium } from '../../support/chromium.ts';
import { startSandboxSite, type SandboxSite } from '../../support/sandboxSite.ts';

const root = join(import.meta.dirname, '../../..');
const axe = createRequire(import.meta.url).resolve('axe-core');
const patient = new AbortController().signal;
let state: State;
let site: SandboxSite;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await ensureBundle();
  const assets = await openAssets([join(root, 'web/dist'), join(root, 'web/design')]);
  state = await openSqliteState(':memory:');
  const back = {
    method: 'GET' as const,
    path: '/secure/return',
    handle: () => Promise.resolve({ status: 200, body: 'back' }),
  };
  site = await startSandboxSite({ state, routes: [...assets.routes, back] });
  browser = await launchChromium();
  page = await (await browser.newContext({ viewport: { width: 360, height: 640 } })).newPage();
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await state.close();
});

/** Serious faults of accessibility, and whether the page is wider than the phone. */
async function faultsOf(): Promise<readonly string[]> {
  await page.addScriptTag({ path: axe }).catch(() => page.evaluate('0'));
  const found = await page.evaluate(async () => {
    // axe puts itself on the window.
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, impact, nodes }) => `${impact} ${id} ${nodes[0]?.html ?? ''}`);
  });
  const wide = await page.evaluate('document.documentElement.scrollWidth > 360');
  return [...found.filter((fault) => /^(?:serious|critical)/.test(fault)), ...(wide ? ['wider than the phone'] : [])];
}

test('a person logs in at the bank on a small phone, by names alone, and comes back to the product', async () => {
  const { redirectTo } = await site.login.begin('004', patient);
  await page.goto(redirectTo);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('KB국민은행 로그인');
  await page.getByRole('textbox', { name: '아이디' }).fill('hong');
  await page.getByLabel('비밀번호').fill('wrong');
  await page.getByRole('button', { name: '로그인' }).click();
  expect(await page.getByRole('alert').textContent()).toBe('아이디나 비밀번호가 맞지 않아요. 다시 확인해 주세요.');
  await page.getByLabel('비밀번호').fill('sandbox!1');
  await page.getByRole('button', { name: '로그인' }).click();
  await page.getByRole('button', { name: '동의하고 계속' }).click();
  await page.waitForURL(/\/secure\/return\?/);
  const address = new URL(page.url());
  expect(address.origin).toBe(site.url);
  expect(address.searchParams.get('code')).not.toBeNull();
});

test('the log-in is done by keyboard alone', async () => {
  const { redirectTo } = await site.login.begin('020', patient);
  await page.goto(redirectTo);
  await page.locator('#id:focus').waitFor();
  await page.keyboard.type('kim');
  await page.keyboard.press('Tab');
  await page.keyboard.type('sandbox!1');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '동의하고 계속' }).waitFor();
  await page.getByRole('button', { name: '동의하고 계속' }).press('Enter');
  await page.waitForURL(/\/secure\/return\?code=/);
});

test('the phone shows a message by itself when it arrives', async () => {
  await page.goto(`${site.url}/sandbox/phones/010-1234-5678`);
  const phone = page.getByRole('region', { name: '휴대폰' });
  await phone.getByText('아직 온 문자가 없어요.').waitFor();
  await site.world.phones.deliver({ id: 'live', to: '01012345678', text: '인증번호 <123456>' });
  await phone.getByText('인증번호 <123456>').waitFor();
  expect(await phone.getByText('아직 온 문자가 없어요.').isVisible()).toBe(false);
  await page.waitForTimeout(1200);
  expect(await phone.getByRole('listitem').count()).toBe(1);
});

test('the mailbox shows the subject of what arrives', async () => {
  await page.goto(`${site.url}/sandbox/mailboxes/hong@example.com`);
  await site.world.mailboxes.deliver({ id: 'mail', to: 'hong@example.com', subject: '제목', text: '본문' });
  const mailbox = page.getByRole('region', { name: '메일함' });
  await mailbox.getByText('본문').waitFor();
  expect(await mailbox.getByRole('strong').textContent()).toBe('제목');
});

test('no page has a serious fault, in light and in dark', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, bypassCSP: true });
  page = await context.newPage();
  await site.world.phones.deliver({ id: 'seen', to: '01023456789', text: '인증번호 123456' });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto((await site.login.begin('088', patient)).redirectTo);
    expect(await faultsOf()).toEqual([]);
    await page.getByRole('button', { name: '로그인' }).evaluate((button) => button.closest('form')?.requestSubmit());
    await page.getByRole('textbox', { name: '아이디' }).fill('nam');
    await page.getByLabel('비밀번호').fill('wrong');
    await page.getByRole('button', { name: '로그인' }).click();
    await page.getByRole('alert').waitFor();
    expect(await faultsOf()).toEqual([]);
    await page.getByLabel('비밀번호').fill('sandbox!1');
    await page.getByRole('button', { name: '로그인' }).click();
    await page.getByRole('button', { name: '동의하고 계속' }).waitFor();
    expect(await faultsOf()).toEqual([]);
    await page.goto(`${site.url}/sandbox/phones/01023456789`);
    expect(await faultsOf()).toEqual([]);
    await page.goto(`${site.bankOrigin}/sandbox/bank/088/interaction/gone`);
    expect(await faultsOf()).toEqual([]);
  }
});
