import type { Banks } from '../../services/banks/banks.ts';
import type { Asked } from '../../services/cases/asked.ts';
import type { CaseRecord } from '../../services/cases/caseRecord.ts';
import type { Effect } from '../../services/cases/effect.ts';
import type { Answers, Enrollment, KeptField, Task } from '../../services/enrollment/enrollment.ts';
import type { AnswerRefusal } from '../../services/enrollment/fields/field.ts';
import { acceptable, withAnswer, withoutAnswer } from '../../services/enrollment/plan/answers.ts';
import { secureStepOf } from '../../services/enrollment/plan/progress.ts';
import type { Evidence } from '../../services/identity/evidence.ts';
import { ok, type Result } from '../../services/shared/result.ts';

/** What a conversation keeps besides its task and its question; each part is changed as a whole. */
type Kept = Pick<
  CaseRecord,
  | 'lastAt'
  | 'locale'
  | 'plain'
  | 'choices'
  | 'hopped'
  | 'issued'
  | 'known'
  | 'proved'
  | 'nudges'
  | 'handoff'
  | 'visit'
  | 'shelved'
>;

/** Numbers that count over the life of a case. */
type Counter = 'enrollments' | 'visits' | 'passages' | 'codes' | 'handoffs';

/** Effects as dialogs ask for them; the id is given here. */
type Wanted = Effect extends infer One ? (One extends Effect ? Omit<One, 'id'> : never) : never;

/**
 * The case as it will be: everything a dialog does to a case goes through here. The record that a turn began with stays as
 * it was: a change puts another part in the place of one, and nothing inside of a part ever changes.
 */
export class CaseDraft {
  readonly now: Temporal.Instant;
  readonly #record: CaseRecord;
  readonly #banks: Banks;

  constructor({ record, now, banks }: { record: CaseRecord; now: Temporal.Instant; banks: Banks }) {
    this.#record = { ...record };
    this.now = now;
    this.#banks = banks;
  }

  /** The case as it is by now. */
  get record(): Readonly<CaseRecord> {
    return this.#record;
  }

  /** The task under way; a step is only ever called when there is one. */
  get enrollment(): Enrollment {
    if (!this.#record.enrollment) throw new Error('expected an enrollment under way, found none');
    return this.#record.enrollment;
  }

  /** Where the customer is now: `webchat`, `kakao` … */
  get channel(): string {
    const { conversations, activeConversation } = this.#record;
    return conversations.find(({ id }) => id === activeConversation)?.channel ?? 'none';
  }

  /** Begins a task with what is known already; what was under way is gone unless it was put aside. */
  begin(task: Task, known: Partial<Enrollment> = {}): void {
    const id = `${this.#record.id}.${this.count('enrollments')}`;
    this.#record.enrollment = { id, task, startedAt: this.now.toString(), evidence: [], ...known };
  }

  /**
   * Judges an answer and keeps it, with what it proves; what rested on the one before is dropped. A refusal keeps nothing.
   */
  accept<Name extends KeptField>(
    field: Name,
    answer: Answers[Name],
    evidence: readonly Evidence[] = [],
  ): Result<void, AnswerRefusal> {
    const { enrollment } = this;
    const judged = acceptable(field, answer, { enrollment, banks: this.#banks });
    if (!judged.ok) return judged;
    this.#record.enrollment = withAnswer(enrollment, field, judged.value, evidence);
    return ok(undefined);
  }

  /** Keeps an answer that the dialogs have judged already. @throws Error when its field does not take it */
  put<Name extends KeptField>(field: Name, answer: Answers[Name], evidence: readonly Evidence[] = []): this {
    const taken = this.accept(field, answer, evidence);
    if (!taken.ok) throw new Error(`expected an answer that ${field} takes, found ${taken.code}`);
    return this;
  }

  /** Takes an answer back. A link whose step is to be done again ends. */
  drop(field: KeptField): this {
    const step = secureStepOf(this.enrollment, field);
    this.#record.enrollment = withoutAnswer(this.enrollment, field);
    const { visit } = this.#record;
    if (visit && step && visit.steps.includes(step)) this.#record.visit = { ...visit, finished: true };
    return this;
  }

  /** Changes what is known of a task beside its answers, or what became of an answer after it was taken. */
  amend(changes: Partial<Enrollment>): void {
    this.#record.enrollment = { ...this.enrollment, ...changes };
  }

  /** The task that was put aside is under way again. */
  bringBack(): void {
    this.#record.enrollment = this.#record.shelved;
    this.#record.shelved = undefined;
  }

  /** The link of the visit ends, and the visit with it. */
  closeVisit(): void {
    const { visit } = this.#record;
    if (visit) this.effect({ kind: 'visit.close', visit: visit.number });
    this.#record.visit = undefined;
  }

  /** Nothing is under way any more. */
  leaveTask(): void {
    this.#record.enrollment = undefined;
  }

  /** Nothing is under way any more, and nothing is asked. */
  endTask(): void {
    this.leaveTask();
    this.askedNothing();
  }

  /** Remembers what was asked, under a token of this turn; buttons of the question carry it. */
  asks(what: Asked['what'], how: Pick<Asked, 'refused' | 'form'> = {}): string {
    const { asked, turn } = this.#record;
    const token = `${turn + 1}`;
    this.setAsked({ what, token, misses: asked?.what === what ? asked.misses : 0, ...how });
    return token;
  }

  /** What was asked, as it stands in the buttons. */
  setAsked(asked: Asked): void {
    this.#record.asked = asked;
  }

  /** Nothing is asked any more: the next question is the first. */
  askedNothing(): void {
    this.#record.asked = undefined;
  }

  /** What was understood: counting begins anew. */
  understood(): void {
    const { asked } = this.#record;
    if (asked) this.setAsked({ what: asked.what, token: asked.token, misses: 0 });
  }

  /** Keeps something of the conversation; `undefined` forgets it. */
  keep(kept: Partial<Kept>): void {
    Object.assign(this.#record, kept);
  }

  /** The next number of a counter. */
  count(counter: Counter): number {
    const number = (this.#record[counter] ?? 0) + 1;
    this.#record[counter] = number;
    return number;
  }

  /** Wants something done in the world, once. */
  effect(wanted: Wanted): this {
    const { id: caseId, turn, effects } = this.#record;
    const id = `${caseId}.${turn + 1}.${effects.length}.${wanted.kind}`;
    this.#record.effects = [...effects, { ...wanted, id }];
    return this;
  }
}
