import { canCloseEnvelopes, closeEnvelope } from '../../forms/client/parts/envelope.ts';
import { looksComplete, onSubmit, wireInputs } from '../../forms/client/parts/form.ts';
import { need, sentence, showFormError } from '../../forms/client/parts/page.ts';
import { askedOf, forgetAsked } from './parts/asked.ts';
import { CloudTab, type CloudAnswer } from './parts/cloudTab.ts';

const tab = new CloudTab(wire);
// What was typed stays in this page's memory, for the page that comes after an error.
let typed: Readonly<Record<string, string>> = {};

// Only the page that signs sends here with a question; whoever comes by themselves has none.
if (new URLSearchParams(location.search).get('for') !== 'sign') forgetAsked();
history.replaceState(null, '', '/cloud');
void tab.load();

function wire(answer: CloudAnswer): void {
  if (answer.kind === 'stranger') return forgetAsked();
  if (askedOf() && answer.kind === 'sign') return location.replace('/cloud/sign');
  if (answer.kind === 'connect') wireForm(answer, 'connect', '/cloud/code');
  if (answer.kind === 'code') wireCode(answer);
  if (answer.kind === 'home') wireHome();
}

function wireForm(answer: CloudAnswer, step: string, path: string): void {
  const { envelope } = answer;
  const form = need('form[data-form]', HTMLFormElement);
  const inputs = wireInputs(form);
  for (const input of inputs) input.value = typed[input.name] ?? '';
  onSubmit(form, (button) => {
    if (!canCloseEnvelopes()) return showFormError(sentence('old'));
    const fields = Object.fromEntries(inputs.map((input) => [input.name, input.value]));
    // A code is typed anew each time.
    if (step === 'connect') typed = fields;
    if (!envelope || !looksComplete(inputs, [])) return;
    void tab.send(path, button, async () => ({ envelope: await closeEnvelope({ step, ...fields }, envelope) }));
  });
}

function wireCode(answer: CloudAnswer): void {
  wireForm(answer, 'code', '/cloud/connect');
  for (const [action, path] of [
    ['again', '/cloud/code/again'],
    ['over', '/cloud/over'],
  ] as const) {
    const button = need(`[data-action=${action}]`, HTMLButtonElement);
    button.addEventListener('click', () => void tab.send(path, button));
  }
}

function wireHome(): void {
  typed = {};
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-leave]')) {
    const { leave: which } = button.dataset;
    button.addEventListener('click', () => void tab.send('/cloud/leave', button, () => ({ which })));
  }
}
