import type { JWK } from 'jose';
import { announce, focusFirst, need, sentence, showFormError, showPage } from '../../../secure/client/parts/page.ts';
import { askedOf } from './asked.ts';

/** What the server answers to every tap: the page that is due, drawn. */
export interface CloudAnswer {
  readonly kind: 'connect' | 'code' | 'home' | 'sign' | 'signed' | 'stranger' | 'cookiesOff';
  readonly html: string;
  /** The code of a refusal that the page shows. */
  readonly refusal?: string;
  readonly envelope?: { readonly kid: string; readonly publicKey: JWK };
}

/** Milliseconds after which an answer is given up. */
const patience = 15_000;

/** One tab at the cloud: sends taps and puts in the pages that come back. */
export class CloudRoom {
  readonly #wire: (answer: CloudAnswer) => void;
  #busy = false;

  /** @param wire what a page does once it was put in */
  constructor(wire: (answer: CloudAnswer) => void) {
    this.#wire = wire;
    // A page that the back button took out of the browser's memory shows what was; it asks what is.
    addEventListener('pageshow', (event) => {
      if (event.persisted) void this.load();
    });
  }

  /** The page that is due, as after a reload. */
  async load(): Promise<void> {
    const answer = await post('/cloud/view', {});
    if (answer) return this.#show(answer);
    showPage(
      `<div class="stack"><h1 tabindex="-1"></h1><button class="button button--block" type="button"></button></div>`,
    );
    const view = need('#view', HTMLElement);
    need('h1', HTMLElement, view).textContent = sentence('offline');
    const retry = need('button', HTMLButtonElement, view);
    retry.textContent = sentence('retry');
    retry.addEventListener('click', () => void this.load());
  }

  /**
   * Sends a tap while `button` shows that it works; a second tap meanwhile does nothing. What could not be sent may have
   * been done: the page that is due is asked for, with keypads of its own.
   *
   * @param make the fields to send; made while the button is busy already
   */
  async send(
    path: string,
    button: HTMLButtonElement,
    make: () => Promise<object> | object = () => ({}),
  ): Promise<void> {
    if (this.#busy) return;
    this.#setBusy(button, true);
    try {
      const answer = await post(path, await make());
      if (answer) return this.#show(answer);
      const due = await post('/cloud/view', {});
      if (due) this.#show(due);
      showFormError(sentence('offline'));
    } finally {
      this.#setBusy(button, false);
    }
  }

  #show(answer: CloudAnswer): void {
    showPage(answer.html);
    this.#wire(answer);
    focusFirst();
  }

  #setBusy(button: HTMLButtonElement, busy: boolean): void {
    this.#busy = busy;
    button.setAttribute('aria-busy', String(busy));
    button.setAttribute('aria-disabled', String(busy));
    if (busy) announce(button.dataset['busy'] ?? '');
    const progress = document.querySelector<HTMLElement>('#progress');
    if (progress) progress.hidden = !busy || button.type !== 'submit';
  }
}

async function post(path: string, fields: object): Promise<CloudAnswer | undefined> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patience);
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...fields, asked: askedOf() }),
      signal: giveUp.signal,
    });
    const answer: unknown = await response.json();
    return isAnswer(answer) ? answer : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function isAnswer(value: unknown): value is CloudAnswer {
  return typeof value === 'object' && value !== null && 'kind' in value && 'html' in value;
}
