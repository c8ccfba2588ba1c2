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

/** One thing that was proved, when, where and of whom; plain data of a case. Instants are ISO strings. */
export interface Evidence {
  readonly kind: EvidenceKind;
  /** The answer that gave it, e.g. `bankLogin`: when that answer is taken back, the proof goes with it. */
  readonly answer: string;
  readonly at: string;
  /** Whom it is about; what is proved of two persons is proved of neither. */
  readonly personKey?: string;
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
  /** Older than that it still counts while a fresh proof of this kind, of the same person, stands beside it. */
  readonly agesWith?: EvidenceKind;
}

const minutes = 60;
const hours = 60 * minutes;
const days = 24 * hours;

/** Answers are kept for seven days; a check by the bureau is one of them. */
const identity: EvidenceNeed = { kinds: ['identity'], maxAgeSeconds: 7 * days };
/** The bureau confirmed the very person who logged in: then the log-in may age with that check. */
const login: EvidenceNeed = { kinds: ['bankLogin'], maxAgeSeconds: 1 * days, agesWith: 'identity' };
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
    { kinds: ['bankLogin'], maxAgeSeconds: 10 * minutes },
    { ...phone, maxAgeSeconds: 1 * hours },
  ],
  changeCredential: [whose, credential],
  sign: [whose, credential],
  connectDevice: [{ ...phone, maxAgeSeconds: 1 * hours }],
  showDates: [{ kinds: ['credential', 'bankLogin'], maxAgeSeconds: 1 * hours }],
  manage: [{ kinds: ['credential', 'bankLogin'], maxAgeSeconds: 1 * hours }],
};

/** How long a check counts that a bank or a product asks for besides. */
const checkNeeds: Readonly<Record<Check, EvidenceNeed>> = {
  bankLogin: login,
  identity,
  smsCode: { kinds: ['smsCode'], maxAgeSeconds: 1 * days },
  emailCode: { kinds: ['emailCode'], maxAgeSeconds: 1 * days },
  account: { kinds: ['account'], maxAgeSeconds: 1 * days },
  idPhoto: { kinds: ['idPhoto'], maxAgeSeconds: 1 * days },
};

/** A check that a bank or a product may ask for before a certificate is made (banks.json, products.json). */
export type Check = Extract<EvidenceKind, 'bankLogin' | 'identity' | 'smsCode' | 'emailCode' | 'account' | 'idPhoto'>;

/**
 * What an act needs where these checks are asked for: the table's rows, and a row for each check that is no row's own. A
 * check of the phone by code is met as the table says, by an account check too.
 */
export function needsOf(act: ProtectedAct, checks: readonly Check[] = []): readonly EvidenceNeed[] {
  const rows = evidencePolicy[act];
  const added = checks.filter((check) => !rows.some(({ kinds }) => kinds[0] === check));
  return [...rows, ...added.map((check) => checkNeeds[check])];
}

/** What is still lacking, in the order of asking; empty when the act may go on. A check that cannot be made is a lack. */
export function missingEvidence(
  needs: readonly EvidenceNeed[],
  evidence: readonly Evidence[],
  now: Temporal.Instant,
): readonly EvidenceNeed[] {
  const lacking = personsIn(evidence).map((person) => lacks(needs, ofPerson(evidence, person), needs, now));
  return lacking.reduce((fewest, one) => (one.length < fewest.length ? one : fewest));
}

/** Whether one proof alone meets any of the needs. */
export function countsFor(needs: readonly EvidenceNeed[], proof: Evidence, now: Temporal.Instant): boolean {
  return lacks(needs, [proof], needs, now).length < needs.length;
}

/** Whether the proofs that one answer gave still meet a need of the act, beside all that was proved. */
export function stillCounts(
  needs: readonly EvidenceNeed[],
  evidence: readonly Evidence[],
  answer: string,
  now: Temporal.Instant,
): boolean {
  return evidence.some(
    (proof) => proof.answer === answer && needs.some((need) => meets(proof, need, { evidence, needs, now })),
  );
}

/** Everybody of whom something was proved; nobody is one too, for proofs that name none. */
function personsIn(evidence: readonly Evidence[]): readonly (string | undefined)[] {
  const named = new Set(evidence.flatMap(({ personKey }) => personKey ?? []));
  return named.size === 0 ? [undefined] : [...named];
}

function ofPerson(evidence: readonly Evidence[], person: string | undefined): readonly Evidence[] {
  return evidence.filter(({ personKey }) => personKey === undefined || personKey === person);
}

function lacks(
  wanted: readonly EvidenceNeed[],
  evidence: readonly Evidence[],
  needs: readonly EvidenceNeed[],
  now: Temporal.Instant,
): readonly EvidenceNeed[] {
  return wanted.filter((need) => !evidence.some((proof) => meets(proof, need, { evidence, needs, now })));
}

interface Judging {
  readonly evidence: readonly Evidence[];
  readonly needs: readonly EvidenceNeed[];
  readonly now: Temporal.Instant;
}

function meets(proof: Evidence, need: EvidenceNeed, judging: Judging): boolean {
  if (!need.kinds.includes(proof.kind)) return false;
  if (proof.strength === 'weak' && !need.weakIsEnough) return false;
  if (proof.expiresAt !== undefined && Temporal.Instant.compare(proof.expiresAt, judging.now) <= 0) return false;
  const ageSeconds = judging.now.since(proof.at).total('seconds');
  return ageSeconds <= need.maxAgeSeconds || agesWithAnother(proof, need, judging);
}

function agesWithAnother(proof: Evidence, { agesWith }: EvidenceNeed, judging: Judging): boolean {
  if (agesWith === undefined || proof.personKey === undefined) return false;
  const companions = judging.evidence.filter(
    ({ kind, personKey }) => kind === agesWith && personKey === proof.personKey,
  );
  const theirs = judging.needs.filter(({ kinds }) => kinds.includes(agesWith));
  return companions.some((one) => theirs.some((need) => meets(one, { ...need, agesWith: undefined }, judging)));
}

/** Hours after a change of number in which an SMS code alone proves little, unless a setting says otherwise. */
export const phoneChangeQuietHours = 72;

/**
 * Until when a code to a number is weak, given when the number was last changed (the SIM may be in other hands); undefined
 * when it is not, or no more.
 */
export function phoneWeakUntil(
  phoneChangedAt: Temporal.Instant | undefined,
  now: Temporal.Instant,
  quietHours: number = phoneChangeQuietHours,
): Temporal.Instant | undefined {
  const until = phoneChangedAt?.add({ hours: quietHours });
  return until && Temporal.Instant.compare(now, until) < 0 ? until : undefined;
}
