import type { CaseHappening } from '../../services/cases/caseEvents.ts';
import { goOn } from '../tasks/stepRegistry.ts';
import { endVisit } from '../steps/visit.ts';
import { brief, first } from '../turn/step.ts';
import type { Turn } from '../turn/turn.ts';

type Withdrawn = Extract<CaseHappening, { name: 'field.withdrawn' }>['field'];

/** What an answer rested on is gone: it is asked for again, with a word on why. */
export function onWithdrawn(turn: Turn, field: Withdrawn): void {
  if (turn.record.enrollment) again[field](turn);
}

const again: Readonly<Record<Withdrawn, (turn: Turn) => void>> = {
  /** What was bound to the identity check is gone. */
  identity: (turn) => {
    turn.drop('identity');
    turn.say('issue.identity.again');
    goOn(turn);
  },
  /** The credential can't be entered (on hold, ended, not there any more): the bank log-in tells as well who it is. */
  proof: (turn) => {
    endVisit(turn);
    turn.drop('proof');
    turn.amend({ prover: 'bankLogin' });
    turn.say('life.proof.gone');
    goOn(turn, brief);
  },
  /** What was confirmed is not what would be issued (midnight, a changed fee): the card is shown again. */
  confirmation: (turn) => {
    turn.drop('confirmation');
    turn.say('issue.confirmation.changed');
    goOn(turn, first);
  },
};

/** A protected act was refused for want of a proof: that one is asked for again, the rest is kept. */
export function onMissing(
  turn: Turn,
  { enrollmentId, answer }: Extract<CaseHappening, { name: 'evidence.missing' }>,
): void {
  if (turn.record.enrollment?.id !== enrollmentId) return;
  endVisit(turn);
  turn.drop(answer);
  turn.say('resume.grownOld');
  goOn(turn, brief);
}
