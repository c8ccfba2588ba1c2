/** One line of the bench's table. Ratios are of one run, so that the machine's noise cancels. */
export interface Row {
  readonly bench: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
}

/** A row with three significant digits. */
export function row(bench: string, what: string, value: number, unit: string): Row {
  return { bench, what, value: Number(value.toPrecision(3)), unit };
}

/** The value below which `share` (0 to 1) of the sorted numbers lie. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
