import { taskKeptDays } from '../../services/cases/casePurge.ts';
import { tasks } from '../../services/enrollment/tasks.ts';
import { currentStep } from '../tasks/stepRegistry.ts';
import { doneSoFar } from '../tasks/progress.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';

/** Answers of a task that was left are kept this long (SECURITY §1). */
const keptHours = taskKeptDays * 24;
/** After so long a customer is told where they were. */
const welcomeHours = 1;

/** Somebody comes back to a task: after an hour they hear where they were, after seven days it begins anew. */
export function returning(turn: Turn, message: Message): void {
  const { record } = turn;
  tellOfHop(turn);
  const hours = turn.now.since(Temporal.Instant.from(record.lastAt)).total('hours');
  if (hours >= keptHours && (record.enrollment || record.shelved)) return forget(turn);
  if (hours < welcomeHours || !currentStep(turn)) return;
  turn.say('resume.welcome', { stepName: turn.t(`step.${currentStep(turn)?.field}`) });
  const done = doneSoFar(turn);
  // who asks for just that is answered in a moment
  if (done !== '' && !turn.isWord(message.text, 'common.words.where')) turn.say('resume.kept', { done });
}

/** The conversation that was left hears once that the case went on elsewhere. */
function tellOfHop(turn: Turn): void {
  const { hopped, activeConversation } = turn.record;
  if (!hopped || hopped.told || hopped.to === activeConversation) return;
  turn.keep({ hopped: { ...hopped, told: true } });
  turn.say('resume.elsewhere');
}

function forget(turn: Turn): void {
  const { record } = turn;
  const task = (record.enrollment ?? record.shelved)?.task;
  turn.closeVisit();
  turn.endTask();
  turn.keep({ shelved: undefined });
  turn.say(task && tasks[task].words === 'issue' ? 'resume.forgotten' : 'life.forgotten');
}
