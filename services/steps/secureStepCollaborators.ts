import type { ActGuard } from '../enrollment/plan/actGuard.ts';
import type { Counters } from '../state/counters.ts';
import type { Sealer } from '../shared/sealed.ts';
import type { Clock } from '../shared/clock.ts';
import type { Random } from '../shared/random.ts';
import type { PersonKeys } from '../enrollment/personKeys.ts';
import type { IdentityVerifier } from '../identity/identityVerifier.ts';
import type { CertificateIssuing } from '../certificates/certificateIssuing.ts';
import type { CertificateLifeCycle } from '../certificates/certificateLifeCycle.ts';
import type { Conversations } from '../cases/caseEvents.ts';
import type { CaseStore } from '../cases/caseStore.ts';
import type { VisitOwner } from '../visits/visitCase.ts';
import type { BankLogin } from '../banks/bankLogin.ts';
import type { ProductCode } from '../certificates/certificate.ts';
import type { CredentialPolicy } from '../certificates/credential.ts';

/** Collaborators that composition/ hands in. */
export interface SecureStepCollaborators {
  readonly cases: Pick<CaseStore, 'read'>;
  readonly counters: Counters;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: Random;
  readonly personKeys: PersonKeys;
  readonly bankLogin: BankLogin;
  readonly identityVerifier: IdentityVerifier;
  readonly certificates: CertificateIssuing & CertificateLifeCycle;
  readonly conversations: Conversations;
  /** HMAC of a phone for counters (services/sms/smsLimits). */
  readonly phoneKey: (phone: string) => string;
  /** The token of a visit's link. */
  readonly visitToken: (owner: VisitOwner) => string;
  readonly credentialPolicies: (product: ProductCode) => readonly CredentialPolicy[];
  /** The term of a product. */
  readonly years: (product: ProductCode) => number;
  /** Asked before each protected act. */
  readonly guard: ActGuard;
  /** Hours after a change of number in which a code to it proves too little. */
  readonly phoneQuietHours: number;
  /** How a person is reached, if they have had a certificate here. */
  readonly registered: (personKey: string) => Promise<{ readonly phone: string } | undefined>;
  /** What a sample signature is made over; the words come from the locale. */
  readonly sampleText: (locale: 'ko' | 'en', now: Temporal.Instant) => string;
}
