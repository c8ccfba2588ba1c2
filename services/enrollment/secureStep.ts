/**
 * The pages of the secure view that answer a field: what is never asked in chat. `services/steps` and `web/secure/steps`
 * have one entry for each; the visits know them by name only.
 */
export type SecureStep =
  | 'bankLogin'
  | 'identity'
  | 'credential'
  /** The credential of a certificate there is: to prove who one is, to renew, to sign, to change it. */
  | 'ownership'
  | 'renewal'
  | 'signature'
  | 'newCredential';
