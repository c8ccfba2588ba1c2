import {
  changeHandoff,
  isUnderWay,
  noteOf,
  openHandoff,
  type HandoffNote,
  type HandoffReason,
} from '../services/assistance/handoff.ts';
import { answersFrom, type Bank } from '../services/banks/banks.ts';
import type { CaseHappening } from '../services/conversations/conversations.ts';
import { seoulDay } from '../services/shared/clock.ts';
import type { Button } from './replies.ts';
import type { Message } from './stimulus.ts';
import { formatTime } from './steps/times.ts';
import type { Turn } from './turn.ts';

/** `두 분`, `열 분`; more are written in figures. */
const mostInWords = 10;
/** 경찰: always open. */
const police = '112';
/** After so many misses a person is wanted because of us. */
const manyMisses = 2;

/** 상담원: a person at once, no question before it. The number is there in the same answer. */
export function offerPerson(
  turn: Turn,
  reason: HandoffReason = missed(turn) ? 'misses' : 'asked',
  chosen?: Bank,
): void {
  if (!isUnderWay(turn.record.handoff)) {
    turn.say(reason === 'misses' || reason === 'complaint' ? 'assistance.sorry' : 'handoff.opening');
    return begin(turn, reason, chosen);
  }
  update(turn, turn.record.handoff, reason, chosen);
  if (!isNumbered(turn)) return sayPending(turn);
  turn.say(chosen ? 'assistance.ofBank' : 'assistance.again', { bank: chosen?.name ?? '' });
  showPerson(turn);
}

function missed(turn: Turn): boolean {
  return (turn.record.asked?.misses ?? 0) >= manyMisses;
}

/** 신고: never answered as a question; a person and the public numbers, whatever was under way stays. */
export function offerReport(turn: Turn): void {
  turn.say('fraud.stop');
  turn.card('fraud.numbers', [
    { label: turn.t('fraud.police'), phone: police },
    { label: turn.t('fraud.supervisor'), phone: '1332' },
  ]);
  const { handoff } = turn.record;
  if (!isUnderWay(handoff)) return begin(turn, 'fraud');
  update(turn, handoff, 'fraud');
  if (isNumbered(turn)) showReport(turn);
}

/** 전화해 주세요: who is known is called back; else the bank's own number is what helps. */
export function askCallBack(turn: Turn): void {
  const { handoff } = turn.record;
  const fresh = !isUnderWay(handoff);
  if (fresh) begin(turn, 'callback');
  else update(turn, handoff, 'callback');
  const known = phoneOf(turn) !== undefined && bankOf(turn) !== undefined;
  turn.say(known ? 'assistance.callBack.yes' : 'assistance.callBack.noNumber');
  if (known) change(turn, { callBackAt: turn.now.toString() });
  if (fresh) return;
  if (!isNumbered(turn)) sayPending(turn);
  else if (known) showCallBack(turn);
  else showPerson(turn);
}

/** The number has come: what it was wanted for is said with it. */
export function onHandoffOpened(turn: Turn, opened: Extract<CaseHappening, { name: 'handoff.opened' }>): void {
  const { handoff } = turn.record;
  // one that was ended before it had its number is only taken off the board again
  if (handoff?.id !== opened.handoff || handoff.number !== undefined) return;
  change(turn, { number: opened.number, staffed: opened.staffed });
  if (handoff.state === 'closed') return;
  if (handoff.callBackAt !== undefined) showCallBack(turn);
  else if (handoff.reason === 'fraud') showReport(turn);
  else showPerson(turn, opened);
}

/** The bank whose person is wanted was chosen below the answer. */
export function handoffBank(turn: Turn, message: Message): boolean {
  const id = message.value?.['step'] === 'handoff' ? message.value['bank'] : undefined;
  const bank = typeof id === 'string' ? turn.world.banks.byId(id) : undefined;
  if (bank) offerPerson(turn, 'asked', bank);
  return bank !== undefined;
}

/** Ends the hand-off that is under way; answers whether there was one. */
export function endHandoff(turn: Turn): boolean {
  if (!isUnderWay(turn.record.handoff)) return false;
  change(turn, { state: 'closed', closedAt: turn.now.toString() });
  return true;
}

/** Changes the hand-off; the agents' board follows. */
export function change(turn: Turn, changes: Parameters<typeof changeHandoff>[1]): void {
  const { handoff } = turn.record;
  if (!handoff) throw new Error('expected a hand-off, found none');
  const changed = changeHandoff(handoff, changes);
  turn.record.handoff = changed;
  if (changed.number !== undefined) turn.effect({ kind: 'handoff.note', handoff: noteOf(changed) });
}

/** Opens a hand-off. Its number comes as an event, in the same answer. */
function begin(turn: Turn, reason: HandoffReason, chosen?: Bank): void {
  const { record } = turn;
  record.handoffs = (record.handoffs ?? 0) + 1;
  const bank = chosen?.code ?? record.enrollment?.bank ?? record.shelved?.bank ?? record.issued?.bank;
  record.handoff = openHandoff({ caseId: record.id, count: record.handoffs, reason, bank, now: turn.now });
  turn.effect({ kind: 'handoff.open', handoff: noteOf(record.handoff) });
}

/** Whoever asks again keeps the number; what is new is another bank, or a more urgent reason. */
function update(turn: Turn, handoff: HandoffNote, reason: HandoffReason, chosen?: Bank): void {
  const bank = chosen?.code ?? turn.record.enrollment?.bank;
  const urgent = reason === 'fraud' && handoff.reason !== 'fraud';
  const elsewhere = bank !== undefined && bank !== handoff.bank;
  if (urgent || elsewhere) change(turn, { ...(urgent ? { reason } : {}), ...(elsewhere ? { bank } : {}) });
}

/** The number could not be made yet: what helps without it. The card comes by itself as soon as it can. */
function sayPending(turn: Turn): void {
  const bank = bankOf(turn);
  turn.say('assistance.pending');
  if (bank) turn.say('elsewhere.phone', { bank: bank.name, phone: bank.phone });
  turn.offer(...waysOn(turn));
}

function isNumbered(turn: Turn): boolean {
  return turn.record.handoff?.number !== undefined;
}

function numberOf(turn: Turn): string {
  return turn.record.handoff?.number ?? '';
}

function bankOf(turn: Turn): Bank | undefined {
  return turn.world.banks.byCode(turn.record.handoff?.bank ?? turn.record.enrollment?.bank ?? '');
}

/** Whom to call back; masked, and only when the bureau has confirmed it. */
function phoneOf({ record: { enrollment, shelved } }: Turn): string | undefined {
  return (enrollment?.person ?? shelved?.person)?.maskedPhone;
}

/**
 * The hand-off card: the number first, then the phone and its hours.
 *
 * @param desk who waits, as the desk said it when the number came; for the first time, then, it is also said what no
 *   agent ever asks for
 */
function showPerson(turn: Turn, desk?: Desk): void {
  const bank = bankOf(turn);
  const values = { number: numberOf(turn), waiting: waitingLine(turn, desk) };
  if (!bank) turn.handoffCard('assistance.choose', [], values);
  else if (answersAt(turn, bank) === undefined) showOpen(turn, bank, values);
  else showShut(turn, bank, values);
  if (desk) turn.say('handoff.never');
  const isShut = bank !== undefined && answersAt(turn, bank) !== undefined;
  turn.offer(...(bank ? [] : banksToCall(turn)), ...(isShut ? waysOnAtNight(turn) : waysOn(turn)));
}

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
function showReport(turn: Turn): void {
  const bank = bankOf(turn);
  const number = numberOf(turn);
  if (bank) {
    const values = { number, bank: bank.name, phone: bank.phone };
    turn.handoffCard('assistance.report', [callButton(turn, bank)], values);
  } else turn.handoffCard('assistance.reportNoBank', [], { number });
  turn.offer(turn.button('common.agent'), turn.button('menu.revoke'), turn.button('common.startOver'));
}

/** Who is called, and from which number; a call is promised only where somebody works. */
function showCallBack(turn: Turn): void {
  const bank = bankOf(turn);
  const phone = phoneOf(turn);
  if (!bank || phone === undefined) return showPerson(turn);
  const key = turn.record.handoff?.staffed ? 'assistance.callBack.promised' : 'assistance.callBack.noted';
  const call = answersAt(turn, bank) === undefined ? [callButton(turn, bank)] : [];
  turn.handoffCard(key, call, { number: numberOf(turn), phone, bankPhone: bank.phone });
  const otherNumber = turn.record.enrollment?.person ? [turn.button('issue.sms.otherNumber')] : [];
  turn.offer(...otherNumber, ...waysOn(turn));
}

function callButton(turn: Turn, bank: Bank): Button {
  return { label: turn.t('handoff.call'), phone: bank.phone };
}

/** `지금 두 분이 …`: only what the desk shows; without anybody there the sentence is left out. */
function waitingLine(turn: Turn, desk: Desk | undefined): string {
  if (desk?.ahead === undefined) return '';
  const { ahead, minutes } = desk;
  if (ahead === 0) return `${turn.t('assistance.waiting.nobody')}\n`;
  const people = ahead <= mostInWords ? turn.t(`assistance.count.${ahead}`) : String(ahead);
  const key = minutes === undefined ? 'assistance.waiting.people' : 'assistance.waiting.time';
  return `${turn.t(key, { people, minutes: minutes ?? 0 })}\n`;
}

/** Whose person? Asked only when no bank is known, below the answer. */
function banksToCall(turn: Turn): Button[] {
  return turn.world.banks.usual.map((bank) => ({ label: bank.shortName, value: { step: 'handoff', bank: bank.id } }));
}

function waysOn(turn: Turn): Button[] {
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
