/** The first whole millisecond at which something due at `at` is due: rounded up, so that nothing is claimed early. */
export function dueMilliseconds(at: Temporal.Instant): number {
  return at.round({ smallestUnit: 'millisecond', roundingMode: 'ceil' }).epochMilliseconds;
}
