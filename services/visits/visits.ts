import type { VisitOwner } from './visitCase.ts';

/** A visit to open: one link, its consecutive steps (SECURITY §1). */
export interface VisitRequest extends VisitOwner {
  readonly conversationId: string;
  /** Names of steps, in order. */
  readonly steps: readonly string[];
  readonly bankCode: string;
  readonly openedAt: Temporal.Instant;
}

/** Minutes a link lives. */
export const visitMinutes = 10;

/**
 * Visits to the secure view. The link's token is not stored anywhere: it is derived from TOKEN_KEY, the case and the
 * visit's number, so that the record of a chat never holds it and a replayed turn makes the same link.
 */
export interface Visits {
  /** 43 characters base64url (256 bit): HMAC-SHA-256(TOKEN_KEY, `visit|caseId|visitNumber`). */
  token(owner: VisitOwner): string;
  /** Opens the visit durably; opening the same (case, number) again changes nothing. */
  open(request: VisitRequest): Promise<void>;
  /** Ends the visit: its link answers neutrally from now on. */
  close(owner: VisitOwner): Promise<void>;
}
