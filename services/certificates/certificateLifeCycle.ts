import type { JWK } from 'jose';
import type { Result } from '../shared/result.ts';
import type {
  CredentialFields,
  CredentialOwner,
  CredentialWeakness,
  Credential,
  CredentialFault,
} from './credential.ts';
import type { CertificateIssuing, IssueRefusal, IssueSummary } from './certificateIssuing.ts';
import type { CertificateSummary, ProductCode } from './certificate.ts';
import type { RevocationReason } from './revocationReason.ts';

/** What is known of a certificate beyond its summary; instants are ISO strings. */
export interface CertificateDetails extends CertificateSummary {
  readonly personKey: string;
  /** First Seoul day on which it can be renewed. */
  readonly renewableFrom: string;
  /** Last Seoul day of its validity. */
  readonly untilDay: string;
  /** Of a held, revoked or superseded one. */
  readonly since?: string;
  readonly reason?: RevocationReason;
  /** Codes of the institutions it is registered at (타기관 등록). */
  readonly institutions: readonly string[];
  /** Credential entries left before it locks; 0 is locked. */
  readonly triesLeft: number;
  readonly credentialPolicy?: Credential['policy'];
  /** When its key was last used here. */
  readonly lastUsedAt?: string;
  readonly replaces?: string;
}

/** What never changes of a certificate. */
export type IssuedCertificate = Pick<CertificateDetails, 'serialHex' | 'personKey' | 'notBefore' | 'notAfter'>;

/** What a renewal would give; the same hash as a confirmation of an issue. */
export interface RenewalOffer {
  readonly current: CertificateSummary;
  readonly summary: IssueSummary;
}

/** Why a certificate can't be renewed: `details` hold `firstDay`, `endedDay` or `bankCode`. */
export type RenewalRefusal =
  | 'renew.none'
  | 'renew.tooEarly'
  | 'renew.expired'
  | 'renew.otherBank'
  | 'renew.held'
  | 'credential.locked'
  | 'issue.productNotSold'
  | 'issue.paused';

/** Who acts: what is written into the audit log, and which reasons they may choose. */
export interface Actor {
  readonly kind: 'customer' | 'staff';
  /** `customer`, `agent:{id}`. */
  readonly name: string;
}

/** A change somebody asks for; the same `requestId` again changes nothing more and answers the same. */
export interface StatusRequest {
  readonly requestId: string;
  readonly serialHex: string;
  readonly actor: Actor;
}

/** A use of the key: the credential is entered anew each time, and `requestId` names this one entry. */
export interface KeyUse {
  readonly requestId: string;
  readonly serialHex: string;
  readonly credential: Credential;
}

/** Why a key can't be used. */
export type UseRefusal = CredentialFault | 'certificate.notActive';

/** PKCS#1 v1.5 (or ECDSA) signature value, or CMS SignedData without and with the content. */
export type SignatureForm = 'pkcs1' | 'cmsDetached' | 'cmsAttached';

/**
 * The life of a certificate after its issue. Rights are the caller's business (evidence, two people): these use cases
 * check what is true of the certificate itself. Outage: `Unavailable('ca' | 'store')`.
 */
export interface CertificateLifeCycle {
  /** Undefined for a serial that was never delivered. */
  details(serialHex: string): Promise<CertificateDetails | undefined>;
  /** Every certificate of a person, oldest first, the ended ones too. */
  ofPerson(personKey: string): Promise<readonly CertificateDetails[]>;
  /** Certificates that end in the span (`from` ≤ end < `until`) and still hold their place; for reminders. */
  expiring(from: Temporal.Instant, until: Temporal.Instant): Promise<readonly CertificateDetails[]>;
  /**
   * Certificates issued in the span (`from` ≤ issue < `until`), oldest first, whatever became of them. Reads an index page
   * by page, and nothing else of each.
   */
  issuedBetween(from: Temporal.Instant, until: Temporal.Instant): AsyncIterable<IssuedCertificate>;
  /** Whether the person's certificate can be renewed at this bank now, and what the customer would confirm. */
  renewal(request: RenewalRequest): Promise<Result<RenewalOffer, RenewalRefusal>>;
  /**
   * Renews with a new key (RFC 3647 re-key): the old key, opened by the credential, signs for the new one; VID, R, name
   * and lineage stay, remaining days are kept, and the old certificate is superseded at the moment the new one takes
   * its place. Idempotent by enrollment, like `issue`.
   */
  renew(
    request: RenewalRequest & {
      readonly requestId: string;
      readonly enrollmentId: string;
      readonly caseId: string;
      readonly credential: Credential;
      readonly confirmedHash: string;
    },
  ): Promise<Result<CertificateSummary, RenewalRefusal | CredentialFault | 'issue.confirmationChanged'>>;
  /** Begins the key of a renewal off the event loop. */
  makeKeyAhead(enrollmentId: string): void;
  /**
   * A new certificate in the place of one whose credential is lost or whose key is in doubt; like `issue` after a new
   * identity step. The old one is revoked for `reason`.
   */
  reissue(
    request: Omit<Parameters<CertificateIssuing['issue']>[0], 'replaceConsent'> & {
      readonly reason: 'superseded' | 'keyCompromise';
    },
  ): Promise<Result<CertificateSummary, IssueRefusal | 'reissue.none'>>;
  /** Revokes for good; also a serial that was reserved and never became a certificate. */
  revoke(
    request: StatusRequest & { readonly reason: RevocationReason },
  ): Promise<Result<void, 'revoke.notFound' | 'revoke.alreadyEnded' | 'revoke.reasonNotAllowed'>>;
  /** Stops an active or locked certificate for now (certificateHold). */
  hold(request: StatusRequest): Promise<Result<CertificateSummary, 'hold.notActive'>>;
  /** Ends a hold; a key that is locked stays locked. */
  release(request: StatusRequest): Promise<Result<CertificateSummary, 'hold.notHeld'>>;
  /** Whether the credential is right; a wrong one counts towards the lock. */
  checkCredential(use: KeyUse): Promise<Result<void, UseRefusal>>;
  /** Puts the key under a new credential, which the policy of DOMAIN §6 must accept. */
  changeCredential(
    use: KeyUse & { readonly next: CredentialFields; readonly person: Omit<CredentialOwner, 'previous'> },
  ): Promise<Result<void, UseRefusal | CredentialWeakness>>;
  /** Signs bytes with the certificate's key. */
  sign(use: KeyUse & { readonly bytes: Buffer; readonly form: SignatureForm }): Promise<Result<Buffer, UseRefusal>>;
  /**
   * Proves to one reader whose certificate it is: R (DOMAIN §7) leaves as a JWE to the reader's own key and in no other
   * form. Audited with the reader's name before it leaves.
   *
   * @returns compact JWE around `IdentityProofContent`
   */
  proveIdentity(use: KeyUse & { readonly reader: ProofReader }): Promise<Result<string, UseRefusal>>;
  /** Registers the certificate at another institution, or ends that; no new certificate is made. */
  registerInstitution(
    request: StatusRequest & { readonly institution: string; readonly registered: boolean },
  ): Promise<Result<readonly string[], 'institution.unknown' | 'certificate.notActive'>>;
}

/** Who may read an identity proof, and which question of theirs it answers. */
export interface ProofReader {
  /** The id they are registered under. */
  readonly name: string;
  /** Their public P-256 key. */
  readonly publicKey: JWK;
  readonly nonce: string;
}

/** Whose certificate, at which bank, now. */
export interface RenewalRequest {
  readonly personKey: string;
  readonly product: ProductCode;
  readonly bankCode: string;
  readonly now: Temporal.Instant;
}
