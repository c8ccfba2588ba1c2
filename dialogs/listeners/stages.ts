import { handoffBank } from '../agent/handoff.ts';
import type { Message } from '../turn/stimulus.ts';
import type { Turn } from '../turn/turn.ts';
import { answersCancel } from '../wishes/cancelling.ts';
import { grantWish } from '../wishes/registry.ts';
import { correct, takeMore } from './correction.ts';
import { notUnderstood } from './fallback.ts';
import { empty, fileSent, secretTyped, tooFast, tooLong } from './guards.ts';
import { readStep } from './openStep.ts';
import { pastedMessage } from './pastedMessage.ts';
import { answerQuestion, askedByLabel } from './question.ts';
import { socialTalk } from './socialTalk.ts';
import { staleButton } from './staleButton.ts';
import { staleProof } from './staleProof.ts';

/**
 * Hears a message and deals with it, or leaves it to the next. Answers whether it did; one that stands for several answers
 * the name of the one that did.
 */
type Listener = (turn: Turn, message: Message) => boolean | string | undefined;

/** Listeners that hear a message at one point of the order. */
export interface Stage {
  readonly name: string;
  /** Why just here: what would go wrong before and after. */
  readonly why: string;
  /** In this order. */
  readonly listeners: Readonly<Record<string, Listener>>;
}

/** Who hears a message, and in which order; the first that deals with it ends the search. */
export const stages: readonly Stage[] = [
  {
    name: 'guard',
    why: 'What cannot or must not be read is told before anything is made of it: a secret is no answer to any question.',
    listeners: { tooFast, tooLong, secretTyped, fileSent, empty },
  },
  {
    name: 'safety and person',
    why: 'Whoever lost a phone, doubts a message or wants a person has that first, whatever else is open or out of date.',
    listeners: { handoffBank, wish: grantWish('safety and person'), pastedMessage },
  },
  {
    name: 'stale',
    why: 'What answers a question of long ago counts for nothing, so it is told before somebody takes it for an answer.',
    listeners: { staleProof, staleButton },
  },
  {
    name: 'label',
    why: 'The button of a question says exactly its label, so it is answered before its words can mean anything else.',
    listeners: { askedByLabel },
  },
  {
    name: 'preferences',
    why: 'How somebody wants to be talked to holds for the answer to this very message, so it is known before that is made.',
    listeners: { wish: grantWish('preferences') },
  },
  {
    name: 'interrupt',
    why: 'Back, cancel or help win over the open question, else a step that takes any words could never be left.',
    listeners: { answersCancel, wish: grantWish('interrupt') },
  },
  {
    name: 'open step',
    why: 'What was asked last is what most messages answer, so it comes before every guess at something new.',
    listeners: { readStep },
  },
  {
    name: 'correction',
    why: 'Words that do not answer what is asked may change what was answered before; to begin anew would lose the rest.',
    listeners: { correct },
  },
  {
    name: 'task',
    why: 'A wish to begin something stands before the questions, because its words often ask about it as well.',
    listeners: { wish: grantWish('task') },
  },
  {
    name: 'question',
    why: 'Most words are like some question, so it is answered only when nothing that is wanted was found.',
    listeners: { answerQuestion },
  },
  {
    name: 'fallback',
    why: 'Nothing was meant for sure: what can still be used is taken, and what is left is asked back.',
    listeners: { takeMore, socialTalk, notUnderstood },
  },
];

/** Lets the stages hear a message; answers who dealt with it: `interrupt/cancel`, `open step/readStep`. */
export function hearInStages(turn: Turn, message: Message): string {
  for (const stage of stages) {
    for (const [name, listener] of Object.entries(stage.listeners)) {
      const heard = listener(turn, message);
      if (heard) return `${stage.name}/${heard === true ? name : heard}`;
    }
  }
  throw new Error('expected a listener for every message, found none');
}
