import { fill, markMended, need } from './page.ts';

/** What was pressed on a keypad. */
export interface Pressed {
  readonly keypad: string;
  readonly cells: readonly string[];
}

/**
 * A keypad field: its button opens a dialog with the ten digits in the order of this page. It keeps cells, not digits;
 * how many there are is said, never which.
 */
export class KeypadField {
  readonly button: HTMLButtonElement;
  private readonly dialog: HTMLDialogElement;
  private readonly said: HTMLElement;
  private readonly limit: number;
  private cells: string[] = [];

  /** @param done told when `입력 완료` closed the keypad */
  constructor(dialog: HTMLDialogElement, done: (field: KeypadField) => void) {
    this.dialog = dialog;
    this.said = need('[role=status]', HTMLElement, dialog);
    this.limit = Number(dialog.dataset['digits']);
    this.button = need(`#${dialog.dataset['field']}`, HTMLButtonElement);
    this.button.addEventListener('click', () => this.open());
    dialog.addEventListener('click', (event) => this.press(event.target, done));
    dialog.addEventListener('keydown', (event) => this.move(event));
  }

  /** The field whose keypad opens after this one. */
  get next(): string | undefined {
    return this.dialog.dataset['next'];
  }

  get isFull(): boolean {
    return this.cells.length === this.limit;
  }

  get isEmpty(): boolean {
    return this.cells.length === 0;
  }

  /** What is submitted. */
  get pressed(): Pressed {
    return { keypad: this.dialog.dataset['keypad'] ?? '', cells: this.cells };
  }

  /** The digits, for a hint on this page only. */
  get digits(): string {
    return this.cells.map((cell) => need(`[data-cell="${cell}"]`, HTMLElement, this.dialog).textContent).join('');
  }

  open(): void {
    this.dialog.showModal();
    need('.dialog__title', HTMLElement, this.dialog).focus();
  }

  clear(): void {
    this.cells = [];
    this.show();
  }

  private press(target: EventTarget | null, done: (field: KeypadField) => void): void {
    const key = target instanceof Element ? target.closest('button') : null;
    if (!key) return;
    const { cell, action } = key.dataset;
    if (cell !== undefined && !this.isFull) this.cells = [...this.cells, cell];
    if (action === 'erase') this.cells = this.cells.slice(0, -1);
    if (action === 'eraseAll') this.cells = [];
    this.show(action === 'eraseAll' ? this.said.dataset['erased'] : undefined);
    if (action !== 'done') return;
    this.dialog.close();
    this.button.focus();
    done(this);
  }

  private show(said?: string): void {
    const count = this.cells.length;
    const told = this.isFull ? this.said.dataset['full'] : this.said.dataset['text'];
    this.said.textContent = said ?? fill(told, { count });
    for (const place of [this.dialog, this.button]) {
      place.querySelectorAll('.dots > i').forEach((dot, i) => dot.classList.toggle('dots__on', i < count));
    }
    const state = need(`#${this.button.id}-state`, HTMLElement);
    state.textContent = count === 0 ? (state.dataset['empty'] ?? '') : fill(state.dataset['text'], { count });
    markMended(this.button);
  }

  /** Arrows walk the grid of three; typing digits is not taken: a keyboard can be logged. */
  private move(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -3, ArrowDown: 3 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const keys = [...this.dialog.querySelectorAll('button')];
    const at = keys.findIndex((key) => key === document.activeElement);
    keys[at === -1 ? 0 : Math.min(keys.length - 1, Math.max(0, at + step))]?.focus();
  }
}

/** The keypads of a page by the id of their field. */
export type Keypads = ReadonlyMap<string, KeypadField>;

/** Every keypad of the page. */
export function wireKeypads(done: (field: KeypadField) => void): Keypads {
  const dialogs = [...document.querySelectorAll<HTMLDialogElement>('dialog[data-keypad]')];
  return new Map(dialogs.map((dialog) => [dialog.dataset['field'] ?? '', new KeypadField(dialog, done)]));
}
