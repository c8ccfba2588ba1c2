import type { Evidence, EvidenceStrength } from '../identity/evidence.ts';
import type { CertificateState, CertificateSummary, ProductCode } from '../certificates/certificate.ts';
import type { CredentialPolicy } from '../certificates/credential.ts';
import type { RenewalRefusal } from '../certificates/certificateLifeCycle.ts';
import type { BankIdentity } from '../banks/bankLogin.ts';
import type { Sealed } from '../shared/sealed.ts';

/** What a customer can have done; each is a way of its own through the fields (taskFields.json). */
export type Task =
  | 'issue'
  /** 갱신: a new serial and a new key in the place of the one that ends (RFC 3647 re-key). */
  | 'renew'
  /** 재발급: a new certificate in the place of one that can't be used any more. */
  | 'reissue'
  /** 폐기: ended for good. */
  | 'revoke'
  /** 효력정지: stopped for now. */
  | 'hold'
  /** 정지 해제 */
  | 'release'
  /** 만료일 조회: all certificates of the person, with their dates. */
  | 'expiry'
  /** 비밀번호 변경 */
  | 'changeCredential'
  /** 기기 연결 관리 */
  | 'devices'
  /** 타기관 등록과 해제 */
  | 'institutions'
  /** 서명해 보기 */
  | 'sign'
  /** 내 정보 */
  | 'privacy';

/** The answers that tasks need. Their order is data (taskFields.json), what each of them is stands in a module of its own (fields/). */
export type Field =
  | 'bank'
  | 'kind'
  | 'consent'
  | 'bankLogin'
  | 'identity'
  | 'smsCode'
  | 'replacement'
  | 'confirmation'
  | 'credential'
  /** Why: of a reissue and a revocation. */
  | 'reason'
  /** Who the customer is, by the way they chose (`prover`). */
  | 'proof'
  /** What the certificate service says of the person's certificates; never asked, looked up. */
  | 'holdings'
  /** Which of several certificates. */
  | 'chosen'
  | 'institution'
  /** What cannot be undone is asked twice. */
  | 'secondConfirmation'
  /** Card and current credential on one page; entering it is the yes. */
  | 'renewal'
  | 'newCredential'
  | 'signature'
  /** The act itself, or what is shown in the end: the last field of a task that does not end in the secure view. */
  | 'outcome';

/** How a customer proves who they are where several ways will do (evidence table). */
export type Prover = 'bankLogin' | 'credential' | 'identity';

/** That a person was recognised; `known`: by this conversation alone (DESIGN §4), which opens no dates. */
export interface Proof {
  readonly at: string;
  readonly by: Prover | 'known';
  readonly personKey: string;
  readonly maskedName?: string;
  /** The log-in by which it was proved, where it was one. */
  readonly login?: LoginEvidence;
  /** Where a code goes that is not for an identity check of this task: the phone registered with the certificate. */
  readonly contact?: ReachedAt;
}

/** A phone to which a code can be sent, and whether its number was changed lately. */
export type ReachedAt = Pick<PersonEvidence, 'sealed' | 'maskedPhone' | 'phoneKey' | 'phoneWeakUntil'>;

/** Why a certificate is to be replaced or ended, in a customer's words. */
export const reasons = [
  'forgotten',
  'locked',
  'numberChanged',
  'nameChanged',
  'lostDevice',
  'suspicion',
  'notNeeded',
  'broken',
] as const;

/** One of them. */
export type Reason = (typeof reasons)[number];

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
  /** Code of the bank; absent in records of before it was kept. */
  readonly bank?: string;
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
  /** The phone number was changed lately: until then a code sent to it proves too little (evidence table). */
  readonly phoneWeakUntil?: string;
  /** The certificate that an issue would revoke, as it was found with the check. */
  readonly existing?: CertificateSummary;
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

/** What an answer to each field is. An answer is kept in the enrollment under its field's name. */
export interface Answers {
  readonly bank: string;
  readonly kind: ProductCode;
  readonly consent: readonly Consent[];
  readonly bankLogin: LoginEvidence;
  readonly identity: PersonEvidence;
  readonly smsCode: CodeState;
  readonly replacement: { readonly at: string; readonly serialHex: string };
  readonly confirmation: Confirmation;
  readonly reason: Reason;
  readonly proof: Proof;
  readonly holdings: readonly OwnCertificate[];
  /** Serial of the certificate that the task is about. */
  readonly chosen: string;
  readonly institution: { readonly code: string; readonly register: boolean };
  readonly secondConfirmation: Confirmation;
}

/** Fields that end a task: nothing of them is kept, the task is over then. */
export type EndField = Exclude<Field, keyof Answers>;

/** Fields whose answer is kept. */
export type KeptField = keyof Answers;

/** One customer's request, whatever the channel: plain data; what is asked next is a pure function of it. */
export interface Enrollment extends Partial<Answers> {
  /** `{caseId}.{n}`: names the certificate's issue for good. */
  readonly id: string;
  readonly task: Task;
  readonly startedAt: string;
  /** What was proved for this task, oldest first; what may be done is decided by it alone (services/identity/evidence). */
  readonly evidence: readonly Evidence[];
  /** A business certificate is meant, of whichever kind. */
  readonly business?: true;
  /** The person whom this conversation knows from before; what they may do without more is the evidence table's. */
  readonly known?: { readonly personKey: string; readonly bank: string; readonly maskedName: string };
  /** How they chose to prove who they are; the bank log-in, or for a known customer the credential, unless said. */
  readonly prover?: Prover;
  /** What `내 정보` was begun for, when that was said with one word. */
  readonly wish?: 'remind' | 'noReminders';
}

/** The log-in of a task, whether it was asked for by itself or as the proof of who somebody is. */
export function loginOf({ bankLogin, proof }: Pick<Enrollment, 'bankLogin' | 'proof'>): LoginEvidence | undefined {
  return bankLogin ?? proof?.login;
}

/** Where a code of a task goes: the phone of the identity check, else the one registered with the certificate. */
export function reachedAt({ identity, proof }: Pick<Enrollment, 'identity' | 'proof'>): ReachedAt | undefined {
  return identity ?? proof?.contact;
}

/** What a code to this phone proves at `now`. */
export function codeStrength(reached: ReachedAt | undefined, now: Temporal.Instant): EvidenceStrength {
  const until = reached?.phoneWeakUntil;
  return until !== undefined && Temporal.Instant.compare(now, until) < 0 ? 'weak' : 'normal';
}

/** A certificate of the customer as their case knows it for one task; nothing in it names them. Days are Seoul days. */
export interface OwnCertificate {
  readonly serialHex: string;
  readonly product: ProductCode;
  readonly bankCode: string;
  readonly state: CertificateState;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly untilDay: string;
  /** First day on which it can be renewed. */
  readonly renewableFrom: string;
  readonly institutions: readonly string[];
  readonly credentialPolicy?: CredentialPolicy;
  readonly lastUsedAt?: string;
}

/** Whether a renewal is possible, and if not, why: `details` as of the certificate service. */
export type RenewalOutlook =
  | { readonly ok: true; readonly serialHex: string; readonly untilDay: string }
  | {
      readonly ok: false;
      readonly code: RenewalRefusal;
      readonly details: Readonly<Record<string, string | number>>;
    };

/** A kind as customers name it: 사업자용 is either of two. */
export type NamedKind = ProductCode | 'business';
