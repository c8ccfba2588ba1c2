import { loginOf, type Enrollment } from '../../services/enrollment/enrollment.ts';
import { loginEvidence } from '../../services/enrollment/proofs.ts';
import type { CertificateSummary } from '../../services/certificates/certificate.ts';
import { kindIn, sayBusiness } from '../steps/kind.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { goOn } from './stepRegistry.ts';
import { takeAnswers } from '../steps/volunteeredAnswers.ts';

/** Begins an issue, with whatever the customer has said already. @param before the task it takes the place of */
export function beginIssue(turn: Turn, message: Message | undefined, before?: Enrollment): void {
  turn.keep({ shelved: undefined });
  turn.begin('issue');
  if (message) takeAnswers(turn, message);
  // who has just logged in at this very bank for something else does not do it again
  const login = before && loginOf(before);
  if (login?.bank !== undefined && login.bank === turn.enrollment.bank)
    turn.put('bankLogin', login, [loginEvidence(login, turn.channel)]);
  const bank = turn.world.banks.byCode(turn.enrollment.bank ?? '')?.name;
  const kind = turn.enrollment.kind && turn.t(`product.${turn.enrollment.kind}`);
  const business = message && kindIn(message);
  if (business && business !== 'personal') sayBusiness(turn, business);
  else if (bank && kind) turn.say('issue.beginWith.both', { bank, kind });
  else if (bank) turn.say('issue.beginWith.bank', { bank });
  else if (turn.silent) turn.say('issue.begin');
}

/** While the customer was on the way, another certificate of theirs appeared: its end needs their consent first. */
export function onExisting(turn: Turn, existing: CertificateSummary): void {
  if (!turn.record.enrollment) return;
  const { identity } = turn.enrollment;
  if (identity) turn.amend({ identity: { ...identity, existing } });
  turn.drop('confirmation');
  goOn(turn);
}
