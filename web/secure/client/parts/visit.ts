import { post } from './answer.ts';
import type { Answer, VisitLink } from './answer.ts';
import { countDown } from './countdown.ts';
import { dropDraft, keepLanguage, keepReturn, keepToken, language, link } from './memory.ts';
import { announce, focusFirst, need, sentence, showFormError, showPage } from './page.ts';

/** What a page does with the kinds of page it can be: each gets its answer after it was put in. */
export type Wire = (answer: Answer) => void;

/** What every tap tells: which visit, and the language it is shown in. */
function here(): { readonly link: VisitLink; readonly language: string } {
  return { link: link(), language: language() };
}

/** One visit in one tab: sends taps, puts in the pages that come back, and keeps what they tell to be kept. */
export class Visit {
  readonly #wire: Wire;
  #answer: Answer | undefined;
  #busy = false;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** The page that is shown. */
  get answer(): Answer {
    if (!this.#answer) throw new Error('expected a page, found none yet');
    return this.#answer;
  }

  /** The page that is due, as after a reload. */
  async load(path = '/secure/view', fields: object = {}): Promise<void> {
    const answer = await post(path, { ...here(), ...fields });
    if (typeof answer === 'object') return this.show(answer);
    showPage(
      `<div class="stack"><h1 tabindex="-1"></h1><button class="button button--block" type="button"></button></div>`,
    );
    const view = need('#view', HTMLElement);
    need('h1', HTMLElement, view).textContent = sentence('offline');
    const retry = need('button', HTMLButtonElement, view);
    retry.textContent = sentence('retry');
    retry.addEventListener('click', () => void this.load(path, fields));
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
    if (this.#busy) return;
    this.#setBusy(button, true);
    const answer = await this.#post(path, make).finally(() => this.#setBusy(button, false));
    if (typeof answer === 'object') return this.show(answer);
    if (answer === 'offline') return showFormError(sentence('offline'));
    await this.#reloadAfterOutage();
  }

  /** Puts a page in. */
  show(answer: Answer): void {
    this.#answer = answer;
    if (answer.token !== undefined) keepToken(answer.token);
    if (answer.kind !== 'rebind') keepReturn(undefined);
    if (answer.kind === 'finished') dropDraft();
    keepLanguage(answer.language);
    showPage(answer.html, answer.language);
    countDown(() => this.#runOut());
    this.#wire(answer);
    focusFirst();
  }

  /** A tap that is under way is answered with what is due anyway. */
  #runOut(): void {
    if (!this.#busy) void this.load();
  }

  /** What was pressed on a keypad is used up; the page comes back with a new one, and says why. */
  async #reloadAfterOutage(): Promise<void> {
    const page = await post('/secure/view', { ...here(), notice: 'outage' });
    if (typeof page === 'object') this.show(page);
    else showFormError(sentence('offline'));
  }

  async #post(path: string, make: () => Promise<object> | object): ReturnType<typeof post> {
    return post(path, { ...here(), ...(await make()) });
  }

  #setBusy(button: HTMLButtonElement, busy: boolean): void {
    this.#busy = busy;
    button.setAttribute('aria-busy', String(busy));
    button.setAttribute('aria-disabled', String(busy));
    announce(busy ? (button.dataset['busy'] ?? '') : '');
    const progress = document.querySelector<HTMLElement>('#progress');
    if (!progress) return;
    progress.hidden = !busy;
  }
}

/** A page that the back button took out of the browser's memory shows what was; it asks what is. */
export function reloadWhenRevived(visit: Visit): void {
  addEventListener('pageshow', (event) => {
    if (event.persisted) void visit.load();
  });
}
