/** The slots of nlu/intents.md; values exactly as there. A slot that is not in the message is absent. */
export interface Slots {
  certificate_kind?: 'personal' | 'business';
  purpose?: 'finance_public' | 'e_tax';
  /** A bank id, e.g. `kb`. */
  bank?: string;
  /** National digits. */
  phone?: string;
  when?: string;
  action?:
    'issue' | 'renew' | 'reissue' | 'revoke' | 'check_expiry' | 'check_status' | 'change_pin' | 'forgot_pin' | 'cancel';
}

/** What a message means, before any context is applied. Labels as in nlu/intents.md. */
export interface Understanding {
  readonly text: string;
  readonly intent: string;
  readonly confidence: number;
  readonly alternatives: readonly { readonly intent: string; readonly confidence: number }[];
  readonly slots: Slots;
}

/** Reads a Korean message; pure and deterministic, < 2 ms. The text has been normalised and its secrets erased. */
export interface Understand {
  (text: string): Understanding;
}
