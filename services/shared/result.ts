import type { RefusalCode } from './refusals.ts';

/** What a service answers when the customer may have to put something right: a value, or a refusal with its code. */
export type Result<T, Code extends RefusalCode = RefusalCode> =
  { readonly ok: true; readonly value: T } | Refusal<Code>;

/**
 * A refusal: the customer can put it right (DESIGN §5). `code` is one of the list in refusals.ts, which says how it is
 * told; `details` holds the plain values its sentence shows, e.g. `{ triesLeft: 4 }`, never a secret.
 */
export interface Refusal<Code extends RefusalCode = RefusalCode> {
  readonly ok: false;
  readonly code: Code;
  readonly details?: Readonly<Record<string, string | number>>;
}

/** A result that carries `value`. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A refusal with its code and the values its sentence shows. */
export function refuse<Code extends RefusalCode>(
  code: Code,
  details?: Readonly<Record<string, string | number>>,
): Refusal<Code> {
  return details ? { ok: false, code, details } : { ok: false, code };
}
