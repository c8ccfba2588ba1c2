import { reasons, type Reason, type Task } from '../../services/enrollment/enrollment.ts';
import type { RevocationReason } from '../../services/certificates/revocationReason.ts';
import { readReason } from '../../services/language/reading/reasons.ts';
import { isOneOf, sayAgain, type Step } from '../turn/step.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/** What is offered, in the order it is shown. */
const offered: Readonly<Partial<Record<Task, readonly Reason[]>>> = {
  reissue: ['forgotten', 'locked', 'numberChanged', 'nameChanged', 'lostDevice', 'suspicion'],
  revoke: ['notNeeded', 'lostDevice', 'suspicion', 'nameChanged', 'broken'],
};

/** What a message gives as the reason by itself. */
const byIntent: Readonly<Record<string, Reason>> = {
  forgot_pin: 'forgotten',
  pin_locked: 'locked',
  phone_changed: 'numberChanged',
  name_changed: 'nameChanged',
  device_changed: 'lostDevice',
  report_fraud: 'suspicion',
};

/** 왜: in plain words; what it means for the certificate is decided here, not by the customer. */
export const reasonStep: Step = {
  field: 'reason',
  ask(turn, { misses }) {
    const { task } = turn.enrollment;
    turn.asks('reason');
    if (misses === 0) turn.say(`life.${task}.reason`);
    else sayAgain(turn, 'life.reason', misses);
    turn.offer(
      ...(offered[task] ?? []).map((reason) => ({
        label: turn.t(`life.reason.${reason}`),
        value: { step: 'reason', reason },
      })),
      turn.button('common.back'),
      turn.button('common.agent'),
    );
  },
  read(turn, message) {
    const reason = reasonIn(turn, message);
    if (reason) turn.put('reason', reason);
    return reason !== undefined;
  },
};

/** The reason that a message gives: by button, by its words, or as what it was understood. */
export function reasonIn(turn: Turn, message: Message): Reason | undefined {
  return reasonInWords(turn, message) ?? byIntent[message.understanding.intent];
}

/** The reason that stands in a message for sure. */
export function reasonInWords(turn: Turn, message: Message): Reason | undefined {
  const pressed = message.value?.['reason'];
  const named = reasons.find(
    (reason) => reason === pressed || isOneOf(turn, message.text, `life.reason.words.${reason}`),
  );
  return named ?? (message.value === undefined ? readReason(message.text) : undefined);
}

/** What the register will say (RFC 5280 §5.3.1). */
export function revocationReasonOf(reason: Reason | undefined): RevocationReason {
  if (reason === 'lostDevice' || reason === 'suspicion') return 'keyCompromise';
  if (reason === 'nameChanged') return 'affiliationChanged';
  return reason === 'notNeeded' ? 'cessationOfOperation' : 'unspecified';
}
