import { canCloseEnvelopes, closeEnvelope } from '../../forms/client/parts/envelope.ts';
import { looksComplete, onSubmit, wireInputs } from '../../forms/client/parts/form.ts';
import { wireKeypads, type KeypadField } from '../../forms/client/parts/keypad.ts';
import { markWrong, need, sentence, showFormError } from '../../forms/client/parts/page.ts';
import { askedOf, forgetAsked, keepAsked } from './parts/asked.ts';
import { CloudTab, type CloudAnswer } from './parts/cloudTab.ts';

const tab = new CloudTab(wire);
let chosen: string | undefined;

keepAsked(location.search);
history.replaceState(null, '', '/cloud/sign');
if (askedOf()) void tab.load();
else location.replace('/cloud');

function wire(answer: CloudAnswer): void {
  if (answer.kind === 'connect' || answer.kind === 'code') return location.replace('/cloud?for=sign');
  if (answer.kind === 'home') return location.replace('/cloud');
  if (answer.kind === 'stranger') return forgetAsked();
  if (answer.kind === 'signed') return goBack();
  if (answer.kind === 'sign') wireSign(answer);
}

/** The answer goes back as the browser's own form, so that it may lead to another site; once. */
function goBack(): void {
  forgetAsked();
  need('form[data-form=answer]', HTMLFormElement).submit();
}

function wireSign(answer: CloudAnswer): void {
  const form = need('form[data-form=sign]', HTMLFormElement);
  const choices = [...form.querySelectorAll<HTMLInputElement>('input[name=serialHex]:not(:disabled)')];
  if (choices.length === 0) return;
  const keypads = wireKeypads((field) => {
    if (!field.isFull && !field.isEmpty) markWrong(field.button, field.button.dataset['missing'] ?? '');
  });
  const inputs = wireInputs(form);
  for (const choice of choices) {
    if (chosen !== undefined) choice.checked = choice.value === chosen;
    choice.addEventListener('change', () => showCredential(form));
  }
  showCredential(form);
  onSubmit(form, (button) => submit(form, answer, { keypads: [...keypads.values()], inputs, button }));
}

interface Parts {
  readonly keypads: readonly KeypadField[];
  readonly inputs: readonly HTMLInputElement[];
  readonly button: HTMLButtonElement;
}

function submit(form: HTMLFormElement, { envelope }: CloudAnswer, { keypads, inputs, button }: Parts): void {
  if (!canCloseEnvelopes()) return showFormError(sentence('old'));
  const choice = choiceOf(form);
  const [keypad, input] = [keypads[0], inputs[0]];
  if (!choice || !envelope || !keypad || !input) return;
  const isPin = choice.dataset['credential'] === 'pin6';
  if (!looksComplete(isPin ? [] : [input], isPin ? [keypad] : [])) {
    if (isPin) keypad.open();
    return;
  }
  const fields = {
    step: 'sign',
    policy: isPin ? 'pin6' : 'password',
    serialHex: choice.value,
    secret: isPin ? keypad.pressed : input.value,
  };
  void tab.send('/cloud/use', button, async () => ({ envelope: await closeEnvelope(fields, envelope) }));
}

/** The field that the chosen certificate's credential is entered in. */
function showCredential(form: HTMLFormElement): void {
  const choice = choiceOf(form);
  chosen = choice?.value;
  for (const part of form.querySelectorAll<HTMLElement>('[data-credential-of]'))
    part.hidden = part.dataset['credentialOf'] !== choice?.dataset['credential'];
}

function choiceOf(form: HTMLFormElement): HTMLInputElement | undefined {
  const choices = [...form.querySelectorAll<HTMLInputElement>('input[name=serialHex]:not(:disabled)')];
  return choices.find((choice) => choice.checked);
}
