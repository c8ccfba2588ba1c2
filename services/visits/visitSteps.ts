import type { VisitStep } from './visitStep.ts';

/** The steps there are, in the order in which a customer meets them. */
export class VisitSteps {
  readonly order: readonly string[];
  readonly #byName: ReadonlyMap<string, VisitStep>;

  constructor(steps: readonly VisitStep[]) {
    this.order = steps.map(({ name }) => name);
    this.#byName = new Map(steps.map((step) => [step.name, step]));
    if (this.#byName.size !== steps.length)
      throw new Error(`expected steps of different names, found ${this.order.join(', ')}`);
  }

  /** @throws Error for a step that nobody registered: a visit can't hold one */
  byName(name: string): VisitStep {
    const step = this.#byName.get(name);
    if (!step) throw new Error(`expected one of the steps ${this.order.join(', ')}, found ${name}`);
    return step;
  }
}
