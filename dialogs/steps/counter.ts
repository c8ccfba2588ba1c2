import type { Field } from '../../services/enrollment/enrollment.ts';
import { countOf, planFor, type StepCount } from '../../services/enrollment/plan/plan.ts';
import type { Turn } from '../turn/turn.ts';

/** How far the customer is at `field`, as the titles of its cards say it: `3/5`, by the plan of what is under way. */
export function counterOf(turn: Turn, field: Field): StepCount & Readonly<Record<string, number>> {
  return { ...countOf(planFor(turn.enrollment), field) };
}
