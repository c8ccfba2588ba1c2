import type { Field } from '../../services/enrollment/enrollment.ts';
import type { Turn } from '../turn/turn.ts';

/** `3/5` of a card's title: which step of how many. */
type Counter = Readonly<Record<'step' | 'steps', number>>;

/** Fields whose cards say how far the customer is. */
type CountedField = Extract<Field, 'kind' | 'consent' | 'bankLogin' | 'identity' | 'smsCode' | 'credential'>;

/** Log-in and identity are one visit, so they count as one. */
const steps: Readonly<Record<CountedField, number>> = {
  kind: 1,
  consent: 2,
  bankLogin: 3,
  identity: 3,
  smsCode: 4,
  credential: 5,
};

/** How far the customer is at `field`, as the titles of its cards say it. */
export function counterOf(_turn: Turn, field: CountedField): Counter {
  return { step: steps[field], steps: Math.max(...Object.values(steps)) };
}
