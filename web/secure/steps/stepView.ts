import type { DrawnStep, FormPage, StepPage } from '../../../services/visits/stepPage.ts';
import { placeError, type ErrorPlaces, type PlacedError } from '../../forms/placedError.ts';
import type { PageCode } from '../../../services/visits/pageRefusal.ts';
import type { Markup } from '../../html.ts';
import type { DocumentName } from '../documents.ts';
import { sentenceOf, type Drawing } from '../drawing.ts';

/** How the page of one step is drawn. */
interface ViewRules<Shown, Field extends string> {
  readonly document: DocumentName;
  /** Which field a refusal of the step is shown beside; any other stands above the form. */
  readonly errorPlaces?: ErrorPlaces;
  render(page: DrawnStep<Shown, Field>, drawing: StepDrawing): Markup;
}

/** What the page of a step is drawn with: a refusal is at its place already. */
export interface StepDrawing extends Drawing {
  readonly errors: PlacedError;
}

/** The page of a step, as the registry of this layer holds it; `formView` and `awayView` make it. */
export type StepView = FormView | AwayView;

interface Renderable {
  readonly name: string;
  readonly document: DocumentName;
  render(page: DrawnStep, drawing: Drawing): Markup;
}

/** A form: what it sends comes in an envelope of this length at the most. */
export interface FormView extends Renderable {
  readonly kind: 'form';
  readonly longestEnvelope: number;
}

/** A button that leads to another site: sent by the browser itself. */
export interface AwayView extends Renderable {
  readonly kind: 'away';
  /** The system whose outage is said on the page, and the refusal that says it. */
  readonly outage: { readonly system: string; readonly code: PageCode };
}

/** The view of a step that is a form. */
export function formView<Shown, Fields, Field extends string>(
  page: FormPage<Shown, Fields, Field>,
  rules: ViewRules<Shown, Field>,
): FormView {
  return { kind: 'form', longestEnvelope: page.longestEnvelope, ...renderable(page, rules) };
}

/** The view of a step that leads to another site. */
export function awayView<Shown>(
  page: StepPage<Shown, never>,
  rules: ViewRules<Shown, never> & Pick<AwayView, 'outage'>,
): AwayView {
  return { kind: 'away', outage: rules.outage, ...renderable(page, rules) };
}

function renderable<Shown, Field extends string>(
  page: StepPage<Shown, Field>,
  rules: ViewRules<Shown, Field>,
): Renderable {
  return {
    name: page.name,
    document: rules.document,
    render: (drawn, drawing) => {
      if (!page.isDrawnAs(drawn)) throw new Error(`expected a page of the step ${page.name}, found ${drawn.step.name}`);
      const errors = placeError(drawing.refusal, rules.errorPlaces ?? {}, (refusal) => sentenceOf(refusal, drawing.t));
      return rules.render(drawn, { ...drawing, errors });
    },
  };
}
