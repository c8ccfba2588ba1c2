import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, Locator, Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A person at a page of the secure view, who knows it by its roles and names only (CONTRACT §5). */
export class SecurePerson {
  readonly page: Page;
  /** What the console complained of, failed answers aside. */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(15_000);
    page.on('console', (message) => {
      const isAnswer = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isAnswer) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  static async in(context: BrowserContext): Promise<SecurePerson> {
    return new SecurePerson(await context.newPage());
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { level: 1, name, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  box(name: string): Locator {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  async open(link: string): Promise<void> {
    await this.page.goto(link);
  }

  /** Presses digits on the keypad that is open, by their names. */
  async key(field: string, digits: string): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: field, exact: true });
    await dialog.waitFor();
    for (const digit of digits) await dialog.getByRole('button', { name: digit, exact: true }).click();
    await dialog.getByRole('button', { name: '입력 완료', exact: true }).click();
  }

  async enterBack(digits = '1234568'): Promise<void> {
    await this.button('주민등록번호 뒤 7자리').click();
    await this.key('주민등록번호 뒤 7자리', digits);
  }

  async logIn(): Promise<void> {
    await this.button('은행 로그인하기').click();
    await this.button('로그인').click();
  }

  /** Which serious faults axe finds, and which visible buttons share a name. */
  async faults(): Promise<string[]> {
    await this.page.evaluate(axe);
    // Ran in the page, where axe is a global now.
    const found = (await this.page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
      readonly violations: readonly {
        readonly id: string;
        readonly impact: string;
        readonly nodes: { html: string }[];
      }[];
    };
    const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const names = await this.page
      .getByRole('button')
      .evaluateAll((buttons) =>
        buttons.map((button) => button.getAttribute('aria-labelledby') ?? button.textContent?.trim() ?? ''),
      );
    const doubled = names.filter((name, i) => names.indexOf(name) !== i);
    return [...serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`), ...doubled];
  }
}
