import type { RefusalCode } from '../../services/shared/refusals.ts';
import type { Refusal } from '../../services/shared/result.ts';

/** Where a refusal is shown: beside fields, or above the form when it concerns none, or none that may be named. */
export interface PlacedError {
  readonly form?: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Which field a refusal is shown beside, by its code. */
export type ErrorPlaces<Code extends RefusalCode = RefusalCode> = Readonly<Partial<Record<Code, string>>>;

/** The sentence of a refusal at its place; a code without a place stands above the form. */
export function placeError<Code extends RefusalCode>(
  refusal: Refusal<Code> | undefined,
  places: ErrorPlaces<Code>,
  sentence: (refusal: Refusal<Code>) => string,
): PlacedError {
  if (!refusal) return { fields: {} };
  const field = places[refusal.code];
  return field === undefined ? { form: sentence(refusal), fields: {} } : { fields: { [field]: sentence(refusal) } };
}
