import type { Step } from '../turn/step.ts';
import { counterOf } from './counter.ts';
import { bankName, visitStep } from './visit.ts';

/** A step of an issue that is walked in the secure view; its words stand below `key`. */
export function issueVisit(field: 'bankLogin' | 'identity' | 'credential', key: string): Step {
  return visitStep(field, {
    card: (turn, buttons) => turn.card(key, buttons, { bank: bankName(turn), ...counterOf(turn, field) }),
    note: (turn, minutes) => turn.say(`${key}.note`, { minutes }),
    left: (turn, buttons) => turn.card(`issue.visit.left.${field}`, buttons, counterOf(turn, field)),
    openKey: () => `${key}.open`,
    ways: (turn) => {
      const why = turn.button(field === 'credential' ? 'issue.credential.rules' : 'issue.visit.why');
      return field === 'credential' ? [why] : [why, turn.button('common.back')];
    },
  });
}
