import type { CredentialRefusal, CredentialPolicy, CredentialFields } from '../certificates/credential.ts';
import type { BankIdentity } from '../banks/bankLogin.ts';
import type { Result } from '../shared/result.ts';

/** The steps that happen in the secure view, never in chat. */
export type SecureStep = 'bankLogin' | 'identity' | 'credential' | CredentialUse | 'newCredential';

/** Steps that ask for the credential of a certificate there is: to prove who one is, to renew, to sign. */
export type CredentialUse = 'ownership' | 'renewal' | 'signature';

/** Whose visit it is. */
export interface VisitOwner {
  readonly caseId: string;
  /** Counts the visits of one case from 1; a new link is a new number. */
  readonly visitNumber: number;
}

/** What the pages of a visit show, read from the case when a page is drawn; nothing here is a secret. */
export interface VisitFacts {
  /** The language the case is spoken to in; absent: what stands on the page, else Korean. */
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
  /** The certificate whose credential is asked for. */
  readonly use?: { readonly policy: CredentialPolicy };
  /** What a renewal would give; the page shows it beside the keypad, so that entering the credential is the yes to it. */
  readonly card?: RenewalCard;
  /** What a sample signature would be made over. */
  readonly sample?: string;
  /** After the last step: the certificate that the finished page speaks of. */
  readonly issued?: {
    readonly serialHex: string;
    readonly notAfter: string;
    /** False for a certificate that was only looked at or used. */
    readonly isNew: boolean;
  };
}

/** The card of a renewal. Days are Seoul days; a customer who is only known sees none of them (DESIGN §4). */
export interface RenewalCard {
  readonly serialHex: string;
  readonly untilDay?: string;
  readonly newUntilDay?: string;
  readonly years: number;
  /** Won a year; 0 is free. */
  readonly fee: number;
  /** Covers all that would be signed; comes back with the credential. */
  readonly hash: string;
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

/** The credential of a certificate there is, as typed once. */
export interface UseFields {
  readonly policy: CredentialPolicy;
  readonly secret: string;
  /** The hash of the card that was shown; of a renewal. */
  readonly confirmed?: string;
}

/** The credential there is, and the next one as typed twice. */
export interface NewCredentialFields {
  readonly current: UseFields;
  readonly next: CredentialFields;
}

/** Why a credential did not do; `credential.wrong` carries `triesLeft`. */
export type UseFieldsRefusal =
  | 'credential.wrong'
  | 'credential.locked'
  | 'credential.keyGone'
  | 'certificate.notActive'
  | 'issue.confirmationChanged'
  | 'issue.paused'
  | 'visit.stepGone';

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
  /** The credential proves whose certificate it is. */
  ownership(owner: VisitOwner, fields: UseFields): Promise<Result<void, UseFieldsRefusal>>;
  /** Renews for exactly the card that was shown. */
  renewal(owner: VisitOwner, fields: UseFields): Promise<Result<void, UseFieldsRefusal>>;
  newCredential(
    owner: VisitOwner,
    fields: NewCredentialFields,
  ): Promise<Result<void, UseFieldsRefusal | CredentialRefusal>>;
  /** Signs the sample; answers what the customer may take away (CMS SignedData, DER). */
  signature(owner: VisitOwner, fields: UseFields): Promise<Result<Uint8Array, UseFieldsRefusal>>;
  /** The customer asks for a new link; answers its token when this browser may have it, else the chat shows it. */
  renewLink(owner: VisitOwner, ownBrowser: boolean): Promise<string | undefined>;
  /** Another browser asks to take the visit over: the owning chat is told the two-digit number. */
  showRebindNumber(owner: VisitOwner, twoDigits: string): Promise<void>;
}
