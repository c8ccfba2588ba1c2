import type { CaseRecord } from '../../services/cases/caseRecord.ts';
import type { Field } from '../../services/enrollment/enrollment.ts';
import { codeStrength, reachedAt } from '../../services/enrollment/enrollment.ts';
import { needed, secureStepOf } from '../../services/enrollment/plan/progress.ts';
import { tasks } from '../../services/enrollment/tasks.ts';
import { currentStep } from '../tasks/stepRegistry.ts';
import type { Turn } from '../turn/turn.ts';

/** How long somebody may be silent before the assistant speaks up once, in minutes. */
const patienceMinutes = { chat: 4, code: 2, visit: 6 } as const;
/** A nudge that comes later than this after its time is none any more: who comes back then is welcomed instead. */
const latestMinutes = 30;

/** What is to become of a silence whose time has come: say something at this step, look again later, or leave it. */
export type NudgePlan = { readonly say: string } | { readonly again: Temporal.Instant } | 'never';

/**
 * At the end of a turn: has the case looked at again when its step stays unanswered. Once a step, however many turns are
 * spent there; only where the answer reaches the customer by itself.
 */
export function lookAgain(turn: Turn): void {
  const { record } = turn;
  if (turn.inPeace) leaveInPeace(turn);
  const step = stepOf(record, turn.now);
  if (!turn.facts.canPush || step === undefined || isOver(record, step) || record.nudges?.waiting === step) return;
  turn.keep({ nudges: { said: record.nudges?.said ?? [], waiting: step } });
  const at = turn.now.add({ minutes: patienceOf(record, step) }).toString();
  turn.effect({ kind: 'nudge.put', at });
}

/** Whether the customer is still at the step that is waited at, and silent for long enough by now. */
export function planNudge(record: CaseRecord, now: Temporal.Instant): NudgePlan {
  const step = stepOf(record, now);
  if (step === undefined || step !== record.nudges?.waiting || isOver(record, step)) return 'never';
  const at = Temporal.Instant.from(record.lastAt).add({ minutes: patienceOf(record, step) });
  if (Temporal.Instant.compare(now, at) < 0) return { again: at };
  return now.since(at).total('minutes') > latestMinutes ? 'never' : { say: step };
}

/** True when it would be said at just this step. */
export function saysNudge(record: CaseRecord, step: string, now: Temporal.Instant): boolean {
  const plan = planNudge(record, now);
  return plan !== 'never' && 'say' in plan && plan.say === step;
}

/** Says it: one kind sentence with the way on. What was asked stays asked, and its numbers go on picking its answers. */
export function nudge(turn: Turn, step: string): void {
  const field = turn.record.enrollment && needed(turn.record.enrollment, turn.now);
  if (field === undefined || !saysNudge(turn.record, step, turn.now)) return;
  turn.keepChoices();
  leaveInPeace(turn);
  const own = currentStep(turn);
  if (own?.remind) return own.remind(turn);
  const { words } = tasks[turn.enrollment.task];
  turn.say(words === 'life' && ofLife.has(field) ? `life.nudge.${field}` : `nudge.${field}`);
  turn.offer(turn.button('common.goOn'), turn.button('common.agent'));
}

/** Questions that are put otherwise of a certificate there is. */
const ofLife: ReadonlySet<Field> = new Set<Field>([
  'confirmation',
  'secondConfirmation',
  'reason',
  'chosen',
  'institution',
]);

/**
 * What the customer is at, as one name: `case.1/kind`, `case.1/smsCode.2` (the second code was sent), `case.1/identity.3`
 * (the third link). Undefined where nothing is waited for.
 */
function stepOf({ enrollment, asked, visit }: CaseRecord, now: Temporal.Instant): string | undefined {
  const field = enrollment && needed(enrollment, now);
  if (!field || !asked || besides.has(asked.what)) return undefined;
  if (field === 'smsCode') {
    const { smsCode: code } = enrollment;
    // nothing the customer could do now would help
    if (codeStrength(reachedAt(enrollment), now) === 'weak') return undefined;
    return `${enrollment.id}/smsCode.${code?.sends.at(-1)?.send ?? 0}`;
  }
  // what is looked up, or done, waits for us and not for the customer
  if (field === 'holdings' || field === 'outcome') return undefined;
  return secureStepOf(enrollment, field)
    ? `${enrollment.id}/${field}.${visit?.number ?? 0}`
    : `${enrollment.id}/${field}`;
}

/** Questions of the conversation itself: the customer thinks about something else than the step. */
const besides: ReadonlySet<string> = new Set(['cancel', 'pasted']);

/** The step without its numbers: one nudge is all a step gets. */
function nameOf(step: string): string {
  return step.replace(/\.\d+$/, '');
}

function isOver(record: CaseRecord, step: string): boolean {
  return record.nudges?.said.includes(nameOf(step)) ?? false;
}

/** No more about this step: it was said, or the customer asked for time or for a person. */
function leaveInPeace(turn: Turn): void {
  const { record, now } = turn;
  const step = stepOf(record, now);
  if (step === undefined || isOver(record, step)) return;
  const ofThisTask = (record.nudges?.said ?? []).filter((one) => one.startsWith(`${record.enrollment?.id}/`));
  turn.keep({ nudges: { said: [...ofThisTask, nameOf(step)] } });
}

function patienceOf({ enrollment }: CaseRecord, step: string): number {
  const field = nameOf(step).split('/').at(-1) as Field; // a name of stepOf
  if (enrollment && secureStepOf(enrollment, field)) return patienceMinutes.visit;
  return field === 'smsCode' && !step.endsWith('.0') ? patienceMinutes.code : patienceMinutes.chat;
}
