import { clients } from 'steps:visit';
import { looksComplete, onSubmit, wireInputs } from '../../forms/client/parts/form.ts';
import { need } from '../../forms/client/parts/page.ts';
import type { Answer } from './parts/answer.ts';
import { wireClose } from './parts/close.ts';
import { keepReturn, keepToken, pendingReturn } from './parts/memory.ts';
import { goesElsewhere, wireStep } from './parts/stepClient.ts';
import { VisitTab } from './parts/visitTab.ts';

const tab = new VisitTab(wire);

void begin();

async function begin(): Promise<void> {
  const { pathname, search } = location;
  const linked = /^\/secure\/([\w-]{20,})$/.exec(pathname)?.[1];
  if (linked !== undefined) keepToken(linked);
  if (pathname === '/secure/return') keepReturn(search);
  history.replaceState(null, '', '/secure');
  const query = pendingReturn();
  if (query !== undefined) return tab.load('/secure/return', { query });
  const notice = new URLSearchParams(search).get('notice');
  return tab.load('/secure/view', notice === 'away' ? { notice } : {});
}

function wire(answer: Answer): void {
  if (goesElsewhere(answer) || wireStep(tab, clients, answer)) return;
  wireClose();
  const form = document.querySelector<HTMLFormElement>('form[data-form]');
  if (!form) return;
  const send = (path: string): void => onSubmit(form, (button) => void tab.send(path, button));
  if (form.dataset['form'] === 'begin') send('/secure/begin');
  if (form.dataset['form'] === 'renew' && answer.kind === 'gone') send('/secure/renew');
  if (form.dataset['form'] === 'askNumber') send('/secure/rebind/number');
  if (form.dataset['form'] === 'rebind') wireRebind(form);
}

function wireRebind(form: HTMLFormElement): void {
  const inputs = wireInputs(form);
  const again = need('[data-action=askNumber]', HTMLButtonElement, form);
  again.addEventListener('click', () => void tab.send('/secure/rebind/number', again));
  onSubmit(form, (button) => {
    if (!looksComplete(inputs, [])) return;
    void takeOver(button, inputs[0]?.value ?? '');
  });
}

/** With the visit comes what another site sent this browser back with. */
async function takeOver(button: HTMLButtonElement, number: string): Promise<void> {
  const query = pendingReturn();
  await tab.send('/secure/rebind', button, () => ({ number }));
  const { answer } = tab;
  if (query === undefined || answer?.at === undefined || answer.envelope) return;
  keepReturn(query);
  await tab.load('/secure/return', { query });
}
