import { isCredentialKind } from './parts/answer.ts';
import type { Answer } from './parts/answer.ts';
import { ChosenSecret } from './parts/chosenSecret.ts';
import type { Policy } from './parts/chosenSecret.ts';
import { CurrentSecret } from './parts/currentSecret.ts';
import { canCloseEnvelopes, closeEnvelope } from './parts/envelope.ts';
import { areComplete, onSubmit, wireInputs } from './parts/form.ts';
import type { Entry } from './parts/form.ts';
import { wireKeypads } from './parts/keypad.ts';
import type { KeypadField, Keypads } from './parts/keypad.ts';
import { markWrong, need, sentence, showFormError } from './parts/page.ts';
import { reloadWhenRevived, Visit } from './parts/visit.ts';

const visit = new Visit(wire);
// The kind chosen last, for the page that comes after an error.
let chosenPolicy: Policy | undefined;

void visit.load();
reloadWhenRevived(visit);

function wire(answer: Answer): void {
  if (!isCredentialKind(answer.kind)) return location.replace('/secure');
  const form = need('form[data-form]', HTMLFormElement);
  if (answer.kind === 'credential') return wireCredential(form);
  if (answer.kind === 'newCredential') return wireChange(form);
  wireUse(form, answer.kind);
}

function wireCredential(form: HTMLFormElement): void {
  const keypads = wireKeypads((field) => afterKeypad(field, chosen));
  const chosen = choose(form, keypads);
  wireInputs(form, () => chosen.showHint());
  onSubmit(form, (button) => {
    if (!areComplete([chosen]) || !chosen.isStrong()) return;
    send('/secure/credential', button, { step: 'credential', ...chosen.entered });
  });
}

/** A page that asks for the credential there is, once; what it was shown for is what is said yes to. */
function wireUse(form: HTMLFormElement, step: 'ownership' | 'renewal' | 'signature'): void {
  const current = new CurrentSecret(
    form,
    wireKeypads((field) => afterKeypad(field)),
  );
  wireInputs(form);
  onSubmit(form, (button) => {
    if (!areComplete([current])) return;
    const { confirmed } = form.dataset;
    send(`/secure/${step}`, button, { step, current: current.entered, ...(confirmed !== undefined && { confirmed }) });
  });
}

function wireChange(form: HTMLFormElement): void {
  const keypads = wireKeypads((field) => afterKeypad(field, chosen));
  const current = new CurrentSecret(form, keypads);
  const chosen = choose(form, keypads, () => current.typed);
  wireInputs(form, () => chosen.showHint());
  const entries: readonly Entry[] = [current, chosen];
  onSubmit(form, (button) => {
    if (!areComplete(entries) || !chosen.isStrong()) return;
    send('/secure/new-credential', button, { step: 'newCredential', current: current.entered, next: chosen.entered });
  });
}

function choose(form: HTMLFormElement, keypads: Keypads, previous?: () => string): ChosenSecret {
  const changed = (policy: Policy): void => {
    chosenPolicy = policy;
  };
  return new ChosenSecret({ form, keypads, chosen: chosenPolicy, changed, ...(previous && { previous }) });
}

function afterKeypad(field: KeypadField, chosen?: ChosenSecret): void {
  if (!field.isFull && !field.isEmpty) markWrong(field.button, field.button.dataset['missing'] ?? '');
  chosen?.afterKeypad(field);
}

function send(path: string, button: HTMLButtonElement, fields: object): void {
  if (!canCloseEnvelopes()) return showFormError(sentence('old'));
  const { envelope } = visit.answer;
  if (!envelope) return;
  void visit.send(path, button, async () => ({ envelope: await closeEnvelope(fields, envelope) }));
}
