/** What every page of a visit says of it: who asks for what, which steps, how long. */
export interface VisitOutline {
  /** The visit's id; not a secret, opens nothing by itself. */
  readonly visit: string;
  /** The same for every link of one case: what a page may keep of unfinished fields is kept under it. */
  readonly draftKey: string;
  readonly locale?: 'ko' | 'en';
  readonly purpose: string;
  readonly bankCode: string;
  readonly product: string;
  readonly maskedName?: string;
  /** Every step of the visit in order. */
  readonly steps: readonly OutlinedStep[];
  readonly secondsLeft: number;
}

/** A step by its name, and whether it is done. */
export interface OutlinedStep {
  readonly step: string;
  readonly done: boolean;
}

/**
 * Every step of the visit in the order of the walk: what earlier links completed, then what this link holds.
 *
 * @param order all steps there are, in the order in which a customer meets them
 */
export function outlineSteps(
  order: readonly string[],
  steps: readonly string[],
  done: ReadonlySet<string>,
): readonly OutlinedStep[] {
  const earlier = order.filter((step) => done.has(step) && !steps.includes(step));
  return [...earlier, ...steps].map((step) => ({ step, done: done.has(step) }));
}
