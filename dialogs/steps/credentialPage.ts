import type { Field } from '../../services/enrollment/enrollment.ts';
import type { Step } from '../turn/step.ts';
import { bankName, visitStep } from './visit.ts';
import type { Turn } from '../turn/turn.ts';

/** A page that asks for the credential; who does not know it is led to a new certificate. */
export function credentialPage(field: Extract<Field, 'renewal' | 'newCredential' | 'signature'>): Step {
  return visitStep(field, {
    card: (turn, buttons) => turn.card(`life.${field}`, buttons, { bank: bankName(turn), kind: kindName(turn) }),
    note: (turn, minutes) => turn.say('life.proof.note', { minutes }),
    left: (turn, buttons) => turn.card(`life.${field}.left`, buttons),
    openKey: () => `life.${field}.open`,
    more: (turn) => turn.button('life.proof.unknown'),
    ways: (turn) => [turn.button('life.expiryFirst')],
    read: () => false,
  });
}

/** `개인용` */
function kindName(turn: Turn): string {
  return turn.t(`product.${turn.enrollment.kind ?? 'personal'}`);
}
