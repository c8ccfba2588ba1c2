import type { Asked } from '../../services/cases/asked.ts';
import type { CaseRecord } from '../../services/cases/caseRecord.ts';
import type { Enrollment, Task } from '../../services/enrollment/enrollment.ts';

/** What a conversation keeps besides its task, its question and its visit; each is changed as a whole. */
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
type Counter = 'visits' | 'passages' | 'codes' | 'handoffs';

/**
 * The case as it will be. The record that a turn began with stays as it was: a change replaces a part by another, and what
 * is inside of a part never changes.
 */
export class CaseDraft {
  readonly now: Temporal.Instant;
  readonly #record: CaseRecord;

  constructor(record: CaseRecord, now: Temporal.Instant) {
    this.#record = { ...record };
    this.now = now;
  }

  /** The case as it is by now. */
  get record(): CaseRecord {
    return this.#record;
  }

  /** The task under way; a step is only ever called when there is one. */
  get enrollment(): Enrollment {
    if (!this.#record.enrollment) throw new Error('expected an enrollment under way, found none');
    return this.#record.enrollment;
  }

  /** Begins a task with what is known already; what was under way is gone unless it was put aside. */
  begin(task: Task, known: Partial<Enrollment> = {}): void {
    const number = this.count('enrollments');
    const id = `${this.#record.id}.${number}`;
    this.#record.enrollment = { id, task, startedAt: this.now.toString(), ...known };
  }

  /** Changes what is no answer of the customer's, or what an answer is about. */
  amend(changes: Partial<Enrollment>): void {
    this.#record.enrollment = { ...this.enrollment, ...changes };
  }

  /** The task that was put aside is under way again. */
  bringBack(): void {
    this.#record.enrollment = this.#record.shelved;
    this.#record.shelved = undefined;
  }

  /** Nothing is under way any more, and nothing is asked. */
  endTask(): void {
    this.#record.enrollment = undefined;
    this.#record.asked = undefined;
  }

  /** Nothing is asked any more: the next question is the first. */
  askedNothing(): void {
    this.#record.asked = undefined;
  }

  /** What was asked, as it stands in its buttons. */
  setAsked(asked: Asked): void {
    this.#record.asked = asked;
  }

  /** Keeps something of the conversation; `undefined` forgets it. */
  keep(kept: Partial<Kept>): void {
    Object.assign(this.#record, kept);
  }

  /** The next number of a counter. */
  count(counter: Counter | 'enrollments'): number {
    const number = (this.#record[counter] ?? 0) + 1;
    this.#record[counter] = number;
    return number;
  }
}
