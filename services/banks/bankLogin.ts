import type { Result } from '../shared/result.ts';

/** What the bank tells of the customer who logged in (claims `sub name birthdate phone_number email ci`). */
export interface BankIdentity {
  readonly bankCode: string;
  readonly subject: string;
  readonly ci: string;
  readonly name?: string;
  /** `1990-01-01` */
  readonly birthDate?: string;
  /** National digits. */
  readonly phone?: string;
  readonly email?: string;
}

/** A log-in under way: where to send the browser, and what must be kept (sealed by the caller) until it returns. */
export interface PendingLogin {
  readonly redirectTo: string;
  /** state, nonce and PKCE verifier; a secret. */
  readonly pending: { readonly state: string; readonly nonce: string; readonly codeVerifier: string };
}

/** Log-in at the customer's own bank by OpenID Connect (code flow, state, nonce, PKCE). Outage: `Unavailable('bank')`. */
export interface BankLogin {
  begin(bankCode: string, signal: AbortSignal): Promise<PendingLogin>;
  /** @param callback the whole address the bank sent the browser to (`{PUBLIC_URL}/secure/return?code=…`). */
  finish(
    bankCode: string,
    pending: PendingLogin['pending'],
    callback: URL,
    signal: AbortSignal,
  ): Promise<Result<BankIdentity, 'bankLogin.refused' | 'bankLogin.mismatch'>>;
  /** Whether the customers of this bank can log in at all. */
  serves(bankCode: string): boolean;
  /** The origin that a page's `form-action` must allow for this bank. */
  origin(bankCode: string): string;
}
