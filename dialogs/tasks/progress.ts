import type { Field } from '../../services/enrollment/enrollment.ts';
import { answered, fieldOrder, needed } from '../../services/enrollment/fields.ts';
import type { Turn } from '../turn/turn.ts';

/** Fields that a customer counts as one: log-in and identity are one visit, the card comes with the password. */
const together: readonly (readonly Field[])[] = [
  ['bankLogin', 'identity'],
  ['replacement', 'confirmation', 'credential'],
  ['holdings', 'chosen', 'confirmation', 'secondConfirmation', 'outcome'],
  ['holdings', 'renewal'],
  ['holdings', 'newCredential'],
  ['holdings', 'signature'],
];

/** How many things are left to do from `field` on, as a customer counts them. */
function leftFrom(order: readonly Field[], field: Field): number {
  const rest = order.slice(order.indexOf(field));
  const firsts = rest.filter((one, index) => {
    const before = rest[index - 1];
    return before === undefined || !together.some((group) => group.includes(one) && group.includes(before));
  });
  return firsts.length;
}

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
  const left = leftFrom(fieldOrder(enrollment), field);
  const done = doneSoFar(turn);
  if (done === '') turn.say('resume.soFarNothing', { left });
  else turn.say('resume.soFar', { done, left });
  return true;
}
