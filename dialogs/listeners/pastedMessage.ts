import { showAnswer } from './question.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/** 이 문자 진짜예요?: what was pasted has been looked up before the turn; links in it were never opened. */
export function pastedMessage(turn: Turn, _message: Message): boolean {
  const { verdict } = turn.facts;
  if (!verdict) return false;
  showAnswer(
    turn,
    turn.world.answering.answerToMessage(verdict, { locale: turn.record.locale, now: turn.now }, turn.t),
  );
  return true;
}
