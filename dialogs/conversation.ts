import type { CaseRecord } from '../services/cases/caseRecord.ts';
import type { CaseHappening } from '../services/cases/caseEvents.ts';
import { agentHas, hushed, meetAgent } from './agent/withAgent.ts';
import { onEvent } from './events/events.ts';
import { lookAgain } from './events/nudges.ts';
import { partsOf } from './listeners/clauses.ts';
import { heardByAgent } from './listeners/heardByAgent.ts';
import { pickedByNumber } from './listeners/pickedByNumber.ts';
import { returning } from './listeners/returning.ts';
import { hearInStages } from './listeners/stages.ts';
import { greet } from './tasks/greeting.ts';
import { currentStep, goOn } from './tasks/stepRegistry.ts';
import type { DialogWorld } from './turn/dialogWorld.ts';
import type { Reply } from './turn/replies.ts';
import type { Facts, Message, Stimulus } from './turn/stimulus.ts';
import { Turn } from './turn/turn.ts';

/** What a turn came to: the case as it will be, and what the customer reads. */
export interface Outcome {
  readonly record: CaseRecord;
  readonly replies: readonly Reply[];
  /** Who dealt with the parts of a message, for a timeline: `interrupt/cancel`. Empty for what was no message. */
  readonly heardBy: readonly string[];
}

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
  const heardBy = wake(turn, stimulus);
  const isSignOfLife = !comesByItself(stimulus);
  if (isSignOfLife && !agentHas(turn)) lookAgain(turn);
  if (isSignOfLife) turn.keep({ lastAt: request.now.toString() });
  if (!turn.silent) turn.keep({ choices: turn.choices.slice(0, mostChoices) });
  return { record: turn.record, replies: turn.replies, heardBy };
}

/** What the passing of time brings about, and nobody did: neither the customer nor an agent nor a page. */
function comesByItself(stimulus: Stimulus): boolean {
  return stimulus.kind === 'event' && (stimulus.event.name === 'nudge' || stimulus.event.name === 'handoff.expired');
}

/** Buttons that can be picked by number; more are never shown. */
const mostChoices = 13;

/** Answers who dealt with what was said. */
function wake(turn: Turn, stimulus: Stimulus): readonly string[] {
  if (stimulus.kind === 'message') return hear(turn, stimulus);
  if (stimulus.kind === 'event') hearEvent(turn, stimulus.event);
  else (agentHas(turn) ? meetAgent : greet)(turn);
  return [];
}

function hearEvent(turn: Turn, event: CaseHappening): void {
  onEvent(turn, event);
  hushed(turn, event);
}

/** To an agent "1번" is an answer to the agent, so the choices of the bot come after. */
function hear(turn: Turn, message: Message): readonly string[] {
  if (heardByAgent(turn, message)) return ['agent'];
  return hearParts(turn, pickedByNumber(turn, message));
}

function hearParts(turn: Turn, message: Message): readonly string[] {
  returning(turn, message);
  const before = currentStep(turn)?.field;
  const parts = partsOf(turn, message);
  const heardBy = parts.map((part, index) => {
    turn.moreToCome = index < parts.length - 1;
    return hearInStages(turn, part);
  });
  const after = currentStep(turn)?.field;
  if (after !== undefined && after !== before) {
    turn.understood();
    if (turn.record.asked?.what !== after) goOn(turn);
  }
  return heardBy;
}
