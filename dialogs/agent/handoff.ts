import {
  changeHandoff,
  isUnderWay,
  noteOf,
  openHandoff,
  type HandoffNote,
  type HandoffReason,
} from '../../services/cases/handoff.ts';
import type { Bank } from '../../services/banks/banks.ts';
import { serviceFacts } from '../../services/knowledge/serviceFacts.ts';
import { isBankAlone } from '../../services/language/slots/bank.ts';
import type { CaseHappening } from '../../services/cases/caseEvents.ts';
import {
  bankOf,
  isNumbered,
  offerAfterReport,
  phoneOf,
  police,
  showCallBack,
  showPerson,
  showReport,
  waysOn,
} from './handoffCards.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/** After so many misses a person is wanted because of us. */
const manyMisses = 2;

/** 상담원: a person at once, no question before it. The number is there in the same answer. */
export function offerPerson(
  turn: Turn,
  reason: HandoffReason = missed(turn) ? 'misses' : 'asked',
  chosen?: Bank,
): void {
  turn.inPeace = true;
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
  turn.inPeace = true;
  turn.say('fraud.stop');
  turn.card('fraud.numbers', [
    { label: turn.t('fraud.police'), phone: police },
    { label: turn.t('fraud.supervisor'), phone: serviceFacts.financeNumber },
  ]);
  const { handoff } = turn.record;
  if (!isUnderWay(handoff)) return begin(turn, 'fraud');
  update(turn, handoff, 'fraud');
  if (isNumbered(turn)) showReport(turn);
  else offerAfterReport(turn);
}

/** 전화해 주세요: who is known is called back; else the bank's own number is what helps. */
export function askCallBack(turn: Turn): void {
  turn.inPeace = true;
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

/** The bank whose person is wanted: pressed below the answer, or named where nothing else asks for one. */
export function handoffBank(turn: Turn, message: Message): boolean {
  const id = message.value?.['step'] === 'handoff' ? message.value['bank'] : named(turn, message);
  const bank = typeof id === 'string' ? turn.world.banks.byId(id) : undefined;
  if (bank) offerPerson(turn, 'asked', bank);
  return bank !== undefined;
}

function named({ record }: Turn, { text, understanding }: Message): string | undefined {
  const waits = isUnderWay(record.handoff) && record.handoff.bank === undefined && !record.enrollment;
  return waits && isBankAlone(text) ? understanding.slots.bank : undefined;
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
  turn.keep({ handoff: changed });
  if (changed.number !== undefined) turn.effect({ kind: 'handoff.note', handoff: noteOf(changed) });
}

/** Opens a hand-off. Its number comes as an event, in the same answer. */
function begin(turn: Turn, reason: HandoffReason, chosen?: Bank): void {
  const { record } = turn;
  const count = turn.count('handoffs');
  const bank = chosen?.code ?? record.enrollment?.bank ?? record.shelved?.bank ?? record.issued?.bank;
  const handoff = openHandoff({ caseId: record.id, count, reason, bank, now: turn.now });
  turn.keep({ handoff });
  turn.effect({ kind: 'handoff.open', handoff: noteOf(handoff) });
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
  if (bank) turn.say('assistance.phone', { bank: bank.name, phone: bank.phone });
  turn.offer(...waysOn(turn));
}
