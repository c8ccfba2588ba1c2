import { areComplete, wireInputs } from '../../../forms/client/parts/form.ts';
import { wireKeypads, type KeypadField } from '../../../forms/client/parts/keypad.ts';
import { markWrong } from '../../../forms/client/parts/page.ts';
import { ChosenCredential } from './chosenCredential.ts';
import { EnteredCredential } from './enteredCredential.ts';
import type { ShownStep } from './stepClient.ts';

/** Makes a form work in which a credential is chosen. */
export function wireChosen(form: HTMLFormElement): ChosenCredential {
  const keypads = wireKeypads((field) => afterKeypad(field, chosen));
  const chosen = new ChosenCredential(form, keypads);
  wireInputs(form, () => chosen.showHint());
  return chosen;
}

/** Makes a form work in which a credential is entered, and another one chosen in its place. */
export function wireChange(form: HTMLFormElement): {
  readonly current: EnteredCredential;
  readonly chosen: ChosenCredential;
} {
  const keypads = wireKeypads((field) => afterKeypad(field, chosen));
  const current = new EnteredCredential(form, keypads);
  const chosen = new ChosenCredential(form, keypads, () => current.typed);
  wireInputs(form, () => chosen.showHint());
  return { current, chosen };
}

/** A page that asks for the credential there is, once. @param more what else is sent with it */
export function wireUse({ form, onSubmit }: ShownStep, more: object = {}): void {
  const current = new EnteredCredential(form, wireKeypads(markUnfinished));
  wireInputs(form);
  onSubmit(() => (areComplete([current]) ? { current: current.entered, ...more } : undefined));
}

function afterKeypad(field: KeypadField, chosen: ChosenCredential): void {
  markUnfinished(field);
  chosen.afterKeypad(field);
}

function markUnfinished(field: KeypadField): void {
  if (!field.isFull && !field.isEmpty) markWrong(field.button, field.button.dataset['missing'] ?? '');
}
