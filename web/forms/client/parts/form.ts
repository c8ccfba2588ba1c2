import type { KeypadField } from './keypad.ts';
import { markMended, markWrong, need } from './page.ts';

/** The button that sends the form. */
export function submitButton(form: HTMLFormElement): HTMLButtonElement {
  return need('button[type=submit]', HTMLButtonElement, form);
}

/** Calls `submit` when the form is sent, by its button or by Enter. */
export function onSubmit(form: HTMLFormElement, submit: (button: HTMLButtonElement) => void): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit(submitButton(form));
  });
}

/**
 * The page's own look at its fields before anything is sent: what is empty, or plainly not of the form. It spares the
 * customer a keypad that would be used up.
 *
 * @returns whether all is well; if not, the errors are shown and the first field has the focus
 */
export function looksComplete(inputs: readonly HTMLInputElement[], keypads: readonly KeypadField[]): boolean {
  const wrong: HTMLElement[] = [];
  for (const input of inputs) if (!input.validity.valid) wrong.push(input);
  for (const keypad of keypads) if (!keypad.isFull) wrong.push(keypad.button);
  for (const field of wrong) markWrong(field, field.dataset['missing'] ?? '');
  wrong.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  wrong[0]?.focus();
  return wrong.length === 0;
}

/** A part of a form: the boxes and keypads that it has to have filled in. */
export interface Entry {
  readonly inputs: readonly HTMLInputElement[];
  readonly keypads: readonly KeypadField[];
}

/** As `looksComplete`; where a keypad is the first that is not filled in, it opens. */
export function areComplete(entries: readonly Entry[]): boolean {
  const keypads = entries.flatMap((entry) => entry.keypads);
  if (
    looksComplete(
      entries.flatMap((entry) => entry.inputs),
      keypads,
    )
  )
    return true;
  keypads.find(({ button }) => button === document.activeElement)?.open();
  return false;
}

/** The text boxes of a form; an error goes away as soon as the customer types. */
export function wireInputs(form: ParentNode, changed: () => void = () => undefined): HTMLInputElement[] {
  const inputs = [...form.querySelectorAll<HTMLInputElement>('input.input')];
  for (const input of inputs) {
    input.addEventListener('input', () => {
      markMended(input);
      changed();
    });
  }
  return inputs;
}
