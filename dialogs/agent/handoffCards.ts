import { answersFrom, type Bank } from '../../services/banks/banks.ts';
import { serviceFacts } from '../../services/knowledge/serviceFacts.ts';
import { seoulDay } from '../../services/shared/clock.ts';
import type { Button } from '../turn/replies.ts';
import { formatTime } from '../turn/times.ts';
import type { Turn } from '../turn/turn.ts';

/** 경찰: always open. */
export const police = serviceFacts.policeNumber;
/** `두 분`, `열 분`; more are written in figures. */
const mostInWords = 10;

/** The number has come; until then nothing can be shown under it. */
export function isNumbered(turn: Turn): boolean {
  return turn.record.handoff?.number !== undefined;
}

function numberOf(turn: Turn): string {
  return turn.record.handoff?.number ?? '';
}

/** The bank whose person is wanted, once it is known. */
export function bankOf(turn: Turn): Bank | undefined {
  return turn.world.banks.byCode(turn.record.handoff?.bank ?? turn.record.enrollment?.bank ?? '');
}

/** Whom to call back; masked, and only when the bureau has confirmed it. */
export function phoneOf({ record: { enrollment, shelved } }: Turn): string | undefined {
  return (enrollment?.identity ?? shelved?.identity)?.maskedPhone;
}

/**
 * The hand-off card: the number first, then the phone and its hours.
 *
 * @param desk who waits, as the desk said it when the number came; for the first time, then, it is also said what no
 *   agent ever asks for
 */
export function showPerson(turn: Turn, desk?: Desk): void {
  const bank = bankOf(turn);
  const values = { number: numberOf(turn), waiting: waitingLine(turn, desk) };
  if (!bank) turn.handoffCard('assistance.choose', [], values);
  else if (answersAt(turn, bank) === undefined) showOpen(turn, bank, values);
  else showShut(turn, bank, values);
  if (desk) turn.say('handoff.never');
  const isShut = bank !== undefined && answersAt(turn, bank) !== undefined;
  turn.offer(...(bank ? [] : banksToCall(turn)), ...(isShut ? waysOnAtNight(turn) : waysOn(turn)));
}

/** Who waits, and how long; absent where nobody works. */
interface Desk {
  readonly ahead?: number;
  readonly minutes?: number;
}

type CardValues = Readonly<Record<'number' | 'waiting', string>>;

function showOpen(turn: Turn, bank: Bank, values: CardValues): void {
  const buttons = [callButton(turn, bank), turn.button('assistance.callBack.button')];
  const { name, phone } = bank;
  turn.handoffCard('assistance.open', buttons, { ...values, bank: name, phone, hours: hoursOf(turn, bank) });
}

function showShut(turn: Turn, bank: Bank, values: CardValues): void {
  const buttons = [turn.button('assistance.callBack.button'), { label: turn.t('assistance.urgent'), phone: police }];
  const { name, phone } = bank;
  turn.handoffCard('assistance.shut', buttons, { ...values, bank: name, phone, opens: answersAt(turn, bank) ?? '' });
}

/** A report: the bank's own number for it, and the case number to say there. */
export function showReport(turn: Turn): void {
  const bank = bankOf(turn);
  const number = numberOf(turn);
  if (bank) {
    const values = { number, bank: bank.name, phone: bank.phone };
    turn.handoffCard('assistance.report', [callButton(turn, bank)], values);
  } else turn.handoffCard('assistance.reportNoBank', [], { number });
  offerAfterReport(turn);
}

/** What can be done after a report. */
export function offerAfterReport(turn: Turn): void {
  turn.offer(turn.button('common.agent'), turn.button('menu.revoke'), turn.button('common.startOver'));
}

/** Who is called, and from which number; a call is promised only where somebody works. */
export function showCallBack(turn: Turn): void {
  const bank = bankOf(turn);
  const phone = phoneOf(turn);
  if (!bank || phone === undefined) return showPerson(turn);
  const key = turn.record.handoff?.staffed ? 'assistance.callBack.promised' : 'assistance.callBack.noted';
  const call = answersAt(turn, bank) === undefined ? [callButton(turn, bank)] : [];
  turn.handoffCard(key, call, { number: numberOf(turn), phone, bankPhone: bank.phone });
  const otherNumber = turn.record.enrollment?.identity ? [turn.button('issue.sms.otherNumber')] : [];
  turn.offer(...otherNumber, ...waysOn(turn));
}

function callButton(turn: Turn, bank: Bank): Button {
  return { label: turn.t('handoff.call'), phone: bank.phone };
}

/** The card that calls the bank's people; false where no bank is known yet, and nothing is said. */
export function offerCall(turn: Turn): boolean {
  const bank = turn.world.banks.byCode(turn.record.enrollment?.bank ?? turn.record.issued?.bank ?? '');
  if (!bank) return false;
  const values = { bank: bank.name, phone: bank.phone, hours: hoursOf(turn, bank) };
  turn.card('handoff.bank', [callButton(turn, bank)], values);
  return true;
}

/** `지금 두 분이 …`: only what the desk shows; without anybody there the sentence is left out. */
function waitingLine(turn: Turn, desk: Desk | undefined): string {
  if (desk?.ahead === undefined) return '';
  const { ahead, minutes } = desk;
  if (ahead === 0) return `${turn.t('assistance.waiting.nobody')}\n`;
  const people = ahead <= mostInWords ? turn.t(`format.count.${ahead}`) : String(ahead);
  const key = minutes === undefined ? 'assistance.waiting.people' : 'assistance.waiting.time';
  return `${turn.t(key, { people, minutes: minutes ?? 0 })}\n`;
}

/** Whose person? Asked only when no bank is known, below the answer. */
function banksToCall(turn: Turn): Button[] {
  return turn.world.banks.usual.map((bank) => ({ label: bank.shortName, value: { step: 'handoff', bank: bank.id } }));
}

/** What else can be done while a person is waited for. */
export function waysOn(turn: Turn): Button[] {
  const goOn = turn.button(turn.record.enrollment ? 'common.goOn' : 'menu.issue');
  return [goOn, turn.button('assistance.stop'), turn.button('common.startOver')];
}

/** Nobody answers now: the bot does. */
function waysOnAtNight(turn: Turn): Button[] {
  const begin = turn.record.enrollment ? [] : [turn.button('menu.issue')];
  return [turn.button('assistance.back'), ...begin, turn.button('assistance.stop'), turn.button('common.startOver')];
}

/** When a person answers: `평일 09:00부터 18:00까지`. */
function hoursOf(turn: Turn, { hours }: Bank): string {
  const weekdays = hours.days.every((day) => day <= 5);
  return turn.t(weekdays ? 'handoff.weekdays' : 'handoff.everyDay', { from: hours.from, until: hours.until });
}

/** `내일 오전 9:00`; undefined while somebody answers. */
function answersAt(turn: Turn, bank: Bank): string | undefined {
  const at = answersFrom(bank, turn.now);
  if (Temporal.Instant.compare(at, turn.now) === 0) return undefined;
  const time = formatTime(turn.t, at.toString());
  const days = seoulDay(turn.now).until(seoulDay(at)).days;
  if (days < 2) return turn.t(days === 0 ? 'assistance.opens.today' : 'assistance.opens.tomorrow', { time });
  const weekday = turn.t(`assistance.weekday.${seoulDay(at).dayOfWeek}`);
  return turn.t('assistance.opens.later', { weekday, time });
}
