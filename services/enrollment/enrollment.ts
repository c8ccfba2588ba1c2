import type { BankIdentity } from '../banks/bankLogin.ts';
import type { CertificateSummary, ProductCode } from '../certificates/certificateService.ts';
import type { Sealed } from '../shared/sealed.ts';

/** The answers a first issue needs. Their order is data (order.json), what an answer drops is policy (fields.ts). */
export type Field =
  'bank' | 'kind' | 'consent' | 'bankLogin' | 'identity' | 'smsCode' | 'replacement' | 'confirmation' | 'credential';

/** One consent as the customer gave it (DOMAIN §8). */
export interface Consent {
  readonly document: string;
  readonly version: string;
  readonly agreed: boolean;
  readonly at: string;
  readonly channel: string;
}

/** Proof that the customer logged in at their bank; `claims` fills the identity page in. */
export interface LoginEvidence {
  readonly at: string;
  /** HMAC of bank and subject: the counter of failed identity checks hangs on it. */
  readonly subjectKey: string;
  readonly personKey: string;
  readonly claims: Sealed<BankIdentity>;
}

/** Who the customer is, as the bureau confirmed it; the number itself is gone (DOMAIN §7). */
export interface PersonEvidence {
  readonly at: string;
  readonly personKey: string;
  readonly sealed: Sealed<Person>;
  readonly maskedName: string;
  readonly maskedPhone: string;
  /** HMAC of the phone, for counters. */
  readonly phoneKey: string;
  /** base64url DER; what the certificate will prove. */
  readonly vid: string;
  /** The phone number was changed lately: a code sent to it proves too little (evidence table). */
  readonly phoneChangedAt?: string;
}

/** What is opened for the confirmation, the SMS and the certificate only. */
export interface Person {
  readonly name: string;
  /** `1990-01-01` */
  readonly birthDate: string;
  readonly phone: string;
  readonly email: string;
}

/** One verification code that was asked for. The code itself is derived, never stored (services/sms/verificationCode). */
export interface CodeSend {
  /** Counts the codes of one case from 1. */
  readonly send: number;
  readonly requestedAt: string;
  /** When the carrier took it; absent while that is not known. */
  readonly sentAt?: string;
}

/** The way of the verification code. */
export interface CodeState {
  readonly sends: readonly CodeSend[];
  readonly triesLeft: number;
  readonly verifiedAt?: string;
}

/** What the customer confirmed: the hash of exactly what the card showed (SECURITY §2, CA). */
export interface Confirmation {
  readonly hash: string;
  readonly at: string;
}

/** One customer's request, whatever the channel: plain data; what is asked next is a pure function of it. */
export interface Enrollment {
  /** `{caseId}.{n}`: names the certificate's issue for good. */
  readonly id: string;
  readonly task: 'issue';
  readonly startedAt: string;
  readonly bank?: string;
  readonly kind?: ProductCode;
  readonly consents?: readonly Consent[];
  readonly login?: LoginEvidence;
  readonly person?: PersonEvidence;
  readonly code?: CodeState;
  /** The certificate that this issue would revoke, found when the person was identified. */
  readonly existing?: CertificateSummary;
  readonly replacement?: { readonly at: string; readonly serialHex: string };
  readonly confirmation?: Confirmation;
  readonly certificate?: CertificateSummary;
}
