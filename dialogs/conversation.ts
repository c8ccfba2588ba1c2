import type { CaseRecord } from '../services/cases/caseRecord.ts';
import { answerQuestion, askedByLabel } from './answer.ts';
import { correct, takeMore } from './corrections.ts';
import { onEvent } from './events.ts';
import { greet } from './greeting.ts';
import { interrupt } from './interrupts.ts';
import { grownOld } from './grownOld.ts';
import { handoffBank } from './handoff.ts';
import { currentStep, goOn } from './issue.ts';
import type { Reply } from './replies.ts';
import { socialTalk } from './socialTalk.ts';
import { staleButton } from './staleButton.ts';
import { startTask } from './tasks.ts';
import type { Facts, Message, Stimulus } from './stimulus.ts';
import { Turn } from './turn.ts';
import { empty, fileSent, notUnderstood, secretTyped, tooFast, tooLong } from './unread.ts';
import type { DialogWorld } from './world.ts';

/** What a turn came to: the case as it will be, and what the customer reads. */
export interface Outcome {
  readonly record: CaseRecord;
  readonly replies: readonly Reply[];
}

/** Hears a message and deals with it, or leaves it to the next. */
type Listener = (turn: Turn, message: Message) => boolean;

/** Who hears a message first. The first that deals with it ends the search. */
const listeners: readonly Listener[] = [
  tooFast,
  tooLong,
  secretTyped,
  fileSent,
  empty,
  grownOld,
  handoffBank,
  staleButton,
  interrupt,
  askedByLabel,
  readStep,
  correct,
  startTask,
  answerQuestion,
  takeMore,
  socialTalk,
  notUnderstood,
];

/**
 * What the customer is answered, and what becomes of the case: a pure function of the record, what happened, and now
 * (DESIGN §1.3). It reads no store, no clock and no network; run again with the same input it answers the same bytes.
 */
export function converse(request: {
  readonly record: CaseRecord;
  readonly stimulus: Stimulus;
  readonly facts: Facts;
  readonly world: DialogWorld;
  readonly now: Temporal.Instant;
}): Outcome {
  const turn = new Turn(request);
  const { stimulus } = request;
  if (stimulus.kind === 'joined') greet(turn);
  else if (stimulus.kind === 'event') onEvent(turn, stimulus.event);
  else hear(turn, stimulus);
  turn.record.lastAt = request.now.toString();
  return { record: turn.record, replies: turn.replies };
}

function hear(turn: Turn, message: Message): void {
  const before = currentStep(turn)?.field;
  const dealtWith = listeners.some((listener) => listener(turn, message));
  if (!dealtWith) throw new Error('expected a listener for every message, found none');
  const after = currentStep(turn)?.field;
  if (after !== undefined && after !== before) {
    turn.understood();
    if (turn.record.asked?.what !== after) goOn(turn);
  }
}

/** The question that is open hears the message before anything that is not an interrupt. */
function readStep(turn: Turn, message: Message): boolean {
  const step = currentStep(turn);
  if (!step?.read(turn, message)) return false;
  const changed = currentStep(turn)?.field !== step.field;
  if (changed) alsoTake(turn, message);
  return true;
}

/** The same words may hold the next answers too ("우리은행 개인용으로"). */
function alsoTake(turn: Turn, message: Message): void {
  if (turn.record.enrollment) takeMore(turn, message);
}
