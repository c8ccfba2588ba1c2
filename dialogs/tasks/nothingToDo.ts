import type { Task } from '../../services/enrollment/enrollment.ts';
import { tasks } from '../../services/enrollment/tasks.ts';
import { endVisit } from '../steps/visit.ts';
import type { Turn } from '../turn/turn.ts';
import { endTask, offerNext } from '../turn/ending.ts';

/** None of the person's certificates is in a state for it: why, and what would do. */
export function nothingToDo(turn: Turn, task: Task): void {
  const { holdings = [] } = turn.enrollment;
  const isRelease = !tasks[task].actsOn.includes('active');
  const states = new Set(holdings.map(({ state }) => state));
  endVisit(turn);
  if (states.has('held') && !isRelease) turn.say('life.nothing.held');
  else if (states.has('locked')) turn.say('life.nothing.locked');
  else if (isRelease) turn.say('life.nothing.notHeld');
  else turn.say('life.nothing.none');
  endTask(turn);
  const next = states.has('held') && !isRelease ? ['life.task.release', 'life.task.reissue'] : [];
  const locked = states.has('locked') ? ['life.task.reissue'] : [];
  const keys = [...new Set([...next, ...locked, 'menu.expiry', ...(holdings.length === 0 ? ['menu.issue'] : [])])];
  offerNext(turn, ...keys.map((key) => turn.button(key)));
}
