import { needed } from '../../services/enrollment/plan/progress.ts';
import { proverOf, proves } from '../../services/enrollment/prover.ts';
import type { Task } from '../../services/enrollment/enrollment.ts';
import { tasks } from '../../services/enrollment/tasks.ts';
import type { Button } from '../turn/replies.ts';
import { brief, isOneOf, type Step } from '../turn/step.ts';
import { bankName, visitStep } from './visit.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/** Who the customer is, by the way that is shortest for them; another way is always a button away. */
export const proofStep: Step = visitStep('proof', {
  card: (turn, buttons) => {
    const { task } = turn.enrollment;
    const prover = proverOf(turn.enrollment);
    const why = turn.t(`life.${task}.why`);
    const how = turn.t(`life.proof.${prover}`, { bank: bankName(turn) });
    const isWhole = endsOnThePage(task);
    const title = turn.t(isWhole && prover === 'credential' ? 'life.proof.credentialTitle' : `life.${task}.title`);
    const text = isWhole ? (prover === 'bankLogin' ? why : how) : `${why} ${how}`;
    turn.cardSaying({ title, text, buttons });
  },
  note: (turn, minutes) => turn.say('life.proof.note', { minutes }),
  left: (turn, buttons) => turn.card('life.proof.left', buttons),
  openKey: () => 'life.proof.open',
  more: otherWay,
  ways: (turn) => {
    const back = turn.enrollment.known && turn.enrollment.prover === undefined ? [] : [turn.button('common.back')];
    return [turn.button('issue.visit.why'), ...back];
  },
  read: readOtherWay,
});

/** Its own words tell the whole way: the log-in, and what follows it on the same page. */
function endsOnThePage(task: Task): boolean {
  return tasks[task].endsOn !== undefined;
}

/** The way to prove it that the button offers instead. */
function otherWay(turn: Turn): Button | undefined {
  const { task } = turn.enrollment;
  const prover = proverOf(turn.enrollment);
  if (endsOnThePage(task)) return turn.button('life.proof.unknown');
  if (prover === 'credential') return turn.button('life.proof.unknown');
  return prover === 'bankLogin' && proves(task, 'identity') ? turn.button('life.proof.noLogin') : undefined;
}

function readOtherWay(turn: Turn, message: Message): boolean {
  const prover = proverOf(turn.enrollment);
  if (prover === 'credential' && isOneOf(turn, message.text, 'life.proof.unknownWords'))
    return provesBy(turn, 'bankLogin');
  const mayIdentify = prover === 'bankLogin' && proves(turn.enrollment.task, 'identity');
  return mayIdentify && isOneOf(turn, message.text, 'life.proof.noLoginWords') ? provesBy(turn, 'identity') : false;
}

/** Another way of proving: the page of the first ends, and a bank may have to be named. */
function provesBy(turn: Turn, prover: 'bankLogin' | 'identity'): true {
  turn.drop('proof');
  turn.amend({ prover });
  turn.askedNothing();
  turn.say(`life.proof.by.${prover}`);
  // a bank that has to be named first is asked for by the way itself
  if (needed(turn.enrollment, turn.now) === 'proof') proofStep.ask(turn, brief);
  return true;
}
