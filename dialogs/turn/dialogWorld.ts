import type { Banks } from '../../services/banks/banks.ts';
import type { IssueSubject, IssueSummary } from '../../services/certificates/certificateIssuing.ts';
import type { CodeState, PersonEvidence } from '../../services/enrollment/enrollment.ts';
import type { Answering } from '../../services/knowledge/answering.ts';
import type { Understand } from '../../services/language/understanding.ts';
import type { Result } from '../../services/shared/result.ts';
import type { CodeRefusal } from '../../services/sms/verificationCode.ts';
import type { Words } from './words.ts';

/** A sentence by its key; index.ts hands the language in. */
export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** What a turn may ask of the trade without waiting: all of it pure for a given `now`. */
export interface DialogWorld {
  readonly translate: (locale: 'ko' | 'en') => Translate;
  /** The words of buttons and wishes, made once a language and way of speaking. */
  readonly words: (locale: 'ko' | 'en', plain: boolean) => Words;
  readonly banks: Banks;
  /** The questions people ask, with their answers. */
  readonly answering: Pick<Answering, 'answer' | 'answerToLabel' | 'answerToMessage'>;
  readonly understand: Understand;
  /** The label of the button that says what an intent means; undefined for one that has none. */
  labelOf(intent: string): string | undefined;
  /** Pages of frequent questions: label keys of the pages, and of the questions on the page whose button says `label`. */
  readonly topics: { all(): readonly string[]; of(label: string): readonly string[] | undefined };
  /** Compares a typed code with the ones derived for this case. */
  checkCode(request: {
    readonly typed: string;
    readonly caseId: string;
    readonly code: CodeState;
    readonly now: Temporal.Instant;
  }): Result<void, CodeRefusal>;
  /** What the confirmation shows; opens the sealed name for the hash. */
  summary(
    request: Omit<IssueSubject, 'vid' | 'name' | 'personKey'> & { readonly person: PersonEvidence },
    now: Temporal.Instant,
  ): IssueSummary;
  /** Won a year for a business kind. */
  readonly businessFeeWon: number;
  /** Where the consent documents can be read. */
  readonly termsUrl: string;
}
