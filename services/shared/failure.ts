import type { RefusalToldBy } from './refusals.ts';
import type { HttpResponse } from './route.ts';

/**
 * The answer of any route to what went wrong: a code that programs read, never a message made inside (SECURITY §2
 * Errors). `id` is the request's, by which the log is searched.
 */
export function failure(status: number, code: RefusalToldBy<'program'>, id: string): HttpResponse {
  return { status, body: { error: { code, id } } };
}
