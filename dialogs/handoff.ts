import type { Bank } from '../services/banks/banks.ts';
import type { Button } from './replies.ts';
import type { Message } from './stimulus.ts';
import type { Turn } from './turn.ts';
import { resume } from './issue.ts';

/** 상담원: a person at once, no question before it. For now the bank's phone and its hours. */
export function offerPerson(turn: Turn, openingKey: string, chosen?: Bank): void {
  const bank = chosen ?? knownBank(turn);
  turn.inPeace = true;
  turn.say(openingKey);
  if (!offerCall(turn, bank)) turn.say('handoff.noBank');
  turn.say('handoff.never');
  const goOn = turn.record.enrollment ? [turn.button('common.goOn')] : [turn.button('menu.issue')];
  turn.offer(...(bank ? [] : banksToCall(turn)), ...goOn, turn.button('common.startOver'));
}

/** The card that calls the bank's people; false where no bank is known yet, and nothing is said. */
export function offerCall(turn: Turn, bank = knownBank(turn)): boolean {
  if (!bank) return false;
  const values = { bank: bank.name, phone: bank.phone, hours: hoursOf(turn, bank) };
  turn.card('handoff.bank', [{ label: turn.t('handoff.call'), phone: bank.phone }], values);
  return true;
}

function knownBank(turn: Turn): Bank | undefined {
  return turn.world.banks.byCode(turn.record.enrollment?.bank ?? turn.record.issued?.bank ?? '');
}

/** Whose person? Asked only when no bank is known, below the answer. */
function banksToCall(turn: Turn): Button[] {
  return turn.world.banks.usual.map((bank) => ({ label: bank.shortName, value: { step: 'handoff', bank: bank.id } }));
}

/** The bank whose person is wanted was chosen. */
export function handoffBank(turn: Turn, message: Message): boolean {
  const id = message.value?.['step'] === 'handoff' ? message.value['bank'] : undefined;
  const bank = typeof id === 'string' ? turn.world.banks.byId(id) : undefined;
  if (bank) offerPerson(turn, 'handoff.opening', bank);
  return bank !== undefined;
}

/** When a person answers: `평일 09:00~18:00`. */
function hoursOf(turn: Turn, { hours }: Bank): string {
  const weekdays = hours.days.every((day) => day <= 5);
  return turn.t(weekdays ? 'handoff.weekdays' : 'handoff.everyDay', { from: hours.from, until: hours.until });
}

/** 신고: never answered as a question; a person and the public numbers, whatever was under way stays. */
export function offerReport(turn: Turn): void {
  turn.inPeace = true;
  turn.say('fraud.stop');
  turn.card('fraud.numbers', [
    { label: turn.t('fraud.police'), phone: '112' },
    { label: turn.t('fraud.supervisor'), phone: '1332' },
  ]);
  const bank = knownBank(turn);
  if (bank) turn.say('fraud.bank', { bank: bank.name, phone: bank.phone });
  turn.offer(turn.button('common.agent'), turn.button('menu.revoke'), turn.button('common.startOver'));
}

/** `계속하기` after a person was offered. */
export function goOnWithBot(turn: Turn): void {
  resume(turn);
}
