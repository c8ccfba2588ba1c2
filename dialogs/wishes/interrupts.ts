import { offerPerson, offerReport } from '../agent/handoff.ts';
import { reasonInWords } from '../steps/reason.ts';
import { waitsForVisit } from '../steps/visit.ts';
import { backToTheWay } from '../tasks/greeting.ts';
import { sayWhere } from '../tasks/progress.ts';
import { currentStep } from '../tasks/stepRegistry.ts';
import { namesTask } from '../tasks/taskWords.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { bringBack, askCancel, startOver } from './cancelling.ts';
import { goBack } from './goBack.ts';
import { isTyped, surely } from './meaning.ts';
import type { Wish } from './wish.ts';

const stage = 'interrupt';

/** What is always understood, at every step (CONTRACT §6); it wins over the open question. */
export const interrupts: readonly Wish[] = [
  {
    name: 'where',
    stage,
    words: 'common.words.where',
    grant: (turn) => {
      if (!sayWhere(turn)) turn.say('menu.ask');
      backToTheWay(turn);
    },
  },
  { name: 'why', stage, words: 'common.words.why', grant: sayWhy },
  {
    name: 'agent',
    stage,
    words: 'common.words.agent',
    meant: anywhere('talk_to_agent'),
    grant: (turn) => offerPerson(turn),
  },
  { name: 'cancel', stage, words: 'common.words.cancel', meant: anywhere('cancel'), grant: askCancel },
  { name: 'back', stage, words: 'common.words.back', meant: anywhere('go_back'), grant: goBack },
  { name: 'startOver', stage, words: 'common.words.startOver', meant: anywhere('start_over'), grant: startOver },
  {
    name: 'help',
    stage,
    words: 'common.words.help',
    meant: anywhere('help'),
    grant: (turn) => {
      turn.say('help.what');
      backToTheWay(turn);
    },
  },
  { name: 'repeat', stage, words: 'common.words.repeat', grant: (turn) => backOrSay(turn, 'help.what') },
  { name: 'resume', stage, words: 'common.words.resume', grant: bringBack },
  { name: 'goOn', stage, words: 'common.words.goOn', grant: (turn) => backOrSay(turn, 'menu.ask') },
  { name: 'fraud', stage, meant: anywhere('report_fraud'), grant: offerReport },
];

/** Meant for sure, and neither a word of the menu nor what the open question waits for. */
function anywhere(intent: string): NonNullable<Wish['meant']> {
  const isSure = surely(intent);
  return (turn, message) =>
    isTyped(turn, message) && isSure(turn, message) && !namesTask(turn, message) && !answersTheStep(turn, message);
}

/** Words that the open question waits for are its answer, whatever else they might mean: "다 했어요", "유출된 것 같아요". */
function answersTheStep(turn: Turn, message: Message): boolean {
  if (waitsForVisit(turn) && turn.isWord(message.text, 'issue.visit.doneWords')) return true;
  return currentStep(turn)?.field === 'reason' && reasonInWords(turn, message) !== undefined;
}

/** 왜 필요해요?: the reason for what is asked now, with its legal ground. */
function sayWhy(turn: Turn): void {
  const step = currentStep(turn);
  turn.say(step ? `why.${step.field}` : 'why.nothing');
  backToTheWay(turn);
}

/** Brings the question back, and where nothing is said by that, a sentence. */
function backOrSay(turn: Turn, key: string): void {
  backToTheWay(turn);
  if (turn.silent) turn.say(key);
}
