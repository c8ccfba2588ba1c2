import type { OwnCertificate } from '../../services/enrollment/enrollment.ts';
import { sayAgain, type Step } from '../turn/step.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { eligible } from '../../services/enrollment/holdings.ts';
import { nameOf } from './certificateRows.ts';

/** Which of several certificates; asked only when there are several. */
export const chosenStep: Step = {
  field: 'chosen',
  ask(turn, { misses }) {
    turn.asks('chosen');
    if (misses === 0) turn.say('life.chosen.ask');
    else sayAgain(turn, 'life.chosen', misses);
    const found = choices(turn);
    turn.say('life.chosen.list', { list: found.map((one, index) => `${index + 1}. ${nameOf(turn, one)}`).join('\n') });
    turn.offer(
      ...found.map((one) => ({
        label: turn.t(`life.chosen.kind.${one.product}`),
        value: { step: 'chosen', serial: one.serialHex },
      })),
      turn.button('common.cancel'),
      turn.button('common.agent'),
    );
  },
  read(turn, message) {
    const one = pick(turn, message);
    if (one) turn.put('chosen', one.serialHex);
    return one !== undefined;
  },
};

function choices(turn: Turn): readonly OwnCertificate[] {
  return eligible(turn.enrollment.task, turn.enrollment.holdings ?? []);
}

/** By its button, or by the kind or the bank that only one of them has. */
function pick(turn: Turn, { value, understanding }: Message): OwnCertificate | undefined {
  const found = choices(turn);
  if (typeof value?.['serial'] === 'string') return found.find(({ serialHex }) => serialHex === value['serial']);
  const { certificate_kind: kind, bank } = understanding.slots;
  const bankCode = turn.world.banks.byId(bank ?? '')?.code;
  if (kind === undefined && bankCode === undefined) return undefined;
  const fitting = found.filter(
    (one) =>
      (kind === undefined || (one.product === 'personal') === (kind === 'personal')) &&
      (bankCode === undefined || one.bankCode === bankCode),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}
