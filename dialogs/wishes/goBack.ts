import type { Field, KeptField } from '../../services/enrollment/enrollment.ts';
import { isKept } from '../../services/enrollment/fields/registry.ts';
import { eligible } from '../../services/enrollment/holdings.ts';
import { answered, fieldOrder } from '../../services/enrollment/plan/progress.ts';
import { menu } from '../tasks/greeting.ts';
import { currentStep, goOn, resume } from '../tasks/stepRegistry.ts';
import type { Turn } from '../turn/turn.ts';

/** 이전: takes the last answer of the chat back. Log-in and identity are one visit, so they go together. */
export function goBack(turn: Turn): void {
  const step = currentStep(turn);
  if (!step) {
    turn.say('back.nothing');
    return menu(turn);
  }
  if (step.field === 'smsCode' && turn.enrollment.smsCode) {
    turn.drop('smsCode');
    return goOn(turn);
  }
  const previous = previousField(turn, step.field);
  if (!previous) {
    turn.say('back.first');
    return resume(turn);
  }
  turn.drop(previous);
  if (previous === 'identity') turn.drop('bankLogin');
  goOn(turn);
}

/** Fields that are asked in one breath with the one before them. */
const together: ReadonlySet<Field> = new Set<Field>(['identity']);
/** What was looked up or proved is no answer to take back. */
const notAnswers: ReadonlySet<Field> = new Set<Field>(['holdings', 'proof']);

/** Whether the customer gave this answer: what there was no choice in was never asked. */
function wasAsked({ enrollment }: Turn, field: Field): boolean {
  if (notAnswers.has(field)) return false;
  if (field === 'bank') return enrollment.bank !== undefined;
  if (field === 'replacement') return enrollment.identity?.existing !== undefined;
  return field !== 'chosen' || eligible(enrollment.task, enrollment.holdings ?? []).length > 1;
}

function previousField(turn: Turn, field: Field): KeptField | undefined {
  const order = fieldOrder(turn.enrollment);
  const start = together.has(field) ? order.indexOf('bankLogin') : order.indexOf(field);
  return order
    .slice(0, start)
    .filter((one) => isKept(one))
    .reverse()
    .find((one) => wasAsked(turn, one) && answered(turn.enrollment, one, turn.now));
}
