import type { Field } from '../../services/enrollment/enrollment.ts';
import { stepsIn } from '../../services/enrollment/plan/plan.ts';
import { answered, fieldOrder, needed } from '../../services/enrollment/plan/progress.ts';
import type { Turn } from '../turn/turn.ts';

/** What is done and still good, as one list: `KB국민은행, 개인용, 약관 동의`. Empty when nothing is. */
export function doneSoFar(turn: Turn): string {
  const { enrollment } = turn.record;
  if (!enrollment) return '';
  const done = fieldOrder(enrollment).filter((field) => answered(enrollment, field, turn.now));
  return done.flatMap((field) => nameOf(turn, field) ?? []).join(', ');
}

function nameOf(turn: Turn, field: Field): string | undefined {
  const { bank, kind } = turn.enrollment;
  if (field === 'bank') return turn.world.banks.byCode(bank ?? '')?.name;
  if (field === 'kind') return kind && turn.t(`product.${kind}`);
  const shown: readonly Field[] = ['consent', 'identity', 'smsCode', 'proof', 'reason'];
  return shown.includes(field) ? turn.t(`step.${field}`) : undefined;
}

/** 이제 뭐 하면 돼?: what is done, how much is left. False when nothing is under way. */
export function sayWhere(turn: Turn): boolean {
  const { enrollment } = turn.record;
  const field = enrollment && needed(enrollment, turn.now);
  if (!field) return false;
  const order = fieldOrder(enrollment);
  const left = stepsIn(order.slice(order.indexOf(field)));
  const done = doneSoFar(turn);
  if (done === '') turn.say('resume.soFarNothing', { left });
  else turn.say('resume.soFar', { done, left });
  return true;
}
