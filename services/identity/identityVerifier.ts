import type { Result } from '../shared/result.ts';

/** What the customer says about themselves, normalised. Never stored, never logged. */
export interface IdentityClaim {
  readonly name: string;
  /** 13 digits; resident or foreigner registration number. */
  readonly residentNumber: string;
  /** National digits, `01012345678`. */
  readonly phone: string;
}

/** What the bureau knows of the person. */
export interface IdentityProof {
  /** 연계정보: the same for one person everywhere. */
  readonly ci: string;
  /** The phone number was changed lately: no proof by SMS alone. */
  readonly phoneChangedAt?: Temporal.Instant;
}

/** The identity bureau. One neutral refusal: never which field was wrong. Outage: `Unavailable('identity')`. */
export interface IdentityVerifier {
  verify(claim: IdentityClaim, signal: AbortSignal): Promise<Result<IdentityProof, 'identity.failed'>>;
  /** When a phone number (national digits) last changed hands or SIM; undefined when it did not lately. */
  phoneChangedAt(phone: string, signal: AbortSignal): Promise<Temporal.Instant | undefined>;
}
