import { readYesNo } from '../../services/language/slots/yesNo.ts';
import { isOneOf, sayAgain, type Step } from '../turn/step.ts';
import type { Turn } from '../turn/turn.ts';
import { formatDay } from '../turn/times.ts';

/** 1인 1인증서: issuing anew revokes the one there is. Asked only when there is one, and never taken for granted. */
export const replacementStep: Step = {
  field: 'replacement',
  ask(turn, { misses, brief }) {
    const existing = turn.enrollment.identity?.existing;
    if (!existing) throw new Error('expected a certificate to replace, found none');
    const value = { step: 'replacement', token: turn.asks('replacement') };
    const bank = turn.world.banks.byCode(existing.bankCode)?.name ?? existing.bankCode;
    sayAgain(turn, 'issue.replacement', misses);
    if (misses === 0 && !brief) turn.say('issue.replacement.found', { bank, until: formatDay(existing.notAfter) });
    turn.card('issue.replacement', [
      turn.button('issue.replacement.replace', value),
      { label: turn.t('issue.replacement.keep'), say: turn.t('issue.replacement.keep'), value },
    ]);
    turn.offer(turn.button('common.back'), turn.button('common.agent'));
  },
  read(turn, message) {
    const existing = turn.enrollment.identity?.existing;
    const answer = readYesNo(message.text, 'issue');
    if (isOneOf(turn, message.text, 'issue.replacement.keepWords') || answer === 'no') return keep(turn);
    const agrees = isOneOf(turn, message.text, 'issue.replacement.replaceWords') || answer === 'yes';
    if (!agrees || !existing) return false;
    turn.put('replacement', { at: turn.now.toString(), serialHex: existing.serialHex });
    return true;
  },
};

/** The customer keeps what they have: nothing is issued, nothing is revoked. */
function keep(turn: Turn): true {
  turn.say('issue.replacement.kept');
  turn.endTask();
  turn.offer(turn.button('menu.expiry'), turn.button('menu.faq'), turn.button('common.startOver'));
  return true;
}
