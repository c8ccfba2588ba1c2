import { announce, need, sentence, showPage } from './page.ts';

/** The page that is due, drawn; or why there is none: `unavailable` (not now), `offline` (not reached). */
export type Reply<Answer> = Answer | 'unavailable' | 'offline';

/**
 * One browser tab at our pages: sends taps, one at a time, and puts in the pages that come back. In the browser's scripts
 * private members are TypeScript's: for old browsers each `#name` becomes a WeakMap, which doubles a class.
 */
export abstract class Tab<Answer extends object> {
  protected isBusy = false;
  /** Where the page that is due is asked for, as after a reload. */
  protected abstract readonly viewPath: string;
  /** Milliseconds after which an answer is given up. */
  protected abstract readonly patience: number;

  constructor() {
    // A page that the back button took out of the browser's memory shows what was; it asks what is.
    addEventListener('pageshow', (event) => {
      if (event.persisted) void this.load();
    });
  }

  /** The page that is due, as after a reload; where it can't be had, a page with a button that tries again. */
  async load(path = this.viewPath, fields: object = {}): Promise<void> {
    const answer = await this.ask(path, fields);
    if (typeof answer === 'object') this.show(answer);
    else showOffline(() => void this.load(path, fields));
  }

  /**
   * Sends a tap while `button` shows that it works; a second tap meanwhile does nothing.
   *
   * @param make the fields to send; made while the button is busy already
   */
  async send(
    path: string,
    button: HTMLButtonElement,
    make: () => Promise<object> | object = () => ({}),
  ): Promise<void> {
    if (this.isBusy) return;
    this.setBusy(button, true);
    const tap = async (): Promise<Reply<Answer>> => this.ask(path, await make());
    const answer = await tap().finally(() => this.setBusy(button, false));
    if (typeof answer === 'object') this.show(answer);
    else await this.recover(answer);
  }

  /** One question to the server, without a button. */
  protected ask(path: string, fields: object): Promise<Reply<Answer>> {
    return post<Answer>(path, { ...this.here(), ...fields }, this.patience);
  }

  /** What every tap tells besides its own fields. */
  protected abstract here(): object;
  /** Puts a page in. */
  protected abstract show(answer: Answer): void;
  /** A tap that got no page: says so, or asks for the page that is due. */
  protected abstract recover(problem: 'unavailable' | 'offline'): Promise<void>;
  /** Whether the page shows progress while this button works. */
  protected abstract hasProgress(button: HTMLButtonElement): boolean;

  private setBusy(button: HTMLButtonElement, busy: boolean): void {
    this.isBusy = busy;
    for (const state of ['aria-busy', 'aria-disabled']) button.setAttribute(state, String(busy));
    announce(busy ? (button.dataset['busy'] ?? '') : '');
    const progress = document.querySelector<HTMLElement>('#progress');
    if (progress) progress.hidden = !busy || !this.hasProgress(button);
  }
}

function showOffline(retry: () => void): void {
  showPage(
    `<div class="stack"><h1 tabindex="-1"></h1><button class="button button--block" type="button"></button></div>`,
  );
  need('h1', HTMLElement).textContent = sentence('offline');
  const button = need('#view button', HTMLButtonElement);
  button.textContent = sentence('retry');
  button.addEventListener('click', retry);
}

async function post<Answer>(path: string, body: object, patience: number): Promise<Reply<Answer>> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), patience);
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: giveUp.signal,
    });
    const answer: unknown = await response.json();
    return isPage<Answer>(answer) ? answer : 'unavailable';
  } catch {
    return 'offline';
  } finally {
    clearTimeout(timer);
  }
}

/** Our own server's answer: every page has a kind and is drawn; an error has neither. */
function isPage<Answer>(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'kind' in value && 'html' in value;
}
