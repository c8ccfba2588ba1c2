import type { RefusalToldBy } from '../shared/refusals.ts';
import type { Refusal, Result } from '../shared/result.ts';

/** A code that a page of the secure view has a sentence for. */
export type PageCode = RefusalToldBy<'page'>;

/** A refusal that a page can show. */
export type PageRefusal = Refusal<PageCode>;

/** What a step answers: a refusal that its page can show, or that the step is no longer waited for (`visit.stepGone`). */
export type StepResult<T> = Result<T, PageCode | 'visit.stepGone'>;
