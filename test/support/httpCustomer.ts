import type { Activity, CardAction } from 'botbuilder';
import { CompactEncrypt, importJWK, type JWK } from 'jose';
import { sandboxPassword } from '../../services/sandbox/people.ts';
import { buttonsOf } from '../transcripts/draw.ts';
import type { HttpAnswer, HttpAsk, HttpBrowser } from './httpBrowser.ts';

/** Somebody of the sandbox as `/sandbox/people` lists them. */
export interface ListedPerson {
  readonly id: string;
  readonly name: string;
  /** `900101-1234568` */
  readonly number: string;
  /** `010-1234-5678` */
  readonly phone: string;
  readonly email: string;
  readonly accounts: readonly { readonly bankCode: string }[];
}

/** What a tap of the secure view sends. */
export interface SecureBody {
  readonly link: object;
  readonly envelope?: string;
  readonly query?: string;
}

/** A page of the secure view as the server answers it. */
export interface SecureAnswer {
  readonly status: number;
  readonly kind: string;
  /** Of a step: the document that it is shown in. */
  readonly at?: string;
  readonly html: string;
  readonly token?: string;
  readonly refusal?: string;
  readonly envelope?: { readonly kid: string; readonly publicKey: JWK };
}

/**
 * A customer who speaks HTTP: the web chat over Direct Line, the bank's pages, the secure view. What fails for the moment
 * (503, a lost connection) is sent again as it was, as the page's own client does.
 */
export class HttpCustomer {
  readonly person: ListedPerson;
  readonly #url: string;
  readonly #browser: HttpBrowser;
  #token = '';
  #conversationId = '';
  #sent = 0;

  constructor(url: string, browser: HttpBrowser, person: ListedPerson) {
    this.#url = url;
    this.#browser = browser;
    this.person = person;
  }

  get conversationId(): string {
    return this.#conversationId;
  }

  get token(): string {
    return this.#token;
  }

  /** Begins a conversation. */
  async begin(): Promise<void> {
    const ticket = JSON.parse((await this.#ask('/chat/token', { json: { new: true } })).text) as {
      token: string;
      conversationId: string;
    };
    this.#token = ticket.token;
    this.#conversationId = ticket.conversationId;
    await this.#ask('/v3/directline/conversations', { json: {}, bearer: this.#token });
  }

  /** Says it and waits for the answer; the same delivery however often it is sent. */
  async say(text: string, value?: unknown): Promise<void> {
    this.#sent += 1;
    await this.post({ type: 'message', text, value, channelData: { clientActivityID: `message-${this.#sent}` } });
  }

  /** Posts an activity as it is. */
  async post(activity: object): Promise<HttpAnswer> {
    const path = `/v3/directline/conversations/${this.#conversationId}/activities`;
    return this.#ask(path, { json: activity, bearer: this.#token });
  }

  /** Presses the newest button of this name. */
  async press(label: string): Promise<void> {
    const button = await this.button(label);
    if (button.type === 'messageBack') return this.say(button.text ?? button.title, button.value);
    return this.say(String(button.value));
  }

  /** The newest button of this name. */
  async button(label: string): Promise<CardAction> {
    const shown = await this.shown();
    const found = shown.flatMap((activity) => buttonsOf(activity)).findLast(({ title }) => title === label);
    if (!found) throw new Error(`expected a button ${label}, found ${lastWords(shown)}`);
    return found;
  }

  /** Everything the conversation shows. */
  async shown(): Promise<Partial<Activity>[]> {
    const all: Partial<Activity>[] = [];
    for (let watermark = '0'; ;) {
      const path = `/v3/directline/conversations/${this.#conversationId}/activities?watermark=${watermark}`;
      // Our own Direct Line's answer.
      const set = JSON.parse((await this.#ask(path, { bearer: this.#token })).text) as {
        activities: Partial<Activity>[];
        watermark: string;
      };
      if (set.activities.length === 0) return all;
      all.push(...set.activities);
      watermark = set.watermark;
    }
  }

  /** Waits until the newest bubbles hold this; throws with what they hold instead. */
  async hears(text: string): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if (lastWords(await this.shown()).includes(text)) return;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    throw new Error(`expected ${text}, found ${lastWords(await this.shown())}`);
  }

  /** Messages of the person's phone, oldest first. */
  async messages(): Promise<{ readonly id: string; readonly text: string }[]> {
    const path = `/sandbox/phones/${this.person.phone.replaceAll('-', '')}/messages`;
    return JSON.parse((await this.#ask(path)).text) as { id: string; text: string }[];
  }

  /** The code that the phone received last. */
  async code(): Promise<string> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const code = /\b\d{6}\b/.exec((await this.messages()).at(-1)?.text ?? '')?.[0];
      if (code !== undefined) return code;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    throw new Error('expected a code on the phone, found none');
  }

  /** Walks the visit behind the newest link of this name to its end, whatever page it is at. @param next a new credential */
  async visit(label: string, credential = '', next = ''): Promise<SecureAnswer> {
    return (await this.visitUntil('finished', label, credential, next)).page;
  }

  /** The same up to the first page of a kind, for whoever goes on from there. */
  async visitUntil(
    kind: string,
    label: string,
    credential = '',
    next = '',
  ): Promise<{ readonly page: SecureAnswer; readonly token: string }> {
    const { value } = await this.button(label);
    let token = String(value).split('/secure/')[1] ?? '';
    await this.openLink(String(value));
    let page = await this.secure('/secure/view', { link: { token } });
    for (let steps = 0; steps < 15; steps += 1) {
      if (page.kind === kind) return { page, token };
      const link = { token };
      if (page.kind === 'start') page = await this.secure('/secure/begin', { link });
      else if (page.kind === 'bankLogin') page = await this.#bank(token);
      else if (page.kind === 'identity') page = await this.submit(token, this.#identity(page), page);
      else if (page.kind === 'credential') page = await this.submit(token, credentialFields(page, credential), page);
      else if (page.envelope) page = await this.submit(token, useFields(page, credential, next), page);
      else page = await this.secure('/secure/renew', { link });
      token = page.token ?? token;
    }
    throw new Error(`expected the visit to end, found ${page.kind} ${page.refusal ?? ''}`);
  }

  /** Opens a link as a browser does: it gets the page, and a cookie. */
  async openLink(link: string): Promise<HttpAnswer> {
    return this.#browser.open(link);
  }

  /** What the finished page gives under a link of this address, e.g. `/secure/certificate`; as the browser that finished. */
  async takeAway({ html }: SecureAnswer, path: string): Promise<HttpAnswer> {
    const link = new RegExp(`href="(${path}\\?visit=[^"]+)"`).exec(html)?.[1];
    if (link === undefined) throw new Error(`expected a link to ${path} on the finished page, found none`);
    return this.#browser.open(`${this.#url}${link}`);
  }

  /** One tap of the secure view. An outage is answered by asking for the page that is due. */
  async secure(path: string, body: SecureBody): Promise<SecureAnswer> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const asked = attempt === 0 ? path : '/secure/view';
      const answer = await this.#browser.open(`${this.#url}${asked}`, {
        json: attempt === 0 ? body : { link: body.link },
      });
      if (answer.status === 500) throw new Error(`expected a page, found ${answer.status} ${answer.text} for ${asked}`);
      if (answer.status !== 503)
        return { status: answer.status, ...(JSON.parse(answer.text) as object) } as SecureAnswer;
    }
    throw new Error(`expected a page, found an outage for ${path}`);
  }

  /** Submits a form's fields in an envelope of the page. */
  async submit(token: string, fields: object, page: SecureAnswer): Promise<SecureAnswer> {
    return this.secure(`/secure/steps/${page.kind}`, await envelopeBody(token, fields, page));
  }

  #identity(page: SecureAnswer): object {
    const { name, number, phone, email } = this.person;
    const [front = '', back = ''] = number.split('-');
    const pressed = press(page, 'residentNumberBack', back);
    const looked = /name="looked" value="([^"]+)"/.exec(page.html)?.[1];
    return { step: 'identity', name, residentNumberFront: front, residentNumberBack: pressed, phone, email, looked };
  }

  /** To the bank, log in, agree, and back with what it says. */
  async #bank(token: string): Promise<SecureAnswer> {
    const home = `${this.#url}/secure`;
    let page = await this.#open(`${home}/steps/bankLogin`, { form: { token }, stopAt: home });
    const { id } = this.person;
    const filled: Readonly<Record<string, string>>[] = [{ id, password: sandboxPassword }, {}];
    for (const fields of filled) {
      const action = /<form method="post" action="([^"]+)"/.exec(page.text)?.[1];
      if (action === undefined) break;
      const url = new URL(action.replaceAll('&amp;', '&'), page.url).href;
      page = await this.#open(url, { form: { ...fields, choice: 'continue' }, stopAt: home });
    }
    const { search, searchParams, pathname } = new URL(page.url);
    const state = searchParams.get('state');
    if (pathname !== '/secure/return' || state === null) return this.secure('/secure/view', { link: { token } });
    const body = { link: { state }, query: search };
    const answer = await this.secure('/secure/return', body);
    return answer.token === undefined ? this.secure('/secure/view', { link: { token } }) : answer;
  }

  async #open(url: string, ask: HttpAsk & { readonly stopAt: string }): Promise<HttpAnswer> {
    return this.#browser.open(url, ask);
  }

  /** Asks until the answer is no outage; anything but success then is a fault of the product. */
  async #ask(path: string, ask: HttpAsk = {}): Promise<HttpAnswer> {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const answer = await this.#browser.open(`${this.#url}${path}`, ask);
      if (answer.status === 503) continue;
      if (answer.status >= 400)
        throw new Error(`expected an answer, found ${answer.status} ${answer.text} for ${path}`);
      return answer;
    }
    throw new Error(`expected an answer, found an outage for ${path}`);
  }
}

/** Six digits are pressed on the keypads; anything else is typed as a password. */
export function credentialFields(page: SecureAnswer, credential: string): object {
  return { step: 'credential', ...chosenTwice(page, credential) };
}

function chosenTwice(page: SecureAnswer, credential: string): object {
  if (!isPin(credential)) return { policy: 'password', secret: credential, confirmation: credential };
  const [secret, confirmation] = [press(page, 'pin', credential), press(page, 'pinConfirmation', credential)];
  return { policy: 'pin6', secret, confirmation };
}

function isPin(credential: string): boolean {
  return /^\d{6}$/.test(credential);
}

/** The credential there is, on the page that asks for it; of a renewal with the card that it shows, of a change with the next one. */
export function useFields(page: SecureAnswer, credential: string, next = ''): object {
  const { kind, html } = page;
  const secret = isPin(credential) ? press(page, 'current', credential) : credential;
  const current = { policy: isPin(credential) ? 'pin6' : 'password', secret };
  if (kind === 'newCredential') return { step: kind, current, next: chosenTwice(page, next) };
  const confirmed = /data-confirmed="([^"]+)"/.exec(html)?.[1];
  return { step: kind, current, ...(confirmed !== undefined && { confirmed }) };
}

/** What a tap sends: the visit's link, and the fields closed for its key. */
export async function envelopeBody(token: string, fields: object, page: SecureAnswer): Promise<SecureBody> {
  const { envelope } = page;
  if (!envelope) throw new Error(`expected a page with a key, found ${page.kind}`);
  const sealed = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(fields)))
    .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: envelope.kid })
    .encrypt(await importJWK(envelope.publicKey, 'ECDH-ES+A256KW'));
  return { link: { token }, envelope: sealed };
}

/** Presses digits on the keypad of a field of the page, as its buttons are labelled. */
export function press({ html }: SecureAnswer, field: string, digits: string): object {
  const [, keypad = '', keys = ''] =
    new RegExp(`data-field="${field}"\\s+data-keypad="([^"]+)"([^]*?)</dialog>`).exec(html) ?? [];
  const cells = Array.from(digits, (digit) => new RegExp(`data-cell="([^"]+)">${digit}<`).exec(keys)?.[1] ?? '');
  return { keypad, cells };
}

function lastWords(shown: readonly Partial<Activity>[]): string {
  return JSON.stringify(
    shown
      .slice(-6)
      .map(({ text, attachments }) => [text, ...(attachments ?? []).map(({ content }) => content as unknown)]),
  );
}
