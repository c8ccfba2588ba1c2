import type { StepView } from './steps/stepView.ts';

/** The views of all steps, by name. */
export class StepViews {
  readonly all: readonly StepView[];

  constructor(all: readonly StepView[]) {
    this.all = all;
  }

  /** @throws Error for a step that has no page here */
  byName(name: string): StepView {
    const view = this.all.find((one) => one.name === name);
    if (!view) throw new Error(`expected a view of the step ${name}, found ${this.all.map((one) => one.name).join()}`);
    return view;
  }
}
