import { passageMinutes } from '../services/conversations/passages.ts';
import { currentStep } from './issue.ts';
import { isOneOf } from './step.ts';
import type { Message } from './stimulus.ts';
import type { Turn } from './turn.ts';
import { backToTheWay } from './unread.ts';
import { waitsForVisit } from './steps/visit.ts';

/** How the customer wants to be talked to: in which language, how plainly, how fast; and what they won't give. */
export function manners(turn: Turn, message: Message): boolean {
  const wish = wishes.find((one) => isOneOf(turn, message.text.toLowerCase(), `manners.words.${one}`));
  if (!wish || !grant[wish](turn)) return false;
  return true;
}

const wishes = ['hop', 'english', 'korean', 'plain', 'wait', 'refuse', 'trouble'] as const;

const grant: Readonly<Record<(typeof wishes)[number], (turn: Turn) => boolean>> = {
  hop: offerPassage,
  english: (turn) => speak(turn, 'en'),
  korean: (turn) => speak(turn, 'ko'),
  plain: (turn) => {
    turn.record.plain = true;
    turn.say('manners.plain');
    return backToTheWay(turn);
  },
  wait: (turn) => {
    turn.say('manners.wait');
    turn.offer(turn.button(turn.record.enrollment ? 'common.goOn' : 'menu.issue'), turn.button('common.agent'));
    return true;
  },
  refuse: (turn) => refuseToGive(turn),
  trouble: (turn) => {
    if (!waitsForVisit(turn)) return false;
    turn.say('manners.trouble');
    return backToTheWay(turn);
  },
};

/** 웹에서 이어하기: a one-time link; the same case goes on there. */
function offerPassage(turn: Turn): boolean {
  const { record } = turn;
  record.passages += 1;
  turn.effect({ kind: 'passage.open', passage: record.passages, openedAt: turn.now.toString() });
  const link = { label: turn.t('manners.hop.go'), link: `passage:${record.id}:${record.passages}:${record.locale}` };
  turn.card('manners.hop', [link], { minutes: passageMinutes });
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
  turn.say(`why.${step.field}`).say('manners.refuse');
  turn.offer(turn.button('common.goOn'), turn.button('common.cancel'), turn.button('common.agent'));
  return true;
}
