import { checkCredential } from '../../../services/certificates/credentialPolicy.ts';
import type { Answer } from './parts/answer.ts';
import { canCloseEnvelopes, closeEnvelope } from './parts/envelope.ts';
import { looksComplete, onSubmit, wireInputs } from './parts/form.ts';
import { KeypadField, wireKeypads } from './parts/keypad.ts';
import { markWrong, need, sentence, showFormError } from './parts/page.ts';
import { reloadWhenRevived, Visit } from './parts/visit.ts';

type Policy = 'pin6' | 'password';

const visit = new Visit(wire);
let chosen: string | undefined;

void visit.load();
reloadWhenRevived(visit);

function wire(answer: Answer): void {
  if (answer.kind !== 'credential') return location.replace('/secure');
  const form = need('form[data-form=credential]', HTMLFormElement);
  const keypads = wireKeypads((field) => afterKeypad(field, keypads));
  const inputs = wireInputs(form, () => showHint(form, keypads));
  for (const radio of radios(form)) {
    if (chosen !== undefined) radio.checked = radio.value === chosen;
    radio.addEventListener('change', () => showPolicy(form, keypads));
  }
  showPolicy(form, keypads);
  onSubmit(form, (button) => submit(form, keypads, inputs, button));
}

function submit(
  form: HTMLFormElement,
  keypads: ReadonlyMap<string, KeypadField>,
  inputs: readonly HTMLInputElement[],
  button: HTMLButtonElement,
): void {
  if (!canCloseEnvelopes()) return showFormError(sentence('old'));
  const policy = policyOf(form);
  const isPin = policy === 'pin6';
  const fields = [...keypads.values()];
  if (!looksComplete(isPin ? [] : inputs, isPin ? fields : [])) {
    if (isPin) fields.find((field) => !field.isFull)?.open();
    return;
  }
  const weakness = weaknessOf(policy, keypads);
  if (weakness !== undefined) return showWeakness(form, policy, weakness, keypads);
  const { envelope } = visit.answer;
  if (!envelope) return;
  const [secret, confirmation] = isPin ? fields.map((field) => field.pressed) : inputs.map((input) => input.value);
  const body = { step: 'credential', policy, secret, confirmation };
  void visit.send('/secure/credential', button, async () => ({ envelope: await closeEnvelope(body, envelope) }));
}

/** A weakness that the page sees itself is shown where the server would show it; what was pressed is pressed anew. */
function showWeakness(
  form: HTMLFormElement,
  policy: Policy,
  weakness: string,
  keypads: ReadonlyMap<string, KeypadField>,
): void {
  for (const keypad of keypads.values()) keypad.clear();
  const isMismatch = weakness === 'credential.mismatch';
  const names = policy === 'pin6' ? ['pin', 'pinConfirmation'] : ['password', 'passwordConfirmation'];
  const field = need(`#${names[isMismatch ? 1 : 0]}`, HTMLElement, form);
  markWrong(field, hintOf(form, weakness));
  field.focus();
}

function afterKeypad(field: KeypadField, keypads: ReadonlyMap<string, KeypadField>): void {
  const form = need('form', HTMLFormElement);
  if (field.next !== undefined && field.isFull) {
    const weakness = checkCredential('pin6', field.digits, field.digits, {});
    if (!weakness.ok) return showWeakness(form, 'pin6', weakness.code, keypads);
    const next = keypads.get(field.next);
    next?.clear();
    return next?.open();
  }
  if (!field.isFull && !field.isEmpty) markWrong(field.button, field.button.dataset['missing'] ?? '');
  showHint(form, keypads);
}

function showPolicy(form: HTMLFormElement, keypads: ReadonlyMap<string, KeypadField>): void {
  const policy = policyOf(form);
  chosen = policy;
  for (const part of form.querySelectorAll<HTMLElement>('[data-policy]'))
    part.hidden = part.dataset['policy'] !== policy;
  showHint(form, keypads);
}

/** The live hint: what is still missing is ticked off, and the policy's own judgement is said. */
function showHint(form: HTMLFormElement, keypads: ReadonlyMap<string, KeypadField>): void {
  const policy = policyOf(form);
  const { secret, confirmation } = typed(policy, keypads);
  if (policy === 'password') tickOff(form, secret, confirmation);
  const hint = need('#hint', HTMLElement, form);
  if (secret === '' || confirmation === '') {
    const alone = secret === '' ? undefined : checkCredential(policy, secret, secret, {});
    hint.textContent = alone && !alone.ok && alone.code !== 'credential.form' ? hintOf(form, alone.code) : '';
    return;
  }
  const weakness = weaknessOf(policy, keypads);
  const isTyping = weakness === 'credential.mismatch' && confirmation.length < secret.length;
  hint.textContent = isTyping || weakness === 'credential.form' ? '' : hintOf(form, weakness ?? 'fine');
}

function tickOff(form: HTMLFormElement, secret: string, confirmation: string): void {
  const length = Array.from(secret.normalize('NFC')).length;
  const met: Record<string, boolean> = {
    length: length >= 8 && length <= 64,
    upper: /[A-Z]/.test(secret),
    lower: /[a-z]/.test(secret),
    digit: /[0-9]/.test(secret),
    special: /[\p{P}\p{S}]/u.test(secret),
    same: secret !== '' && secret === confirmation,
  };
  for (const item of form.querySelectorAll<HTMLElement>('[data-check]')) {
    const isMet = met[item.dataset['check'] ?? ''] ?? false;
    const words = need('.visually-hidden', HTMLElement, item);
    item.dataset['met'] = isMet ? 'true' : '';
    words.textContent = (isMet ? words.dataset['met'] : words.dataset['open']) ?? '';
  }
}

function typed(policy: Policy, keypads: ReadonlyMap<string, KeypadField>): { secret: string; confirmation: string } {
  const value = (name: string): string =>
    policy === 'pin6' ? (keypads.get(name)?.digits ?? '') : need(`#${name}`, HTMLInputElement).value;
  const name = policy === 'pin6' ? 'pin' : 'password';
  return { secret: value(name), confirmation: value(`${name}Confirmation`) };
}

function weaknessOf(policy: Policy, keypads: ReadonlyMap<string, KeypadField>): string | undefined {
  const { secret, confirmation } = typed(policy, keypads);
  const judged = checkCredential(policy, secret, confirmation, {});
  return judged.ok ? undefined : judged.code;
}

function hintOf(form: HTMLFormElement, code: string): string {
  const hints = need('#hints', HTMLTemplateElement, form).content;
  return hints.querySelector(`[data-code="${code}"]`)?.textContent?.trim() ?? '';
}

function radios(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>('input[name=policy]')];
}

function policyOf(form: HTMLFormElement): Policy {
  return radios(form).find((radio) => radio.checked)?.value === 'password' ? 'password' : 'pin6';
}
