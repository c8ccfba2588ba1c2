import { transferPlaceholder } from '../../services/cases/linkPlaceholder.ts';
import { transferMinutes } from '../../services/cases/transfers.ts';
import { bandOf } from '../../services/language/reading/confidenceBand.ts';
import { wantsPerson, wantsPlainWords } from '../../services/language/reading/plainWish.ts';
import { offerPerson } from '../agent/handoff.ts';
import { offerCall } from '../agent/handoffCards.ts';
import { currentStep } from '../steps/registry.ts';
import { isOneOf } from '../turn/step.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { backToTheWay } from './fallback.ts';
import { waitsForVisit } from '../steps/visit.ts';

/** How the customer wants to be talked to: in which language, how plainly, how fast; and what they won't give. */
export function manners(turn: Turn, message: Message): boolean {
  const named = wishes.find((one) => isOneOf(turn, message.text.toLowerCase(), `manners.words.${one}`));
  const wish = named ?? (message.value === undefined && wantsPlainWords(message.text) ? 'plain' : undefined);
  return wish !== undefined && grant[wish](turn, message);
}

const wishes = ['hop', 'english', 'korean', 'plain', 'usual', 'wait', 'refuse', 'trouble'] as const;

const grant: Readonly<Record<(typeof wishes)[number], (turn: Turn, message: Message) => boolean>> = {
  hop: offerTransfer,
  english: (turn) => speak(turn, 'en'),
  korean: (turn) => speak(turn, 'ko'),
  plain: speakPlainly,
  usual: (turn) => {
    turn.record.plain = false;
    turn.say('manners.usual');
    return backToTheWay(turn);
  },
  wait: (turn) => {
    turn.inPeace = true;
    turn.say('manners.wait');
    turn.offer(turn.button(turn.record.enrollment ? 'common.goOn' : 'menu.issue'), turn.button('common.agent'));
    return true;
  },
  refuse: (turn) => refuseToGive(turn),
  trouble: (turn) => {
    if (!waitsForVisit(turn)) return false;
    turn.say('manners.trouble');
    backToTheWay(turn);
    turn.alsoOffer(turn.button('manners.hop.title'));
    return true;
  },
};

/** 쉬운 말로: one question a bubble and numbered answers from now on, and a person in the same answer (DOMAIN §8). */
function speakPlainly(turn: Turn, message: Message): boolean {
  const already = turn.record.plain;
  turn.record.plain = true;
  if (wantsPerson(message.text)) {
    offerPerson(turn);
    return true;
  }
  // whoever is being robbed hears nothing before that
  if (message.understanding.intent === 'report_fraud') return false;
  const more = wantsMore(message);
  if (!already) turn.say('manners.plain');
  else if (!more) turn.say('manners.plainStill');
  if (more) return false;
  if (!offerCall(turn)) turn.say('manners.person');
  if (!currentStep(turn)) turn.say('menu.ask');
  return backToTheWay(turn);
}

const moreIntents: ReadonlySet<string> = new Set([
  'issue_certificate',
  'renew_certificate',
  'reissue_certificate',
  'revoke_certificate',
  'check_expiry',
  'check_status',
]);

/** The same words begin something, or answer what is asked ("나 일흔넷인데 국민은행이요"): that is dealt with as ever. */
function wantsMore({ understanding }: Message): boolean {
  const { bank, certificate_kind: kind } = understanding.slots;
  return (bank ?? kind) !== undefined || (bandOf(understanding) === 'act' && moreIntents.has(understanding.intent));
}

/** 웹에서 이어하기: a one-time link; the same case goes on there. */
function offerTransfer(turn: Turn): boolean {
  const { record } = turn;
  turn.inPeace = true;
  record.passages += 1;
  turn.effect({ kind: 'passage.open', passage: record.passages, openedAt: turn.now.toString() });
  const link = transferPlaceholder({ caseId: record.id, number: record.passages }, record.locale);
  turn.card('manners.hop', [{ label: turn.t('manners.hop.go'), link }], { minutes: transferMinutes });
  turn.offer(turn.button('common.goOn'), turn.button('common.agent'));
  return true;
}

function speak(turn: Turn, locale: 'ko' | 'en'): boolean {
  turn.record.locale = locale;
  turn.say('manners.language');
  return backToTheWay(turn);
}

/** The customer won't give what is asked: why it is needed, and that nobody makes them. */
function refuseToGive(turn: Turn): boolean {
  const step = currentStep(turn);
  if (!step) return false;
  turn.inPeace = true;
  turn.say(`why.${step.field}`).say(turn.enrollment.task === 'issue' ? 'manners.refuse' : 'life.refuse');
  turn.offer(turn.button('common.goOn'), turn.button('common.cancel'), turn.button('common.agent'));
  return true;
}
