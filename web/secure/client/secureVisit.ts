import { isCredentialKind } from './parts/answer.ts';
import type { Answer } from './parts/answer.ts';
import { wireClose } from './parts/close.ts';
import { canCloseEnvelopes, closeEnvelope } from './parts/envelope.ts';
import { looksComplete, onSubmit, submitButton, wireInputs } from './parts/form.ts';
import { wireKeypads } from './parts/keypad.ts';
import { draftOf, keepDraft, keepReturn, keepToken, pendingReturn, token } from './parts/memory.ts';
import { need, sentence, showFormError } from './parts/page.ts';
import { reloadWhenRevived, Visit } from './parts/visit.ts';

const visit = new Visit(wire);
// The front of a 주민등록번호 is kept in this page's memory only, for the page that comes after an error.
let residentNumberFront = '';
// So is the proof that the number was looked at once more: an error of another field must not lose it.
let looked: string | undefined;

void begin();
reloadWhenRevived(visit);

async function begin(): Promise<void> {
  const { pathname, search } = location;
  const linked = /^\/secure\/([\w-]{20,})$/.exec(pathname)?.[1];
  if (linked !== undefined) keepToken(linked);
  if (pathname === '/secure/return') keepReturn(search);
  history.replaceState(null, '', '/secure');
  const query = pendingReturn();
  if (query !== undefined) return visit.load('/secure/return', { query });
  const notice = new URLSearchParams(search).get('notice');
  return visit.load('/secure/view', notice === 'bank' ? { notice } : {});
}

function wire(answer: Answer): void {
  if (isCredentialKind(answer.kind)) return location.replace('/secure/credential');
  wireClose();
  const form = document.querySelector<HTMLFormElement>('form[data-form]');
  if (!form) return;
  const send = (path: string): void => onSubmit(form, (button) => void visit.send(path, button));
  if (form.dataset['form'] === 'begin') send('/secure/begin');
  if (form.dataset['form'] === 'renew' && answer.kind === 'gone') send('/secure/renew');
  if (form.dataset['form'] === 'askNumber') send('/secure/rebind/number');
  if (form.dataset['form'] === 'rebind') wireRebind(form);
  if (form.dataset['form'] === 'bank') wireBank(form);
  if (form.dataset['form'] === 'identity') wireIdentity(form, answer);
}

/** The bank's form is sent by the browser itself, so that it may lead to another site; once. */
function wireBank(form: HTMLFormElement): void {
  need('input[name=token]', HTMLInputElement, form).value = token();
  const button = submitButton(form);
  form.addEventListener('submit', (event) => {
    if (button.getAttribute('aria-busy') === 'true') event.preventDefault();
    button.setAttribute('aria-busy', 'true');
    button.setAttribute('aria-disabled', 'true');
  });
}

function wireRebind(form: HTMLFormElement): void {
  const inputs = wireInputs(form);
  const again = need('[data-action=askNumber]', HTMLButtonElement, form);
  again.addEventListener('click', () => void visit.send('/secure/rebind/number', again));
  onSubmit(form, (button) => {
    if (!looksComplete(inputs, [])) return;
    void takeOver(button, inputs[0]?.value ?? '');
  });
}

/** With the visit comes what the bank sent this browser back with. */
async function takeOver(button: HTMLButtonElement, number: string): Promise<void> {
  const query = pendingReturn();
  await visit.send('/secure/rebind', button, () => ({ number }));
  if (query !== undefined && visit.answer.kind === 'bankLogin') {
    keepReturn(query);
    await visit.load('/secure/return', { query });
  }
}

function wireIdentity(form: HTMLFormElement, answer: Answer): void {
  const owner = answer.draftKey ?? '';
  looked = form.querySelector<HTMLInputElement>('input[name=looked]')?.value ?? looked;
  const inputs = wireInputs(form, () => keepDraft(owner, valuesOf(inputs, true)));
  const keypads = wireKeypads(() => undefined);
  const draft: Readonly<Record<string, string>> = { ...draftOf(owner), residentNumberFront };
  for (const input of inputs) input.value = draft[input.name] || input.value;
  onSubmit(form, (button) => {
    if (!canCloseEnvelopes()) return showFormError(sentence('old'));
    residentNumberFront = need('#residentNumberFront', HTMLInputElement, form).value;
    const back = keypads.get('residentNumberBack');
    const { envelope } = answer;
    if (!back || !envelope || !looksComplete(inputs, [back])) return;
    const fields = { step: 'identity', ...valuesOf(inputs, false), residentNumberBack: back.pressed, looked };
    void visit.send('/secure/identity', button, async () => ({ envelope: await closeEnvelope(fields, envelope) }));
  });
}

function valuesOf(inputs: readonly HTMLInputElement[], draftOnly: boolean): Record<string, string> {
  const chosen = inputs.filter((input) => !draftOnly || input.dataset['draft'] !== undefined);
  return Object.fromEntries(chosen.map((input) => [input.name, input.value]));
}
