import { expect } from '@jest/globals';

const temporalTypes = [
  Temporal.Instant,
  Temporal.ZonedDateTime,
  Temporal.PlainDate,
  Temporal.PlainTime,
  Temporal.PlainDateTime,
  Temporal.PlainYearMonth,
  Temporal.PlainMonthDay,
  Temporal.Duration,
] as const;

/** `Temporal.Instant 2026-01-01T00:00:00Z` for a Temporal value, undefined for anything else. */
function temporalText(value: unknown): string | undefined {
  const type = temporalTypes.find((candidate) => value instanceof candidate);
  return type && `${type.name} ${String(value)}`;
}

/**
 * Jest compares objects by their own properties, and a Temporal value has none: any two are equal (PITFALLS 19).
 * This tester compares them by type and string; loaded for every test by jest.config.json.
 */
function temporalEquality(a: unknown, b: unknown): boolean | undefined {
  const left = temporalText(a);
  const right = temporalText(b);
  if (left === undefined && right === undefined) return undefined;
  return left === right;
}

expect.addEqualityTesters([temporalEquality]);
