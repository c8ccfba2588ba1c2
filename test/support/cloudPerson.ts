import type { BrowserContext, Locator } from 'playwright-core';
import { SecurePerson } from '../web/secure/securePerson.ts';
import type { Look } from './issuanceWalk.ts';

const noLook: Look = () => Promise.resolve();

/** Whose cloud it is, as they type themselves. */
export interface CloudOwner {
  readonly name: string;
  readonly birthDate: string;
  readonly phone: string;
}

/** A person in a browser who uses their certificate at the cloud and at the sandbox's office, by roles and names only. */
export class CloudPerson extends SecurePerson {
  readonly #url: string;

  constructor(page: SecurePerson['page'], url: string) {
    super(page);
    this.#url = url;
    page.setDefaultTimeout(15_000);
  }

  static async at(context: BrowserContext, url: string): Promise<CloudPerson> {
    return new CloudPerson(await context.newPage(), url);
  }

  /** What stands on the page and can be seen. */
  says(text: string): Locator {
    return this.page.getByText(text).filter({ visible: true });
  }

  /** To the office, and on to the cloud by its button. */
  async goToOffice(look = noLook): Promise<void> {
    await this.page.goto(`${this.#url}/sandbox/relying-party`);
    await this.button('금융인증서로 로그인').waitFor();
    await look(this.page, 'office');
    await this.button('금융인증서로 로그인').click();
  }

  async goToCloud(): Promise<void> {
    await this.page.goto(`${this.#url}/cloud`);
  }

  /** Name, birth date, phone, and the code that arrives there. Answers the code. */
  async connect(owner: CloudOwner, look = noLook): Promise<string> {
    const before = await this.#newestCode(owner);
    await this.heading('클라우드 연결하기').waitFor();
    await this.box('이름').fill(owner.name);
    await this.box('생년월일').fill(owner.birthDate);
    await this.box('휴대폰 번호').fill(owner.phone);
    await look(this.page, 'cloud-connect');
    await this.button('인증번호 받기').click();
    await this.heading('인증번호 확인').waitFor();
    const code = await this.#codeAfter(owner, before);
    await this.box('인증번호').fill(code);
    await look(this.page, 'cloud-code');
    await this.button('클라우드 연결하기').click();
    return code;
  }

  /** Enters the PIN on the page that shows who asks, and sends it. */
  async signWithPin(pin: string, look = noLook): Promise<void> {
    await this.heading('인증서로 로그인').waitFor();
    await look(this.page, 'cloud-sign');
    await this.button('현재 비밀번호').click();
    await this.page.getByRole('dialog', { name: '현재 비밀번호', exact: true }).waitFor();
    await look(this.page, 'cloud-keypad');
    await this.key('현재 비밀번호', pin);
    await this.button('로그인하기').click();
  }

  async #codeAfter(owner: CloudOwner, before: string | undefined): Promise<string> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const code = await this.#newestCode(owner);
      if (code !== undefined && code !== before) return code;
      await this.page.waitForTimeout(50);
    }
    throw new Error('expected a code on the phone, found none');
  }

  async #newestCode({ phone }: CloudOwner): Promise<string | undefined> {
    const answer = await fetch(`${this.#url}/sandbox/phones/${phone}/messages`);
    const messages = (await answer.json()) as { readonly text: string }[];
    return /\b\d{6}\b/.exec(messages.at(-1)?.text ?? '')?.[0];
  }
}
