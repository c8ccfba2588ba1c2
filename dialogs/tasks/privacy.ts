import type { KeptOfPerson } from '../../services/cases/caseEvents.ts';
import { readYesNo } from '../../services/language/slots/yesNo.ts';
import { isOneOf } from '../turn/step.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { endTask, offerNext } from '../turn/ending.ts';

/** 내 정보: what is kept and why, and what can be ended. */
export function tellKept(turn: Turn, kept: KeptOfPerson): void {
  const { maskedPhone, reminders } = kept;
  if (turn.record.asked?.form === 'shownAgain') turn.say('life.privacy.again');
  else sayKept(turn, kept);
  turn.asks('outcome');
  const known = turn.record.known ? [turn.button('life.privacy.forgetMe')] : [];
  const notices =
    maskedPhone === undefined ? [] : [turn.button(reminders ? 'life.task.noReminders' : 'life.task.remind')];
  turn.offer(
    ...known,
    ...notices,
    turn.button('life.privacy.erase'),
    turn.button('life.privacy.keep'),
    turn.button('common.agent'),
  );
}

function sayKept(turn: Turn, { certificates, devices, maskedPhone }: KeptOfPerson): void {
  turn.say('life.privacy.kept', { certificates, devices });
  turn.say(maskedPhone === undefined ? 'life.privacy.noContact' : 'life.privacy.contact', { phone: maskedPhone ?? '' });
  turn.say('life.privacy.law');
}

/** Whether the customer was asked if they are sure; then it is that question that is asked again. */
export function asksWhetherToErase(turn: Turn): boolean {
  if (turn.record.asked?.form !== 'whetherToErase') return false;
  askWhetherToErase(turn);
  return true;
}

function askWhetherToErase(turn: Turn): void {
  const value = { step: 'outcome', token: turn.asks('outcome', { form: 'whetherToErase' }) };
  turn.card('life.privacy.sure', [turn.button('common.yes', value), turn.button('common.no', value)]);
  turn.offer(turn.button('common.agent'));
}

/** What the customer wants ended; erasing is asked once more, because it does not come back. */
export function changesPrivacy(turn: Turn, message: Message): boolean {
  if (turn.record.asked?.form === 'whetherToErase') return answersErase(turn, message);
  if (isOneOf(turn, message.text, 'life.privacy.keepWords')) return leave(turn, 'life.privacy.left');
  if (!isOneOf(turn, message.text, 'life.privacy.eraseWords')) return false;
  askWhetherToErase(turn);
  return true;
}

function answersErase(turn: Turn, message: Message): boolean {
  const answer = readYesNo(message.text);
  if (answer === 'no') return leave(turn, 'life.privacy.left');
  const { id, proof } = turn.enrollment;
  const token = message.value?.['token'];
  const isForThis = token === undefined || token === turn.record.asked?.token;
  if (answer !== 'yes' || !proof || !isForThis) return false;
  turn.effect({ kind: 'privacy.erase', enrollmentId: id, personKey: proof.personKey });
  // what this conversation itself would still know
  turn.keep({ known: undefined, proved: undefined, shelved: undefined });
  return true;
}

function leave(turn: Turn, key: string): true {
  turn.say(key);
  endTask(turn);
  offerNext(turn, turn.button('menu.expiry'));
  return true;
}
