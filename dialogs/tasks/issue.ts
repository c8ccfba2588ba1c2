import type { Enrollment, LoginEvidence, PersonEvidence } from '../../services/enrollment/enrollment.ts';
import type { CertificateSummary } from '../../services/certificates/certificate.ts';
import { kindIn, sayBusiness } from '../steps/kind.ts';
import { finishVisit } from '../steps/visit.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { currentStep, goOn } from './stepRegistry.ts';
import { takeAnswers } from '../steps/volunteeredAnswers.ts';

/** Begins an issue, with whatever the customer has said already. @param before the task it takes the place of */
export function beginIssue(turn: Turn, message: Message | undefined, before?: Enrollment): void {
  const { record } = turn;
  record.enrollments += 1;
  record.shelved = undefined;
  record.enrollment = { id: `${record.id}.${record.enrollments}`, task: 'issue', startedAt: turn.now.toString() };
  if (message) takeAnswers(turn, message);
  // who has just logged in at this very bank for something else does not do it again
  if (before?.login && before.login.bank !== undefined && before.login.bank === turn.enrollment.bank)
    record.enrollment = { ...turn.enrollment, login: before.login };
  const bank = turn.world.banks.byCode(turn.enrollment.bank ?? '')?.name;
  const kind = turn.enrollment.kind && turn.t(`product.${turn.enrollment.kind}`);
  const business = message && kindIn(message);
  if (business && business !== 'personal') sayBusiness(turn, business);
  else if (bank && kind) turn.say('issue.beginWith.both', { bank, kind });
  else if (bank) turn.say('issue.beginWith.bank', { bank });
  else if (turn.silent) turn.say('issue.begin');
}

/** The bank has told who the customer is; the visit goes on by itself. */
export function onBankLogin(turn: Turn, login: LoginEvidence): void {
  if (!turn.record.enrollment) return;
  turn.accept('bankLogin', { login });
  const { at, personKey, bank } = login;
  turn.record.proved = { at, by: 'bankLogin', personKey, ...(bank !== undefined && { bank }) };
  const { person } = turn.enrollment;
  if (person && person.personKey !== login.personKey) turn.drop('identity');
  finishVisit(turn, 'bankLogin');
  if (currentStep(turn)?.field !== 'identity') goOn(turn);
}

/** The bureau has confirmed the customer. */
export function onIdentity(turn: Turn, person: PersonEvidence, existing: CertificateSummary | undefined): void {
  if (!turn.record.enrollment) return;
  turn.accept('identity', { person });
  turn.record.enrollment = { ...turn.enrollment, existing };
  finishVisit(turn, 'identity');
  const { proved } = turn.record;
  if (proved?.personKey === person.personKey) turn.record.proved = { ...proved, maskedName: person.maskedName };
  turn.say('issue.identity.done', { name: person.maskedName });
  if (turn.enrollment.task === 'reissue') reissueOrIssue(turn, existing);
  goOn(turn);
}

/** Only a certificate of this bank is replaced by a reissue; otherwise it is a first issue, with everything known kept. */
function reissueOrIssue(turn: Turn, existing: CertificateSummary | undefined): void {
  if (existing?.bankCode === turn.enrollment.bank && existing?.product === 'personal') {
    turn.record.enrollment = { ...turn.enrollment, kind: existing.product };
    return;
  }
  turn.record.enrollment = { ...turn.enrollment, task: 'issue', kind: 'personal' };
  const bank = turn.world.banks.byCode(existing?.bankCode ?? '')?.name ?? '';
  turn.say(existing ? 'life.reissue.otherBank' : 'life.reissue.none', { bank });
}

/** The identity step must be walked again: what was bound to it is gone. */
export function onIdentityGone(turn: Turn): void {
  if (!turn.record.enrollment) return;
  turn.drop('identity');
  turn.say('issue.identity.again');
  goOn(turn);
}

/** While the customer was on the way, another certificate of theirs appeared: its end needs their consent first. */
export function onExisting(turn: Turn, existing: CertificateSummary): void {
  if (!turn.record.enrollment) return;
  turn.record.enrollment = { ...turn.enrollment, existing };
  turn.drop('confirmation');
  goOn(turn);
}
