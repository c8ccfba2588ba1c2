import type { ProductCode, CertificateSummary } from './certificate.ts';
import type { Result } from '../shared/result.ts';
import type { CredentialPolicy } from './credential.ts';

/** What an issue is for. `name` is opened for this call only; `vid` is what bindIdentity answered. */
export interface IssueSubject {
  /** Idempotency: one enrollment makes one certificate. */
  readonly enrollmentId: string;
  readonly caseId: string;
  readonly personKey: string;
  readonly product: ProductCode;
  readonly bankCode: string;
  readonly name: string;
  /** base64url DER of the VID otherName value. */
  readonly vid: string;
}

/** What the confirmation shows; `hash` covers all of it (SECURITY §2, CA). */
export interface IssueSummary {
  readonly name: string;
  readonly bankCode: string;
  readonly product: ProductCode;
  readonly credentialPolicies: readonly CredentialPolicy[];
  /** The Seoul day the certificate ends, `2027-12-01`. */
  readonly untilDay: string;
  /** Won a year; 0 is free. */
  readonly fee: number;
  readonly hash: string;
}

/** What cannot be issued, and why. */
export type IssueRefusal =
  | 'issue.confirmationChanged'
  | 'issue.replaceConsentNeeded'
  | 'issue.identityGone'
  | 'issue.productNotSold'
  | 'issue.paused';

/** The use cases of the certificate module that a first issue needs; the life cycle's others stand beside it. */
export interface CertificateIssuing {
  /**
   * In the identity step: draws R, computes the VID over the number, seals R for the enrollment's place in the custody,
   * and forgets the number. Called again for the same enrollment it replaces the place.
   */
  bindIdentity(request: {
    readonly enrollmentId: string;
    readonly name: string;
    /** 13 digits (or 10 of a business); dropped when this resolves. */
    readonly number: string;
  }): Promise<{ readonly vid: string }>;
  /** Begins to make a key for the enrollment off the event loop; the pool is bounded, so this may do nothing. */
  makeKeyAhead(enrollmentId: string): void;
  /** What the customer is asked to confirm now. */
  summary(subject: Omit<IssueSubject, 'vid'>, now: Temporal.Instant): IssueSummary;
  /** The person's active certificate of this product, if there is one. */
  active(personKey: string, product: ProductCode): Promise<CertificateSummary | undefined>;
  /**
   * Issues, idempotently by enrollment: prepare (validate, lint) → one-use token → sign → store → holder switch.
   * Parallel calls get one certificate and the same answer. Outage: `Unavailable('ca')` or `Unavailable('store')`.
   */
  issue(request: {
    readonly subject: IssueSubject;
    /** Already checked by credentialPolicy. Never stored, never logged. */
    readonly credential: { readonly policy: CredentialPolicy; readonly secret: string };
    readonly confirmedHash: string;
    /** The customer agreed that the active certificate is revoked by this issue. */
    readonly replaceConsent: boolean;
    readonly now: Temporal.Instant;
  }): Promise<Result<CertificateSummary, IssueRefusal>>;
  /** The DER of a certificate. */
  certificate(serialHex: string): Promise<Buffer | undefined>;
  /**
   * At start: finishes or voids what a crash left in the journal. `deliver` is called for each certificate whose case may
   * not know of it; it is marked delivered when that resolves.
   */
  recover(
    deliver: (
      subject: { readonly caseId: string; readonly enrollmentId: string },
      certificate: CertificateSummary,
    ) => Promise<void>,
  ): Promise<void>;
  /** The case knows: the journal's last line. */
  delivered(enrollmentId: string): Promise<void>;
}
