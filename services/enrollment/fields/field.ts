import type { z } from 'zod';
import type { Banks } from '../../banks/banks.ts';
import type { EvidenceKind, EvidenceNeed } from '../../identity/evidence.ts';
import type { Result } from '../../shared/result.ts';
import type { SecureStep } from '../secureStep.ts';
import type { Answers, EndField, Enrollment, KeptField } from '../enrollment.ts';

/** Why an answer is not taken; nothing of it was kept. */
export type AnswerRefusal =
  | 'answer.form'
  | 'bank.unknown'
  | 'bank.notIssuer'
  | 'kind.notYet'
  | 'consent.incomplete'
  | 'chosen.unknown'
  | 'institution.unknown'
  | 'institution.own';

/** What an answer is judged by. */
export interface AnswerContext {
  readonly enrollment: Enrollment;
  readonly banks: Banks;
}

/** What says whether an answer is there and still counts. */
export interface AnsweredContext {
  readonly enrollment: Enrollment;
  /** What the task's act needs, with the checks of its bank and product. */
  readonly needs: readonly EvidenceNeed[];
  readonly now: Temporal.Instant;
}

/**
 * Where a field is answered: in the words of the chat, on a page of the secure view, by a look-up that nobody is asked
 * about, or by the act itself, which ends the task.
 */
export type AnsweredIn = 'chat' | 'page' | 'lookUp' | 'act';

/** How a customer counts a field: one visit holds several pages; from the first look at the certificate on it is the end. */
export type CountedAs = 'alone' | 'visit' | 'end';

/** What every field is. */
export interface FieldModule {
  readonly where: AnsweredIn;
  readonly countedAs: CountedAs;
  /** Asked before the steps are counted: `1/5` is the next one. */
  readonly isBeforeCounting?: true;
  /** The page that answers it, by how the customer proves who they are. */
  page?(enrollment: Enrollment): SecureStep;
  /** Fields whose answers it rests on: another answer there, and it is asked again. */
  readonly restsOn: readonly KeptField[];
  /** Fields it rests on only as far as they name a person: proved once more by the same one, it stands. */
  readonly restsOnPersonOf?: readonly KeptField[];
  /** What an answer proves. */
  readonly gives?: readonly EvidenceKind[];
  /** An agent may propose an answer; the customer confirms it by a button. */
  readonly agentMayPropose: boolean;
}

/** A field whose answer is kept. */
export interface KeptFieldModule<Name extends KeptField> extends FieldModule {
  readonly field: Name;
  /** The answer as it stands in a record, checked at the door. */
  readonly shape: z.ZodType<Answers[Name]>;
  /** True when it needs no question now. */
  isAnswered(context: AnsweredContext): boolean;
  /** Judges an answer of the right shape, whoever gives it. */
  accept(answer: Answers[Name], context: AnswerContext): Result<Answers[Name], AnswerRefusal>;
}

/** A field that ends its task: it is never answered, since the task is over then. */
export interface EndFieldModule<Name extends EndField> extends FieldModule {
  readonly field: Name;
}
