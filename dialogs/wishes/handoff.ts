import { askCallBack, endHandoff, offerPerson } from '../agent/handoff.ts';
import { backToTheWay } from '../tasks/greeting.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import type { Wish } from './wish.ts';

const stage = 'safety and person';

/** Wishes about a person: to be called back, to see the number again, to wait no longer. */
export const handoffWishes: readonly Wish[] = [
  { name: 'callBack', stage, words: 'assistance.words.callBack', grant: askCallBack },
  { name: 'call', stage, words: 'assistance.words.call', grant: (turn) => offerPerson(turn) },
  { name: 'stopWaiting', stage, words: 'assistance.words.stop', grant: stopWaiting },
  { name: 'backToBot', stage, words: 'assistance.words.back', grant: goOnWithBot },
  { name: 'angry', stage, meant: isAngry, grant: (turn) => offerPerson(turn, 'complaint') },
];

function stopWaiting(turn: Turn): void {
  turn.say(endHandoff(turn) ? 'assistance.stopped' : 'assistance.notWaiting');
  backToTheWay(turn);
}

/** `챗봇과 계속하기` while a person is waited for: the bot works on, and the number stays good. */
function goOnWithBot(turn: Turn): void {
  backToTheWay(turn);
  if (turn.silent) turn.say('menu.ask');
}

/** Anger that asks for a person ("사람 바꿔 빨리"): a person, in the first answer. */
function isAngry(turn: Turn, { text, understanding }: Message): boolean {
  const said = text.replaceAll(/\s/gu, '');
  const asksForPerson = turn
    .t('assistance.words.person')
    .split('|')
    .some((word) => said.includes(word));
  return asksForPerson && understanding.intent === 'complaint';
}
