/** Which kinds of credential a product allows (DOMAIN §6). */
export type CredentialPolicy = 'pin6' | 'password';

/** The credential as typed twice; the page has compared nothing for us. */
export interface CredentialFields {
  readonly policy: CredentialPolicy;
  readonly secret: string;
  readonly confirmation: string;
}

/** Why a credential is not taken: the refusals of the credential step that the text alone can cause. */
export type CredentialWeakness = Exclude<
  CredentialRefusal,
  'issue.confirmationChanged' | 'issue.paused' | 'visit.stepGone'
>;

/** What a stranger could know of the customer, and the credential that is being replaced; all of it optional. */
export interface CredentialOwner {
  /** `1990-01-01` */
  readonly birthDate?: string;
  /** National digits, `01012345678`. */
  readonly phone?: string;
  /** Ten digits. */
  readonly businessNumber?: string;
  /** The credential it replaces, when the customer has just entered it. */
  readonly previous?: string;
}

/** What the customer enters to use a key. Never stored, never logged. */
export interface Credential {
  readonly policy: CredentialPolicy;
  readonly secret: string;
}

/** Why a credential did not open a key. `credential.wrong` carries `triesLeft`. */
export type CredentialFault = 'credential.wrong' | 'credential.locked' | 'credential.keyGone';

/** Refusals of the credential step. */
export type CredentialRefusal =
  | 'credential.mismatch'
  | 'credential.form'
  | 'credential.sameDigits'
  | 'credential.run'
  | 'credential.repeats'
  | 'credential.keypadLine'
  | 'credential.personal'
  | 'credential.common'
  | 'credential.previous'
  | 'issue.confirmationChanged'
  | 'issue.paused'
  | 'visit.stepGone';
