import { consentDocuments } from '../../services/enrollment/consentDocuments.ts';
import { readYesNo } from '../../services/language/slots/yesNo.ts';
import type { Consent } from '../../services/enrollment/enrollment.ts';
import type { Message } from '../turn/stimulus.ts';
import { isOneOf, sayAgain, type Step } from '../turn/step.ts';
import type { Turn } from '../turn/turn.ts';
import { counterOf } from './counter.ts';

/** 약관 동의: 필수 and 선택 apart, each recorded with version and time (DOMAIN §8). */
export const consentStep: Step = {
  field: 'consent',
  ask(turn, { misses }) {
    const value = { step: 'consent', token: turn.asks('consent') };
    sayAgain(turn, 'issue.consent', misses);
    const read = { label: turn.t('issue.consent.read'), link: termsUrl(turn) };
    const choices = [read, turn.button('issue.consent.required', value), turn.button('issue.consent.all', value)];
    turn.card('issue.consent', choices, counterOf(turn, 'consent'));
    turn.offer(turn.button('issue.consent.none'), turn.button('common.back'), turn.button('common.agent'));
  },
  read(turn, message) {
    const choice = choiceIn(turn, message);
    if (!choice) return false;
    if (choice === 'none') refusesConsent(turn);
    else if (choice === 'read') showDocuments(turn);
    else agrees(turn, choice === 'all');
    return true;
  },
};

/** The documents in the language that is spoken here, whatever the browser's. */
function termsUrl(turn: Turn): string {
  return `${turn.world.termsUrl}?language=${turn.record.locale}`;
}

type Choice = 'required' | 'all' | 'none' | 'read';

/** Only the words of the buttons, or a plain yes or no to what was asked, count (a yes is for what is required). */
function choiceIn(turn: Turn, message: Message): Choice | undefined {
  const choices: readonly Choice[] = ['none', 'all', 'required', 'read'];
  const found = choices.find((choice) => isOneOf(turn, message.text, `issue.consent.words.${choice}`));
  if (found) return found;
  const answer = readYesNo(message.text);
  if (answer === 'yes') return 'required';
  return answer === 'no' ? 'none' : undefined;
}

function agrees(turn: Turn, all: boolean): void {
  const consents: readonly Consent[] = consentDocuments.map(({ document, version, required }) => ({
    document,
    version,
    agreed: required || all,
    at: turn.now.toString(),
    channel: turn.channel,
  }));
  turn.put('consent', consents);
  turn.effect({ kind: 'consent.record', enrollmentId: turn.enrollment.id, consents });
}

function refusesConsent(turn: Turn): void {
  turn.say('issue.consent.refused');
  turn.asks('consent');
  turn.offer(
    turn.button('issue.consent.required'),
    { label: turn.t('issue.consent.stop'), say: turn.t('common.cancel') },
    turn.button('common.agent'),
  );
}

function showDocuments(turn: Turn): void {
  turn.card('issue.consent.documents', [{ label: turn.t('issue.consent.open'), link: termsUrl(turn) }]);
  turn.asks('consent');
  turn.offer(
    turn.button('issue.consent.required'),
    turn.button('issue.consent.all'),
    turn.button('issue.consent.none'),
    turn.button('common.agent'),
  );
}
