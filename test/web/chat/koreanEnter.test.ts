import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from '@jest/globals';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { startChatPageSite } from '../../support/chatPageSite.ts';
import type { ChatSite } from '../../support/chatSite.ts';
import { launchChromium } from '../../support/chromium.ts';

let site: ChatSite;
let browser: Browser;
let page: Page;
let keyboard: CDPSession;

beforeAll(async () => {
  [site, browser] = await Promise.all([startChatPageSite({}), launchChromium()]);
}, 60_000);

afterAll(async () => {
  await browser.close();
  await site.close();
});

beforeEach(async () => {
  site.bot.deliveries.length = 0;
  page = await browser.newPage();
  keyboard = await page.context().newCDPSession(page);
  await page.goto(site.url);
  await page.getByText('안녕하세요').first().waitFor();
  await page.getByRole('textbox', { name: '메시지 입력 상자' }).focus();
});

afterEach(() => page.context().close());

/** Composes a word as a Korean input method does: finished syllables are inserted, the last one stays open. */
async function compose(finished: string, open: string): Promise<void> {
  for (const syllable of finished) {
    await keyboard.send('Input.imeSetComposition', { text: syllable, selectionStart: 1, selectionEnd: 1 });
    await keyboard.send('Input.insertText', { text: syllable });
  }
  await keyboard.send('Input.imeSetComposition', { text: open, selectionStart: 1, selectionEnd: 1 });
}

/** Enter as it reaches the page while a syllable is open: part of the composition, keyCode 229. */
async function enterWhileComposing(key = 'Enter'): Promise<void> {
  await keyboard.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    key,
    code: 'Enter',
    windowsVirtualKeyCode: 229,
    nativeVirtualKeyCode: 229,
  });
}

async function said(): Promise<(string | undefined)[]> {
  await page.waitForTimeout(400);
  return site.bot.deliveries.filter(({ activity }) => activity.type === 'message').map(({ activity }) => activity.text);
}

test.each([
  ['Enter', 'Chrome on a Mac'],
  ['Process', 'Chrome on Windows'],
])('%s during composition (%s) sends once, with the last syllable, and needs no second Enter', async (key) => {
  await compose('인증서 발', '급');
  await enterWhileComposing(key);
  await keyboard.send('Input.insertText', { text: '급' });
  expect(await said()).toEqual(['인증서 발급']);
  expect(await page.getByRole('textbox', { name: '메시지 입력 상자' }).inputValue()).toBe('');
});

test('an Enter that follows the composing one, as some input methods send it, does not send again', async () => {
  await compose('갱', '신');
  await enterWhileComposing('Process');
  await keyboard.send('Input.insertText', { text: '신' });
  await page.keyboard.press('Enter');
  expect(await said()).toEqual(['갱신']);
});

test('keyCode 229 after the composition has ended, as in Safari, sends once', async () => {
  await compose('폐', '기');
  await keyboard.send('Input.insertText', { text: '기' });
  await page.evaluate(`document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {
    key: 'Enter', code: 'Enter', keyCode: 229, which: 229, bubbles: true, cancelable: true,
  }))`);
  expect(await said()).toEqual(['폐기']);
});

test('a plain Enter sends once', async () => {
  await page.keyboard.insertText('만료일');
  await page.keyboard.press('Enter');
  expect(await said()).toEqual(['만료일']);
});

test('a composing Enter over Japanese chooses the word and sends nothing', async () => {
  await compose('', 'に');
  await enterWhileComposing();
  await keyboard.send('Input.insertText', { text: 'に' });
  expect(await said()).toEqual([]);
});

test('an empty box sends nothing', async () => {
  await page.keyboard.press('Enter');
  await compose('', 'ㅇ');
  await keyboard.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 });
  await enterWhileComposing();
  expect(await said()).toEqual([]);
});
