import { focusFirst, sentence, showFormError, showPage } from '../../../forms/client/parts/page.ts';
import { Tab } from '../../../forms/client/parts/tab.ts';
import type { Answer } from './answer.ts';
import { countDown } from './countdown.ts';
import { dropDraft, keepLanguage, keepReturn, keepToken, language, link } from './memory.ts';

/** What a page does with the kinds of page it can be: each gets its answer after it was put in. */
export type Wire = (answer: Answer) => void;

/** One visit in one tab: puts in the pages that come back, and keeps what they tell to be kept. */
export class VisitTab extends Tab<Answer> {
  protected readonly viewPath = '/secure/view';
  /** An issue takes a second or two. */
  protected readonly patience = 20_000;
  private readonly wire: Wire;
  private shown: Answer | undefined;

  constructor(wire: Wire) {
    super();
    this.wire = wire;
  }

  /** The page that is shown; undefined before the first. */
  get answer(): Answer | undefined {
    return this.shown;
  }

  /** Which visit, and the language it is shown in. */
  protected here(): object {
    return { link: link(), language: language() };
  }

  protected show(answer: Answer): void {
    this.shown = answer;
    if (answer.token !== undefined) keepToken(answer.token);
    if (answer.kind !== 'rebind') keepReturn(undefined);
    if (answer.kind === 'finished') dropDraft();
    keepLanguage(answer.language);
    showPage(answer.html, answer.language);
    countDown(() => this.runOut());
    this.wire(answer);
    focusFirst();
  }

  /** What was pressed on a keypad is used up; the page comes back with a new one, and says why. */
  protected async recover(problem: 'unavailable' | 'offline'): Promise<void> {
    const page = problem === 'offline' ? problem : await this.ask(this.viewPath, { notice: 'outage' });
    if (typeof page === 'object') this.show(page);
    else showFormError(sentence('offline'));
  }

  protected hasProgress(): boolean {
    return true;
  }

  /** A tap that is under way is answered with what is due anyway. */
  private runOut(): void {
    if (!this.isBusy) void this.load();
  }
}
