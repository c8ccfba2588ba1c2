import { readYesNo } from '../../services/language/slots/yesNo.ts';
import { tasks } from '../../services/enrollment/tasks.ts';
import { menu } from '../tasks/greeting.ts';
import { resume } from '../tasks/stepRegistry.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/** 취소: asks first, and leaves a way back. */
export function askCancel(turn: Turn): void {
  if (!turn.record.enrollment) {
    turn.say('cancel.nothing');
    return menu(turn);
  }
  turn.say(isKept(turn) ? 'cancel.ask' : 'life.cancel.ask');
  turn.asks('cancel');
  turn.offer(turn.button('cancel.stop'), turn.button('cancel.goOn'), turn.button('common.agent'));
}

/** The answer to "shall I stop?": only a clear yes stops. Anything else is no answer, and the question is dropped. */
export function answersCancel(turn: Turn, message: Message): boolean {
  if (turn.record.asked?.what !== 'cancel' || !turn.record.enrollment) return false;
  const { intent } = message.understanding;
  const answer = readYesNo(message.text, 'cancel');
  if (turn.isWord(message.text, 'cancel.stopWords') || answer === 'yes' || intent === 'cancel') return stop(turn);
  if (turn.isWord(message.text, 'cancel.goOnWords') || answer === 'no') {
    turn.say('cancel.kept');
    resume(turn);
    return true;
  }
  turn.askedNothing();
  return false;
}

function stop(turn: Turn): true {
  const key = isKept(turn) ? 'cancel.done' : 'life.cancel.done';
  shelve(turn);
  turn.say(key);
  menu(turn);
  return true;
}

/** Tasks that are worth coming back to; what is only looked at or changed in a minute is begun anew. */
function isKept({ record: { enrollment } }: Turn): boolean {
  return enrollment !== undefined && tasks[enrollment.task].isKeptWhenLeft;
}

/** Puts the task aside: the link of its visit ends, what was answered can be brought back. */
function shelve(turn: Turn): void {
  if (isKept(turn)) turn.keep({ shelved: turn.record.enrollment });
  turn.closeVisit();
  turn.endTask();
}

/** 처음으로: the first screen; a task under way can be brought back. */
export function startOver(turn: Turn): void {
  const had = turn.record.enrollment !== undefined;
  const kept = isKept(turn) ? 'startOver.kept' : 'life.startOverKept';
  shelve(turn);
  turn.say(had ? kept : 'startOver.menu');
  menu(turn);
}

/** 이어서 하기: the task as it was left; proof that has grown old is asked for again. */
export function bringBack(turn: Turn): void {
  const { enrollment, shelved } = turn.record;
  if (!enrollment && shelved) {
    turn.bringBack();
    turn.say('resume.back');
    return resume(turn);
  }
  if (enrollment) return resume(turn);
  turn.say('resume.nothing');
  menu(turn);
}
