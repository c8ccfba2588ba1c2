import { transferPlaceholder } from '../../services/cases/linkPlaceholder.ts';
import { transferMinutes } from '../../services/cases/transfers.ts';
import { bandOf } from '../../services/language/reading/confidenceBand.ts';
import { tasks } from '../../services/enrollment/tasks.ts';
import { wantsPerson, wantsPlainWords } from '../../services/language/reading/plainWish.ts';
import { offerPerson } from '../agent/handoff.ts';
import { offerCall } from '../agent/handoffCards.ts';
import { waitsForVisit } from '../steps/visit.ts';
import { backToTheWay } from '../tasks/greeting.ts';
import { currentStep } from '../tasks/stepRegistry.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { isTyped } from './meaning.ts';
import { passed, type Wish } from './wish.ts';

const row = { stage: 'preferences', inAnyCase: true } as const;

/** How the customer wants to be talked to: in which language, how plainly, how fast; and what they won't give. */
export const preferences: readonly Wish[] = [
  { ...row, name: 'continueOnWeb', words: 'manners.words.hop', grant: offerTransfer },
  { ...row, name: 'english', words: 'manners.words.english', grant: (turn) => speak(turn, 'en') },
  { ...row, name: 'korean', words: 'manners.words.korean', grant: (turn) => speak(turn, 'ko') },
  {
    ...row,
    name: 'plainWords',
    words: 'manners.words.plain',
    meant: (turn, message) => isTyped(turn, message) && wantsPlainWords(message.text),
    grant: speakPlainly,
  },
  {
    ...row,
    name: 'usualWords',
    words: 'manners.words.usual',
    grant: (turn) => {
      turn.keep({ plain: false });
      turn.say('manners.usual');
      backToTheWay(turn);
    },
  },
  {
    ...row,
    name: 'wait',
    words: 'manners.words.wait',
    grant: (turn) => {
      turn.inPeace = true;
      turn.say('manners.wait');
      turn.offer(turn.button(turn.record.enrollment ? 'common.goOn' : 'menu.issue'), turn.button('common.agent'));
    },
  },
  { ...row, name: 'refuse', words: 'manners.words.refuse', grant: refuseToGive },
  {
    ...row,
    name: 'pageTrouble',
    words: 'manners.words.trouble',
    applies: (turn) => waitsForVisit(turn) !== undefined,
    grant: (turn) => {
      turn.say('manners.trouble');
      backToTheWay(turn);
      turn.alsoOffer(turn.button('manners.hop.title'));
    },
  },
];

/** 쉬운 말로: one question a bubble and numbered answers from now on, and a person in the same answer (DOMAIN §8). */
function speakPlainly(turn: Turn, message: Message): void | typeof passed {
  const already = turn.record.plain;
  turn.keep({ plain: true });
  if (wantsPerson(message.text)) return offerPerson(turn);
  // whoever is being robbed hears nothing before that
  if (message.understanding.intent === 'report_fraud') return passed;
  const more = wantsMore(message);
  if (!already) turn.say('manners.plain');
  else if (!more) turn.say('manners.plainStill');
  if (more) return passed;
  if (!offerCall(turn)) turn.say('manners.person');
  if (!currentStep(turn)) turn.say('menu.ask');
  backToTheWay(turn);
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
function offerTransfer(turn: Turn): void {
  turn.inPeace = true;
  const passage = turn.count('passages');
  const { id, locale } = turn.record;
  turn.effect({ kind: 'passage.open', passage, openedAt: turn.now.toString() });
  const link = transferPlaceholder({ caseId: id, number: passage }, locale);
  turn.card('manners.hop', [{ label: turn.t('manners.hop.go'), link }], { minutes: transferMinutes });
  turn.offer(turn.button('common.goOn'), turn.button('common.agent'));
}

function speak(turn: Turn, locale: 'ko' | 'en'): void {
  turn.keep({ locale });
  turn.say('manners.language');
  backToTheWay(turn);
}

/** The customer won't give what is asked: why it is needed, and that nobody makes them. */
function refuseToGive(turn: Turn): void | typeof passed {
  const step = currentStep(turn);
  if (!step) return passed;
  turn.inPeace = true;
  turn.say(`why.${step.field}`).say(tasks[turn.enrollment.task].words === 'issue' ? 'manners.refuse' : 'life.refuse');
  turn.offer(turn.button('common.goOn'), turn.button('common.cancel'), turn.button('common.agent'));
}
