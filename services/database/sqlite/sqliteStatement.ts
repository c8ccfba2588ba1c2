/** What a column holds or a parameter binds. */
export type SqlValue = string | number | null;

/** One row, in column order. */
export type SqlRow = readonly SqlValue[];

/** SQL with its parameters; the text is prepared once. Writes say `RETURNING` when their effect matters. */
export type SqlStatement = readonly [sql: string, ...parameters: readonly SqlValue[]];

/** Statements that take effect together or not at all. */
export type SqlUnit = readonly SqlStatement[];

/** The rows of each statement of a unit; `conflict`: a unique key was taken, nothing of the unit was written. */
export type SqlOutcome = readonly (readonly SqlRow[])[] | 'conflict';

/** What the worker is opened with. */
export interface SqliteOpening {
  readonly file: string;
  readonly schema: string;
}

/** A batch on its way to the worker: one transaction. */
export type SqliteRequest = readonly SqlUnit[];

/** The worker's answer: ready or a batch's outcomes in order, or why the whole batch failed and left nothing. */
export type SqliteReply = { readonly outcomes: readonly SqlOutcome[] } | { readonly failure: string };
