import type { MessageVerdict } from '../../services/knowledge/phishing.ts';
import type { ButtonValue } from '../../services/cases/buttonValue.ts';
import type { CaseHappening } from '../../services/cases/caseEvents.ts';
import type { Understanding } from '../../services/language/understanding.ts';

/** A message as the dialogs see it: secrets erased, normalised, understood. */
export interface Message {
  readonly kind: 'message';
  readonly text: string;
  /** Kinds of secrets that were erased from it. */
  readonly erased: readonly string[];
  /** The six digits typed where a code was expected; in memory only. */
  readonly code?: string;
  /** What a button carried. */
  readonly value?: ButtonValue | undefined;
  readonly understanding: Understanding;
  readonly tooLong: boolean;
  /** A photo or another file came along; it was not taken. */
  readonly hasFile: boolean;
}

/** Something that wakes a case. */
export type Stimulus =
  Message | { readonly kind: 'joined' } | { readonly kind: 'event'; readonly event: CaseHappening };

/** What was looked up before the turn, because it must be counted even when the turn is lost. */
export interface Facts {
  /** Wrong codes typed for this phone in the last 24 hours, this try included. */
  readonly guesses?: number;
  /** What a pasted message is, looked up among what we sent. */
  readonly verdict?: MessageVerdict;
  /** What the customer is shown reaches them by itself where they are now; else with their next message only. */
  readonly canPush?: boolean;
  /** Names this try, so that a right one can be taken off the count. */
  readonly guessId?: string;
}
