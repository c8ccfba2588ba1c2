import type { BrowserContext, Locator, Page } from 'playwright-core';
import { SecurePerson } from '../web/secure/securePerson.ts';

/** A person at the web chat, who knows it by its roles and names only (CONTRACT §5, §6). */
export class ChatPerson {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    // a stream that was lost with its server is looked for again after 3 to 6 s, and once more where that was too soon
    page.setDefaultTimeout(25_000);
  }

  static async at(context: BrowserContext, url: string): Promise<ChatPerson> {
    const person = new ChatPerson(await context.newPage());
    await person.page.goto(url);
    return person;
  }

  /** The conversation; what the sandbox shows beside it is not part of it. */
  get conversation(): Locator {
    return this.page.getByRole('main');
  }

  /** Presses the newest button of this name, in a card or below the last bubble. */
  async press(name: string): Promise<void> {
    await this.conversation.getByRole('button', { name, exact: true }).last().click();
  }

  /** Types into the box and sends it. */
  async say(text: string): Promise<void> {
    const box = this.page.getByRole('textbox', { name: '메시지 입력 상자' });
    await box.fill(text);
    await box.press('Enter');
  }

  /** Waits until the bot has said it. */
  async hears(text: string | RegExp): Promise<void> {
    await this.conversation.getByText(text).last().waitFor();
  }

  /** Opens the newest link of this name, in the tab that it opens. */
  async follow(name: string): Promise<SecurePerson> {
    const [tab] = await Promise.all([this.page.context().waitForEvent('page'), this.press(name)]);
    return new SecurePerson(tab);
  }

  /** Whose phone and mailbox are shown beside the chat: `홍길동 010-1234-5678`. */
  async holdsPhoneOf(name: string): Promise<void> {
    const choice = this.page.getByRole('combobox');
    const label = await choice.getByRole('option').filter({ hasText: name }).first().textContent();
    await choice.selectOption({ label: label ?? '' });
  }

  /** The newest code on the phone beside the chat; waits until there is another one than `before`. */
  async codeOnPhone(before?: string): Promise<string> {
    const newest = this.page.getByRole('region', { name: '휴대폰', exact: true }).getByRole('listitem').first();
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const text = (await newest.count()) > 0 ? await newest.textContent() : '';
      const code = /\b\d{6}\b/.exec(text ?? '')?.[0];
      if (code !== undefined && code !== before) return code;
      await this.page.waitForTimeout(50);
    }
    throw new Error('expected a code on the phone, found none');
  }

  /** Everything that stands in the conversation, as one text. */
  async reads(): Promise<string> {
    return this.conversation.innerText();
  }

  /** How far the page reaches beyond its window, in pixels. */
  async overflow(): Promise<number> {
    return overflowOf(this.page);
  }
}

/** How far a page can be scrolled sideways, in pixels. */
export async function overflowOf(page: Page): Promise<number> {
  // Ran in the page; types of the browser are not known here.
  return page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  ) as Promise<number>;
}
