import type { Field } from '../enrollment/enrollment.ts';
import type { RefusalCode } from '../shared/refusals.ts';

/**
 * A question of the conversation itself, beside those for a field: whether to stop (`cancel`), what is wanted at all
 * (`menu`), the message that somebody doubts (`pasted`), whether to be told of the day (`remind`), whether to go on without
 * the credential, which the customer does not know (`forgotten`).
 */
export type OwnQuestion = 'cancel' | 'menu' | 'pasted' | 'remind' | 'forgotten';

/** A question that is put otherwise than the first time: it was shown before something came in between, or is asked once more. */
export type QuestionForm = 'shownAgain' | 'whetherToErase';

/** What the assistant asked last; it holds no business fact. */
export interface Asked {
  readonly what: Field | OwnQuestion;
  /** Goes into every button of the question: an older one is recognised. */
  readonly token: string;
  /** How often in a row the answer was not understood. */
  readonly misses: number;
  /** Why the last answer was not taken; the same refusal again is said in other words. */
  readonly refused?: RefusalCode;
  /** How it was put, where that decides what its answer means. */
  readonly form?: QuestionForm;
}
