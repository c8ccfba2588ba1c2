import type { CaseRecord } from '../services/cases/caseRecord.ts';
import type { CaseHappening } from '../services/cases/caseEvents.ts';
import { readOrdinal } from '../services/language/slots/ordinal.ts';
import { answerQuestion, askedByLabel, asksAboutAnAnswer } from './listeners/question.ts';
import { correct, takeMore } from './listeners/correction.ts';
import { onEvent } from './events/events.ts';
import { greet } from './tasks/greeting.ts';
import { holderWishes } from './listeners/holderWishes.ts';
import { manners } from './listeners/preferences.ts';
import { partsOf } from './listeners/clauses.ts';
import { pastedMessage } from './listeners/pastedMessage.ts';
import { returning } from './listeners/returning.ts';
import { interrupt } from './listeners/interrupts.ts';
import { grownOld } from './listeners/staleProof.ts';
import { handoffBank } from './agent/handoff.ts';
import { currentStep, goOn } from './steps/registry.ts';
import { lookAgain } from './events/nudges.ts';
import type { Reply } from './turn/replies.ts';
import { socialTalk } from './listeners/socialTalk.ts';
import { staleButton } from './listeners/staleButton.ts';
import { startTask } from './listeners/startTask.ts';
import type { Facts, Message, Stimulus } from './turn/stimulus.ts';
import { Turn } from './turn/turn.ts';
import { agentHas, handoffWishes, heardByAgent, hushed, meetAgent } from './agent/withAgent.ts';
import { empty, fileSent, notUnderstood, secretTyped, tooFast, tooLong } from './listeners/fallback.ts';
import type { DialogWorld } from './turn/dialogWorld.ts';

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
  handoffWishes,
  staleButton,
  pastedMessage,
  holderWishes,
  askedByLabel,
  manners,
  interrupt,
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
  if (stimulus.kind === 'joined') (agentHas(turn) ? meetAgent : greet)(turn);
  else if (stimulus.kind === 'event') hearEvent(turn, stimulus.event);
  // "1번" to an agent is an answer to the agent
  else hear(turn, agentHas(turn) ? stimulus : picked(turn, stimulus));
  const isSignOfLife = !comesByItself(stimulus);
  if (isSignOfLife && !agentHas(turn)) lookAgain(turn);
  if (isSignOfLife) turn.record.lastAt = request.now.toString();
  if (!turn.silent) turn.record.choices = turn.choices.slice(0, mostChoices);
  return { record: turn.record, replies: turn.replies };
}

/** What the passing of time brings about, and nobody did: neither the customer nor an agent nor a page. */
function comesByItself(stimulus: Stimulus): boolean {
  return stimulus.kind === 'event' && (stimulus.event.name === 'nudge' || stimulus.event.name === 'handoff.expired');
}

/** Buttons that can be picked by number; more are never shown. */
const mostChoices = 13;

/** "2번", "두 번째 거", "2번 나중에": the button of the last answer that was meant. */
function picked(turn: Turn, message: Message): Message {
  const { choices = [] } = turn.record;
  const typed = message.value === undefined && message.code === undefined;
  const place = typed ? readOrdinal(withoutLabel(turn, message.text), choices.length) : undefined;
  const choice = place === undefined ? undefined : choices[place - 1];
  return choice
    ? { ...message, text: choice.say, value: choice.value, understanding: turn.world.understand(choice.say) }
    : message;
}

/** A numbered answer typed as it stands there says its number. */
function withoutLabel(turn: Turn, text: string): string {
  const { plain, choices = [] } = turn.record;
  const at = plain ? choices.findIndex(({ say }, index) => text === numberedLabel(turn, index + 1, say)) : -1;
  return at === -1 ? text : String(at + 1);
}

function numberedLabel(turn: Turn, number: number, label: string): string {
  return turn.t('plain.choice', { number, label });
}

function hearEvent(turn: Turn, event: CaseHappening): void {
  onEvent(turn, event);
  hushed(turn, event);
}

function hear(turn: Turn, message: Message): void {
  if (heardByAgent(turn, message)) return;
  returning(turn, message);
  const before = currentStep(turn)?.field;
  const parts = partsOf(turn, message);
  for (const [index, part] of parts.entries()) {
    turn.moreToCome = index < parts.length - 1;
    const dealtWith = listeners.some((listener) => listener(turn, part));
    if (!dealtWith) throw new Error('expected a listener for every message, found none');
  }
  const after = currentStep(turn)?.field;
  if (after !== undefined && after !== before) {
    turn.understood();
    if (turn.record.asked?.what !== after) goOn(turn);
  }
}

/** The question that is open hears the message before anything that is not an interrupt. */
function readStep(turn: Turn, message: Message): boolean {
  const step = currentStep(turn);
  if (asksAboutAnAnswer(message) || !step?.read(turn, message)) return false;
  const changed = currentStep(turn)?.field !== step.field;
  if (changed) alsoTake(turn, message);
  return true;
}

/** The same words may hold the next answers too ("우리은행 개인용으로"). */
function alsoTake(turn: Turn, message: Message): void {
  if (turn.record.enrollment) takeMore(turn, message);
}
