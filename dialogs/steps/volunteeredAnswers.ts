import type { Field, Reason } from '../../services/enrollment/enrollment.ts';
import { namedKind } from '../../services/enrollment/holdings.ts';
import { fieldOrder } from '../../services/enrollment/plan/progress.ts';
import { tasks } from '../../services/enrollment/tasks.ts';
import { reasonInWords } from './reason.ts';
import { chooseBank } from './bank.ts';
import { explainBusiness, kindIn } from './kind.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/**
 * Takes every answer that a message holds for fields of the task: bank and kind, given for the first time or instead of
 * the one before. Answers the fields that changed.
 */
export function takeAnswers(turn: Turn, message: Message): Field[] {
  const changed: Field[] = [];
  const bank = turn.world.banks.byId(message.understanding.slots.bank ?? '');
  if (bank && bankIsForLogin(turn) && bank.code !== turn.enrollment.bank) {
    chooseBank(turn, bank);
    if (turn.enrollment.bank === bank.code) changed.push('bank');
  }
  const kind = kindIn(message);
  if (kind === 'personal' && turn.enrollment.kind !== 'personal') {
    const namedAnother = namedKind(turn.enrollment) !== undefined;
    turn.put('kind', kind);
    // what was looked up is of the other kind
    if (namedAnother) turn.drop('holdings');
    changed.push('kind');
  }
  if (renewsBusiness(turn, kind)) {
    turn.put('kind', kind).drop('holdings');
    changed.push('kind');
  }
  if (meansBusiness(turn, kind)) {
    turn.drop('kind');
    turn.amend({ business: true });
    changed.push('kind');
  }
  const reason = givesReason(turn, message);
  if (reason) {
    turn.put('reason', reason);
    changed.push('reason');
  }
  return changed;
}

/** Once it is proved whose certificates they are, a bank that is named is no longer one to log in at. */
function bankIsForLogin({ enrollment: { task, proof } }: Turn): boolean {
  const { identifies, renews } = tasks[task];
  return proof === undefined || identifies === true || renews === true;
}

/** A certificate of another kind than was named is never renewed in its place. */
function renewsBusiness(turn: Turn, kind: ReturnType<typeof kindIn>): kind is 'businessFinance' | 'businessTax' {
  const { task, kind: before } = turn.enrollment;
  return tasks[task].renews === true && (kind === 'businessFinance' || kind === 'businessTax') && kind !== before;
}

/** Whichever of the two business kinds there is; a personal one is not renewed instead. */
function meansBusiness({ enrollment }: Turn, kind: ReturnType<typeof kindIn>): boolean {
  const before = namedKind(enrollment);
  return (
    tasks[enrollment.task].renews === true && kind === 'business' && (before === undefined || before === 'personal')
  );
}

/** A reason said before it was asked, or another one than before; in tasks that ask for one. */
function givesReason(turn: Turn, message: Message): Reason | undefined {
  if (!fieldOrder(turn.enrollment).includes('reason')) return undefined;
  const reason = reasonInWords(turn, message);
  return reason === turn.enrollment.reason ? undefined : reason;
}

/** The customer named a business kind where it can't be taken. */
export function namesBusiness(turn: Turn, message: Message): boolean {
  const kind = kindIn(message);
  if (kind === undefined || kind === 'personal') return false;
  explainBusiness(turn, kind);
  return true;
}
