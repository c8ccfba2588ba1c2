/** How a sandbox bank looks: whole HTML documents. */
export interface BankPages {
  /** Asks for id and password. @param view.refused the last try was wrong: one sentence says so, never which half */
  login(view: BankView & { readonly id: string; readonly refused: boolean }): string;
  /** Shows what the bank will tell the product, and asks for the customer's yes. */
  consent(view: BankView & { readonly told: BankCustomer }): string;
  /** The log-in cannot go on: expired, opened twice, or never begun. */
  failure(view: Pick<BankView, 'bankName'>): string;
}

/** What every page of a sandbox bank shows. */
export interface BankView {
  readonly bankName: string;
  /** Where its form is posted; fields `id`, `password`, `choice` (`continue` | `cancel`). */
  readonly action: string;
}

/** Whose data the bank is about to tell. */
export interface BankCustomer {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
}
