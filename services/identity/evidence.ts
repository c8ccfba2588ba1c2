/** What can be proved about a person. */
export type EvidenceKind =
  | 'bankLogin'
  | 'identity'
  | 'smsCode'
  | 'emailCode'
  | 'account'
  | 'idPhoto'
  | 'business'
  | 'credential'
  | 'agentCall'
  /** The conversation of a customer who was identified in it before, and agreed to be known (DESIGN §4). */
  | 'known';

/**
 * How much a proof is worth. `weak`: it counts only beside a stronger one of another kind – an SMS code to a number that
 * was changed lately (SIM swap) is weak.
 */
export type EvidenceStrength = 'normal' | 'weak';

/** One thing that was proved, when and where; plain data of a case. Instants are ISO strings. */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly at: string;
  /** When it ends by itself; absent: the policy's freshness alone decides. */
  readonly expiresAt?: string;
  /** `webchat`, `kakao`, `secureView`, `phone` … */
  readonly channel: string;
  readonly strength: EvidenceStrength;
}

/** An act that needs proof. */
export type ProtectedAct =
  | 'issue'
  | 'renew'
  | 'reissue'
  | 'revoke'
  | 'hold'
  | 'release'
  | 'changeCredential'
  | 'sign'
  | 'connectDevice'
  | 'showDates'
  /** Devices, institutions, what is kept: changes that can be undone. */
  | 'manage';

/** One proof that an act needs: any one of `kinds`, not older than `maxAgeSeconds`. */
export interface EvidenceNeed {
  readonly kinds: readonly EvidenceKind[];
  readonly maxAgeSeconds: number;
  /** A weak proof is enough. */
  readonly weakIsEnough?: boolean;
}

const minutes = 60;
const hours = 60 * minutes;
const days = 24 * hours;

const login: EvidenceNeed = { kinds: ['bankLogin'], maxAgeSeconds: 1 * days };
/** Answers are kept for seven days; a check by the bureau is one of them. */
const identity: EvidenceNeed = { kinds: ['identity'], maxAgeSeconds: 7 * days };
const phone: EvidenceNeed = { kinds: ['smsCode', 'account'], maxAgeSeconds: 1 * days };
const credential: EvidenceNeed = { kinds: ['credential'], maxAgeSeconds: 10 * minutes };
/** Whose key the credential will open: the credential itself is the proof that counts. */
const whose: EvidenceNeed = { kinds: ['bankLogin', 'known', 'credential'], maxAgeSeconds: 1 * days };

/**
 * Which act needs which evidence, how fresh: the one place where step-up is decided (DESIGN §4). Order is the order of
 * asking. Hold without a phone, renewal without repeating the identity check, SIM swap: each is a row or a mark here.
 */
export const evidencePolicy: Readonly<Record<ProtectedAct, readonly EvidenceNeed[]>> = {
  issue: [login, identity, phone],
  renew: [whose, credential],
  reissue: [login, identity, phone],
  revoke: [{ kinds: ['credential', 'bankLogin'], maxAgeSeconds: 10 * minutes }],
  // the phone may be gone: no code by SMS
  hold: [{ kinds: ['bankLogin', 'identity', 'credential', 'agentCall'], maxAgeSeconds: 1 * hours }],
  release: [
    { ...login, maxAgeSeconds: 10 * minutes },
    { ...phone, maxAgeSeconds: 1 * hours },
  ],
  changeCredential: [whose, credential],
  sign: [whose, credential],
  connectDevice: [{ ...phone, maxAgeSeconds: 1 * hours }],
  showDates: [{ kinds: ['credential', 'bankLogin'], maxAgeSeconds: 1 * hours }],
  manage: [{ kinds: ['credential', 'bankLogin'], maxAgeSeconds: 1 * hours }],
};

/** What an act still lacks, in the order of asking; empty when it may go on. A check that cannot be made is a lack. */
export function missingEvidence(
  act: ProtectedAct,
  evidence: readonly Evidence[],
  now: Temporal.Instant,
  policy: Readonly<Record<ProtectedAct, readonly EvidenceNeed[]>> = evidencePolicy,
): readonly EvidenceNeed[] {
  return policy[act].filter((need) => !evidence.some((proof) => meets(proof, need, now)));
}

function meets(proof: Evidence, need: EvidenceNeed, now: Temporal.Instant): boolean {
  if (!need.kinds.includes(proof.kind)) return false;
  if (proof.strength === 'weak' && !need.weakIsEnough) return false;
  if (proof.expiresAt !== undefined && Temporal.Instant.compare(proof.expiresAt, now) <= 0) return false;
  const ageSeconds = now.since(proof.at).total('seconds');
  return ageSeconds <= need.maxAgeSeconds;
}

/** How long after a change of number an SMS code alone proves little (the SIM may be in other hands). */
export const phoneChangeQuietDays = 7;

/** The strength of an SMS code to a number, given when the number was last changed. */
export function smsCodeStrength(phoneChangedAt: Temporal.Instant | undefined, now: Temporal.Instant): EvidenceStrength {
  if (!phoneChangedAt) return 'normal';
  return now.since(phoneChangedAt).total('hours') < phoneChangeQuietDays * 24 ? 'weak' : 'normal';
}
