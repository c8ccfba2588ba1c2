import type { BankIdentity } from '../banks/bankLogin.ts';
import type { Result } from '../shared/result.ts';

/** The steps that happen in the secure view, never in chat. */
export type SecureStep = 'bankLogin' | 'identity' | 'credential';

/** Which kinds of credential a product allows (DOMAIN §6). */
export type CredentialPolicy = 'pin6' | 'password';

/** Whose visit it is. */
export interface VisitOwner {
  readonly caseId: string;
  /** Counts the visits of one case from 1; a new link is a new number. */
  readonly visitNumber: number;
}

/** What the pages of a visit show, read from the case when a page is drawn; nothing here is a secret. */
export interface VisitFacts {
  /** The language the case is spoken to in; absent: the browser's own. */
  readonly locale?: 'ko' | 'en';
  /** `issue`; later `renew`, `reissue` … */
  readonly purpose: string;
  readonly bankCode: string;
  readonly product: string;
  /** e.g. `홍*동`, once known. */
  readonly maskedName?: string;
  /** What the bank log-in gave, to fill the identity page in; opened for this page only. */
  readonly prefill?: { readonly name?: string; readonly phone?: string; readonly email?: string };
  readonly credentialPolicies: readonly CredentialPolicy[];
  /** Steps of the whole visit that are done already, by this visit or an earlier one. */
  readonly done: readonly SecureStep[];
  /** After the last step of an issue: what the finished page offers. */
  readonly issued?: { readonly serialHex: string; readonly notAfter: string };
}

/** What the customer typed on the identity page, as the envelope held it (already normalised text, not yet checked). */
export interface IdentityFields {
  readonly name: string;
  /** 13 digits. */
  readonly residentNumber: string;
  readonly phone: string;
  readonly email: string;
  /** The proof that the page was asked to look at this very number once more (`details.looked` of that refusal). */
  readonly looked?: string;
}

/** The credential as typed twice; the page has compared nothing for us. */
export interface CredentialFields {
  readonly policy: CredentialPolicy;
  readonly secret: string;
  readonly confirmation: string;
}

/**
 * Refusals of the identity step. `identity.checkDigit` is a soft one: its `details.looked` sent back with the same number
 * lets it through. `details.field` names the field whose form is wrong, never one the bureau refused.
 */
export type IdentityRefusal =
  | 'identity.nameForm'
  | 'identity.residentNumberForm'
  | 'identity.under14'
  | 'identity.phoneForm'
  | 'identity.phoneLegacy'
  | 'identity.emailForm'
  | 'identity.failed'
  | 'identity.tooManyTries'
  | 'identity.checkDigit'
  | 'visit.stepGone';

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

/**
 * The one consumer of each secure step. A handler checks, acts, and tells the case, all idempotently: when it resolves
 * with ok the case knows; called again for a completed step it answers ok again without acting.
 */
export interface SecureStepHandlers {
  /** Undefined when the case no longer waits for this visit (cancelled, replaced by a newer link, finished long ago). */
  facts(owner: VisitOwner): Promise<VisitFacts | undefined>;
  bankLogin(
    owner: VisitOwner,
    identity: BankIdentity,
  ): Promise<Result<void, 'bankLogin.otherPerson' | 'visit.stepGone'>>;
  identity(owner: VisitOwner, fields: IdentityFields): Promise<Result<void, IdentityRefusal>>;
  credential(owner: VisitOwner, fields: CredentialFields): Promise<Result<void, CredentialRefusal>>;
  /** The customer asks for a new link; answers its token when this browser may have it, else the chat shows it. */
  renewLink(owner: VisitOwner, ownBrowser: boolean): Promise<string | undefined>;
  /** Another browser asks to take the visit over: the owning chat is told the two-digit number. */
  showRebindNumber(owner: VisitOwner, twoDigits: string): Promise<void>;
}
