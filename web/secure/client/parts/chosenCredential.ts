import { checkCredential } from '../../../../services/certificates/keys/credentialPolicy.ts';
import { tickOff } from './checks.ts';
import type { Entry } from '../../../forms/client/parts/form.ts';
import type { KeypadField, Keypads, Pressed } from '../../../forms/client/parts/keypad.ts';
import { markWrong, need } from '../../../forms/client/parts/page.ts';

type Policy = 'pin6' | 'password';

/** What is submitted of a credential chosen. */
export interface ChosenFields {
  readonly policy: Policy;
  readonly secret: Pressed | string | undefined;
  readonly confirmation: Pressed | string | undefined;
}

/** The fields of each kind: the entry, and the same again. */
const fieldsOf = { pin6: ['pin', 'pinConfirmation'], password: ['password', 'passwordConfirmation'] } as const;

// The kind chosen last, for the page that comes after an error.
let chosenLast: Policy | undefined;

/** A credential that is being chosen: its kind, its two entries, and what the page says of it while it is typed. */
export class ChosenCredential implements Entry {
  private readonly form: HTMLFormElement;
  private readonly all: Keypads;
  private readonly previous: () => string | undefined;
  private readonly radios: readonly HTMLInputElement[];

  /** @param previous what is typed as the credential that is replaced */
  constructor(form: HTMLFormElement, keypads: Keypads, previous?: () => string) {
    this.form = form;
    this.all = keypads;
    this.previous = () => previous?.() || undefined;
    this.radios = [...form.querySelectorAll<HTMLInputElement>('input[name=policy]')];
    const choose = (): void => {
      chosenLast = this.policy;
      this.showPolicy();
    };
    for (const radio of this.radios) {
      if (chosenLast !== undefined) radio.checked = radio.value === chosenLast;
      radio.addEventListener('change', choose);
    }
    choose();
  }

  get policy(): Policy {
    return this.radios.find((radio) => radio.checked)?.value === 'password' ? 'password' : 'pin6';
  }

  get inputs(): readonly HTMLInputElement[] {
    return this.policy === 'password' ? fieldsOf.password.map((id) => need(`#${id}`, HTMLInputElement)) : [];
  }

  get keypads(): readonly KeypadField[] {
    if (this.policy === 'password') return [];
    return fieldsOf.pin6.flatMap((id) => this.all.get(id) ?? []);
  }

  /** What is submitted. */
  get entered(): ChosenFields {
    const { policy } = this;
    const entries = policy === 'pin6' ? this.keypads.map(({ pressed }) => pressed) : this.typed();
    return { policy, secret: entries[0], confirmation: entries[1] };
  }

  /** Whether it will do as far as the page can tell; if not, why is shown, and what was pressed is pressed anew. */
  isStrong(): boolean {
    const weakness = this.weakness();
    if (weakness !== undefined) this.showWeakness(weakness);
    return weakness === undefined;
  }

  /** A keypad was closed: a weak number is told before it is pressed twice, a good one is asked for again. */
  afterKeypad(field: KeypadField): void {
    if (field.next === undefined || !field.isFull) return this.showHint();
    const weakness = this.judge(field.digits, field.digits);
    if (weakness !== undefined) return this.showWeakness(weakness);
    const next = this.all.get(field.next);
    next?.clear();
    next?.open();
  }

  /** The live hint: what is still missing is ticked off, and the policy's own judgement is said. */
  showHint(): void {
    const [secret = '', confirmation = ''] = this.typed();
    if (this.policy === 'password') tickOff(this.form, secret, confirmation);
    const hint = need('#hint', HTMLElement, this.form);
    if (secret === '' || confirmation === '') {
      const alone = secret === '' ? undefined : this.judge(secret, secret);
      hint.textContent = alone !== undefined && alone !== 'credential.form' ? this.sentence(alone) : '';
      return;
    }
    const weakness = this.weakness();
    const isTyping = weakness === 'credential.mismatch' && confirmation.length < secret.length;
    hint.textContent = isTyping || weakness === 'credential.form' ? '' : this.sentence(weakness ?? 'fine');
  }

  private showPolicy(): void {
    for (const part of this.form.querySelectorAll<HTMLElement>('[data-policy]'))
      part.hidden = part.dataset['policy'] !== this.policy;
    this.showHint();
  }

  /** A weakness that the page sees itself is shown where the server would show it. */
  private showWeakness(weakness: string): void {
    for (const keypad of this.keypads) keypad.clear();
    this.showHint();
    const id = fieldsOf[this.policy][weakness === 'credential.mismatch' ? 1 : 0];
    const field = need(`#${id}`, HTMLElement, this.form);
    markWrong(field, this.sentence(weakness));
    field.focus();
  }

  private typed(): readonly string[] {
    return this.policy === 'pin6' ? this.keypads.map(({ digits }) => digits) : this.inputs.map(({ value }) => value);
  }

  private weakness(): string | undefined {
    const [secret = '', confirmation = ''] = this.typed();
    return this.judge(secret, confirmation);
  }

  private judge(secret: string, confirmation: string): string | undefined {
    const judged = checkCredential(this.policy, secret, confirmation, { previous: this.previous() });
    return judged.ok ? undefined : judged.code;
  }

  private sentence(code: string): string {
    const hints = need('#hints', HTMLTemplateElement, this.form).content;
    return hints.querySelector(`[data-code="${code}"]`)?.textContent?.trim() ?? '';
  }
}
