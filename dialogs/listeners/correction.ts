import { isBankAlone } from '../../services/language/slots/bank.ts';
import { namesBusiness, takeAnswers } from '../steps/volunteeredAnswers.ts';
import { resume } from '../tasks/stepRegistry.ts';
import { kindIn, sayBusiness } from '../steps/kind.ts';
import { institutionStep } from '../steps/institution.ts';
import { isOneOf } from '../turn/step.ts';
import { isQuestion } from './question.ts';
import { asksToIssueInstead } from '../steps/bank.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/**
 * A correction of an earlier answer, by value ("아니 국민 말고 신한") or by name ("번호 바꿀래요"). Exactly what rested on the
 * old answer is asked again.
 */
export function correct(turn: Turn, message: Message): boolean {
  if (!turn.record.enrollment || asksToIssueInstead(turn, message)) return false;
  if (byName(turn, message) || otherInstitution(turn, message)) return true;
  if (saysSameBank(turn, message)) return true;
  if (isQuestion(message)) return false;
  const before = turn.silent;
  const changed = takeAnswers(turn, message);
  // a bank that can't be taken has been answered already
  if (changed.length === 0) return (before && !turn.silent) || wantsBusiness(turn, message);
  turn.askedNothing();
  sayChanged(turn, changed);
  resume(turn);
  return true;
}

/** Nothing but the name of the bank that was chosen already: said, and the way goes on. */
function saysSameBank(turn: Turn, { text, understanding }: Message): boolean {
  const bank = turn.world.banks.byId(understanding.slots.bank ?? '');
  if (!bank || bank.code !== turn.enrollment.bank || !isBankAlone(text)) return false;
  turn.say('correct.sameBank', { bank: bank.name });
  resume(turn);
  return true;
}

/** A business kind named after the kind was chosen: what it needs, and the way goes on with what was chosen. */
function wantsBusiness(turn: Turn, message: Message): boolean {
  const kind = kindIn(message);
  if (kind === undefined || kind === 'personal') return false;
  if (!turn.enrollment.kind) return namesBusiness(turn, message);
  sayBusiness(turn, kind);
  resume(turn);
  return true;
}

/** What was understood, so that a wrong guess is seen at once. */
function sayChanged(turn: Turn, changed: readonly string[]): void {
  const bank = turn.world.banks.byCode(turn.enrollment.bank ?? '')?.name ?? '';
  const { kind: product, business } = turn.enrollment;
  const kind = product ? turn.t(`product.${product}`) : business ? turn.t('issue.kind.business') : '';
  const { reason } = turn.enrollment;
  if (changed.includes('reason') && reason) turn.say('life.reason.taken', { reason: turn.t(`life.reason.${reason}`) });
  if (changed.includes('bank')) turn.say(kind ? 'correct.bankAndKind' : 'correct.bank', { bank, kind });
  else if (changed.includes('kind')) turn.say('correct.kind', { kind });
}

function byName(turn: Turn, message: Message): boolean {
  if (isOneOf(turn, message.text, 'issue.change.bankWords')) {
    turn.say('correct.which');
    turn.drop('bank');
  } else if (isOneOf(turn, message.text, 'issue.change.phoneWords')) {
    if (!turn.enrollment.identity) return false;
    turn.say('issue.sms.changeNumber');
    turn.drop('identity');
  } else return false;
  turn.askedNothing();
  return true;
}

/** "아니 하나은행": another place to register at, said when one was chosen already. */
function otherInstitution(turn: Turn, message: Message): boolean {
  const { institution } = turn.enrollment;
  if (!institution || !message.understanding.slots.bank) return false;
  turn.drop('institution');
  turn.askedNothing();
  institutionStep.read(turn, message);
  resume(turn);
  return true;
}

/** Further answers in a message whose first answer was taken already. */
export function takeMore(turn: Turn, message: Message): boolean {
  if (!turn.record.enrollment) return false;
  const had = turn.enrollment;
  const changed = takeAnswers(turn, message);
  if (changed.some((field) => (field === 'bank' ? had.bank : had.kind) !== undefined)) sayChanged(turn, changed);
  if (changed.length > 0) return true;
  return turn.enrollment.kind === undefined && turn.enrollment.bank !== undefined && namesBusiness(turn, message);
}
