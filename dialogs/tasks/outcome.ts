import type { Task } from '../../services/enrollment/enrollment.ts';
import { readYesNo } from '../../services/language/slots/yesNo.ts';
import { isOneOf, type Step } from '../turn/step.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { disconnects } from './devices.ts';
import { eligible } from '../../services/enrollment/holdings.ts';
import { tellHoldings } from './expiry.ts';
import { asksWhetherToErase, changesPrivacy } from './privacy.ts';
import { revocationReasonOf } from '../steps/reason.ts';

/** The end of a task that does not end in the secure view: the act itself, or what is shown. */
export const outcomeStep: Step = {
  field: 'outcome',
  ask(turn, { brief }) {
    if (asksWhetherToErase(turn)) return;
    turn.asks('outcome', brief ? { form: 'shownAgain' } : {});
    acts[turn.enrollment.task]?.(turn);
  },
  read(turn, message) {
    return reads[turn.enrollment.task]?.(turn, message) || again(turn, message);
  },
};

const acts: Readonly<Partial<Record<Task, (turn: Turn) => void>>> = {
  expiry: tellHoldings,
  revoke: (turn) => changeStatus(turn, 'revoke'),
  hold: (turn) => changeStatus(turn, 'hold'),
  release: (turn) => changeStatus(turn, 'release'),
  institutions: changeInstitution,
  devices: (turn) => turn.effect({ kind: 'devices.look', ...whose(turn) }),
  privacy: (turn) => turn.effect({ kind: 'privacy.look', ...whose(turn) }),
};

/** What is read where the end of a task has answers of its own. */
const reads: Readonly<Partial<Record<Task, (turn: Turn, message: Message) => boolean>>> = {
  devices: disconnects,
  privacy: changesPrivacy,
};

/** Asked for once more after an outside system did not answer; the request is the same one. */
function again(turn: Turn, message: Message): boolean {
  if (!isOneOf(turn, message.text, 'life.retryWords') && readYesNo(message.text) !== 'yes') return false;
  acts[turn.enrollment.task]?.(turn);
  return true;
}

function whose(turn: Turn): { enrollmentId: string; personKey: string } {
  const { id, proof } = turn.enrollment;
  if (!proof) throw new Error('expected a proof before the end of a task, found none');
  return { enrollmentId: id, personKey: proof.personKey };
}

/** A hold stops everything that is in use: what is lost is not one certificate but the phone. */
function changeStatus(turn: Turn, change: 'revoke' | 'hold' | 'release'): void {
  const { id, chosen, reason, holdings = [], task } = turn.enrollment;
  const serials = change === 'hold' ? eligible(task, holdings).map(({ serialHex }) => serialHex) : [chosen ?? ''];
  turn.effect({
    kind: 'certificate.change',
    enrollmentId: id,
    change,
    serials,
    ...(change === 'revoke' && { reason: revocationReasonOf(reason) }),
  });
}

function changeInstitution(turn: Turn): void {
  const { id, chosen, institution } = turn.enrollment;
  if (!institution || chosen === undefined) throw new Error('expected an institution and a certificate, found none');
  turn.effect({
    kind: 'institution.change',
    enrollmentId: id,
    serialHex: chosen,
    institution: institution.code,
    registered: institution.register,
  });
}
