import type { SecureStep } from '../secureStep.ts';
import type { Enrollment, Field } from '../enrollment.ts';
import { fieldModules, isKept, keptFields } from '../fields/registry.ts';
import { planFor } from './plan.ts';

/** The fields of a task in the order of asking, with what its bank and product add. */
export function fieldOrder(enrollment: Pick<Enrollment, 'task' | 'bank' | 'kind'>): readonly Field[] {
  return planFor(enrollment).fields;
}

/** True when the field needs no question now. */
export function answered(enrollment: Enrollment, field: Field, now: Temporal.Instant): boolean {
  if (!isKept(field)) return false;
  return keptFields[field].isAnswered({ enrollment, needs: planFor(enrollment).needs, now });
}

/** The first answer that is missing or counts no more. */
export function needed(enrollment: Enrollment, now: Temporal.Instant): Field | undefined {
  return fieldOrder(enrollment).find((field) => !answered(enrollment, field, now));
}

/** Which step of the secure view answers a field; undefined for one that is answered in chat, or looked up. */
export function secureStepOf(enrollment: Enrollment, field: Field): SecureStep | undefined {
  return fieldModules[field].page?.(enrollment);
}

/** The step of the secure view that the task waits for; what is only looked up holds up no page. */
export function neededStep(enrollment: Enrollment, now: Temporal.Instant): SecureStep | undefined {
  const field = askedFields(enrollment).find((one) => !answered(enrollment, one, now));
  return field && secureStepOf(enrollment, field);
}

/** The steps that one visit holds, beginning with the one of `first`; what is only looked up lies between them unseen. */
export function visitSteps(enrollment: Enrollment, first: Field): readonly SecureStep[] {
  const order = askedFields(enrollment);
  const steps: SecureStep[] = [];
  for (const field of order.slice(order.indexOf(first))) {
    const step = secureStepOf(enrollment, field);
    if (!step) break;
    steps.push(step);
  }
  return steps;
}

/** True when a step of the secure view need not be walked (any more). */
export function stepAnswered(enrollment: Enrollment, step: SecureStep, now: Temporal.Instant): boolean {
  const field = fieldOrder(enrollment).find((one) => secureStepOf(enrollment, one) === step);
  return field !== undefined && answered(enrollment, field, now);
}

function askedFields(enrollment: Enrollment): readonly Field[] {
  return fieldOrder(enrollment).filter((field) => fieldModules[field].where !== 'lookUp');
}
