import { ok, refuse } from '../../shared/result.ts';
import type { Enrollment } from '../enrollment.ts';
import { proverOf } from '../prover.ts';
import { tasks } from '../tasks.ts';
import type { KeptFieldModule } from './field.ts';
import { bankCode } from './shapes.ts';

/** 은행: where the customer logs in, and who issues. */
export const bank: KeptFieldModule<'bank'> = {
  field: 'bank',
  where: 'chat',
  countedAs: 'alone',
  isBeforeCounting: true,
  restsOn: [],
  agentMayPropose: true,
  shape: bankCode,
  isAnswered: ({ enrollment }) => enrollment.bank !== undefined || needsNoBank(enrollment),
  accept: (code, { banks }) => {
    const found = banks.byCode(code);
    if (!found) return refuse('bank.unknown');
    return found.issuer ? ok(code) : refuse('bank.notIssuer');
  },
};

/** Where nobody logs in at a bank, none is asked for: the proof says whose certificates they are. */
function needsNoBank(enrollment: Enrollment): boolean {
  if (tasks[enrollment.task].identifies) return false;
  return enrollment.proof !== undefined || proverOf(enrollment) !== 'bankLogin';
}
