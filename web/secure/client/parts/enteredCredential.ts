import type { Entry } from '../../../forms/client/parts/form.ts';
import type { KeypadField, Keypads, Pressed } from '../../../forms/client/parts/keypad.ts';
import { need } from '../../../forms/client/parts/page.ts';

/** The credential of a certificate there is, on its keypad or in its box. */
export class EnteredCredential implements Entry {
  private readonly box: HTMLInputElement | undefined;
  private readonly keypad: KeypadField | undefined;

  constructor(form: HTMLFormElement, keypads: Keypads) {
    this.keypad = keypads.get('current');
    this.box = this.keypad ? undefined : need('#current', HTMLInputElement, form);
  }

  get inputs(): readonly HTMLInputElement[] {
    return this.box ? [this.box] : [];
  }

  get keypads(): readonly KeypadField[] {
    return this.keypad ? [this.keypad] : [];
  }

  /** What is typed, for a comparison on this page only. */
  get typed(): string {
    return this.box?.value ?? this.keypad?.digits ?? '';
  }

  /** What is submitted. */
  get entered():
    { readonly policy: 'pin6'; readonly secret: Pressed } | { readonly policy: 'password'; secret: string } {
    return this.keypad
      ? { policy: 'pin6', secret: this.keypad.pressed }
      : { policy: 'password', secret: this.box?.value ?? '' };
  }
}
