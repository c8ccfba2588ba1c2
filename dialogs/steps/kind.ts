import { sayAgain, type Step } from '../turn/step.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { counterOf } from './counter.ts';

/** 종류: 개인용 now; the business kinds say what they need and that they follow. */
export const kindStep: Step = {
  field: 'kind',
  ask(turn, { misses }) {
    const value = { step: 'kind', token: turn.asks('kind') };
    sayAgain(turn, 'issue.kind', misses);
    const kinds = [turn.button('issue.kind.personal', value), turn.button('issue.kind.business', value)];
    turn.card('issue.kind', kinds, counterOf(turn, 'kind'));
    turn.offer(turn.button('common.back'), turn.button('issue.kind.difference'), turn.button('common.agent'));
  },
  read(turn, message) {
    const kind = kindIn(message);
    if (!kind) return false;
    if (kind === 'personal') turn.put('kind', 'personal');
    else explainBusiness(turn, kind);
    return true;
  },
};

/** The kind a message names: a purpose alone means a business. */
export function kindIn(message: Message): 'personal' | 'business' | 'businessFinance' | 'businessTax' | undefined {
  const { certificate_kind: kind, purpose } = message.understanding.slots;
  if (purpose === 'finance_public') return 'businessFinance';
  if (purpose === 'e_tax') return 'businessTax';
  return kind;
}

/** What a business kind is for and needs; it can't be chosen yet. */
export function explainBusiness(turn: Turn, kind: 'business' | 'businessFinance' | 'businessTax'): void {
  sayBusiness(turn, kind);
  turn.asks('kind');
  const kinds = kind === 'business' ? ['issue.business.finance', 'issue.business.tax'] : [];
  turn.offer(
    turn.button('issue.kind.personal'),
    ...kinds.map((key) => turn.button(key)),
    turn.button('common.agent'),
    turn.button('common.startOver'),
  );
}

/** What a business kind is for and needs, in two bubbles. */
export function sayBusiness(turn: Turn, kind: 'business' | 'businessFinance' | 'businessTax'): void {
  turn.say(`issue.business.${kind}`);
  turn.say('issue.business.needs', { won: turn.world.businessFeeWon.toLocaleString('ko-KR') });
}
