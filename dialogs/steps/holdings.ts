import { namedKind } from '../../services/enrollment/holdings.ts';
import { tasks } from '../../services/enrollment/tasks.ts';
import { readYesNo } from '../../services/language/slots/yesNo.ts';
import { isOneOf, type Step } from '../turn/step.ts';
import type { Turn } from '../turn/turn.ts';

/** Looks the person's certificates up. It asks nothing; only when the look-up failed there is something to press. */
export const holdingsStep: Step = {
  field: 'holdings',
  ask: (turn) => look(turn),
  read(turn, message) {
    const again =
      isOneOf(turn, message.text, 'life.retryWords') || isOneOf(turn, message.text, 'issue.visit.doneWords');
    if (!again && readYesNo(message.text) !== 'yes') return false;
    look(turn);
    return true;
  },
};

function look(turn: Turn): void {
  const { id, task, proof, bank } = turn.enrollment;
  const product = namedKind(turn.enrollment);
  if (!proof) throw new Error('expected a proof before the look-up, found none');
  turn.asks('holdings');
  turn.effect({
    kind: 'certificates.look',
    enrollmentId: id,
    personKey: proof.personKey,
    ...(tasks[task].renews && {
      renewal: { ...(bank !== undefined && { bank }), ...(product !== undefined && { product }) },
    }),
  });
}
