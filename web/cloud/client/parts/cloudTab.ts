import type { EnvelopeKey } from '../../../forms/client/parts/envelope.ts';
import { focusFirst, sentence, showFormError, showPage } from '../../../forms/client/parts/page.ts';
import { Tab } from '../../../forms/client/parts/tab.ts';
import { askedOf } from './asked.ts';

/** What the server answers to every tap: the page that is due, drawn. */
export interface CloudAnswer {
  readonly kind: 'connect' | 'code' | 'home' | 'sign' | 'signed' | 'stranger' | 'cookiesOff';
  readonly html: string;
  /** The code of a refusal that the page shows. */
  readonly refusal?: string;
  readonly envelope?: EnvelopeKey;
}

/** One tab at the cloud. */
export class CloudTab extends Tab<CloudAnswer> {
  protected readonly viewPath = '/cloud/view';
  protected readonly patience = 15_000;
  private readonly wire: (answer: CloudAnswer) => void;

  /** @param wire what a page does once it was put in */
  constructor(wire: (answer: CloudAnswer) => void) {
    super();
    this.wire = wire;
  }

  protected here(): object {
    return { asked: askedOf() };
  }

  protected show(answer: CloudAnswer): void {
    showPage(answer.html);
    this.wire(answer);
    focusFirst();
  }

  /** What could not be sent may have been done: the page that is due is asked for, with keypads of its own. */
  protected async recover(): Promise<void> {
    const due = await this.ask(this.viewPath, {});
    if (typeof due === 'object') this.show(due);
    showFormError(sentence('offline'));
  }

  protected hasProgress(button: HTMLButtonElement): boolean {
    return button.type === 'submit';
  }
}
