import type { Field } from '../services/enrollment/enrollment.ts';
import { answered, fieldOrder, needed } from '../services/enrollment/fields.ts';
import type { Turn } from './turn.ts';

/** What the customer does one after the other, as they count it: log-in and identity are one visit, the card comes with the password. */
const counted: readonly (readonly Field[])[] = [
  ['bank'],
  ['kind'],
  ['consent'],
  ['bankLogin', 'identity'],
  ['smsCode'],
  ['replacement', 'confirmation', 'credential'],
];

/** What is done and still good, as one list: `KB국민은행, 개인용, 약관 동의`. Empty when nothing is. */
export function doneSoFar(turn: Turn): string {
  const { enrollment } = turn.record;
  if (!enrollment) return '';
  const done = fieldOrder(enrollment.bank).filter((field) => answered(enrollment, field, turn.now));
  return done.flatMap((field) => nameOf(turn, field) ?? []).join(', ');
}

function nameOf(turn: Turn, field: Field): string | undefined {
  const { bank, kind } = turn.enrollment;
  if (field === 'bank') return turn.world.banks.byCode(bank ?? '')?.name;
  if (field === 'kind') return kind && turn.t(`product.${kind}`);
  return field === 'consent' || field === 'identity' || field === 'smsCode' ? turn.t(`step.${field}`) : undefined;
}

/** 이제 뭐 하면 돼?: what is done, how much is left. False when nothing is under way. */
export function sayWhere(turn: Turn): boolean {
  const { enrollment } = turn.record;
  const field = enrollment && needed(enrollment, turn.now);
  if (!field) return false;
  const left = counted.length - counted.findIndex((fields) => fields.includes(field));
  const done = doneSoFar(turn);
  if (done === '') turn.say('resume.soFarNothing', { left });
  else turn.say('resume.soFar', { done, left });
  return true;
}
