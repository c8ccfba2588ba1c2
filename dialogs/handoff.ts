import type { Bank } from '../services/banks/banks.ts';
import type { Turn } from './turn.ts';
import { resume } from './issue.ts';

/** 상담원: a person at once, no question before it. For now the bank's phone and its hours. */
export function offerPerson(turn: Turn, openingKey: string): void {
  const bank = turn.world.banks.byCode(turn.record.enrollment?.bank ?? turn.record.issued?.bank ?? '');
  turn.say(openingKey);
  if (bank) {
    const values = { bank: bank.name, phone: bank.phone, hours: hoursOf(turn, bank) };
    turn.card('handoff.bank', [{ label: turn.t('handoff.call'), phone: bank.phone }], values);
  } else turn.say('handoff.noBank');
  turn.say('handoff.never');
  const goOn = turn.record.enrollment ? [turn.button('common.goOn')] : [turn.button('menu.issue')];
  turn.offer(...goOn, ...(bank ? [] : [turn.button('handoff.choose')]), turn.button('common.startOver'));
}

/** When a person answers: `평일 09:00~18:00`. */
function hoursOf(turn: Turn, { hours }: Bank): string {
  const weekdays = hours.days.every((day) => day <= 5);
  return turn.t(weekdays ? 'handoff.weekdays' : 'handoff.everyDay', { from: hours.from, until: hours.until });
}

/** 신고: never answered as a question; a person and the public numbers, whatever was under way stays. */
export function offerReport(turn: Turn): void {
  turn.say('fraud.stop');
  turn.card('fraud.numbers', [
    { label: turn.t('fraud.police'), phone: '112' },
    { label: turn.t('fraud.supervisor'), phone: '1332' },
  ]);
  const bank = turn.world.banks.byCode(turn.record.enrollment?.bank ?? turn.record.issued?.bank ?? '');
  if (bank) turn.say('fraud.bank', { bank: bank.name, phone: bank.phone });
  turn.offer(turn.button('common.agent'), turn.button('menu.revoke'), turn.button('common.startOver'));
}

/** `계속하기` after a person was offered. */
export function goOnWithBot(turn: Turn): void {
  resume(turn);
}
