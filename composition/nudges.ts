import { NudgeWorker } from '../bots/nudgeWorker.ts';
import type { Conversations } from '../services/cases/caseEvents.ts';
import { Rounds } from '../services/shared/rounds.ts';
import type { Foundation } from './foundation.ts';
import type { Services } from './services.ts';

/** How often silences are looked at; real time. */
const everyMilliseconds = 5_000;

/** @param byHand a clock that a test holds: then only `run` and the clock itself look */
export function openNudges(
  { clock, log, due }: Foundation,
  { cases, nudges, visits }: Services,
  conversations: Conversations,
  byHand: boolean,
): Rounds {
  const worker = new NudgeWorker({ cases, nudges, visits, conversations, clock, log });
  const rounds = new Rounds(() => worker.run());
  rounds.start(due, byHand ? undefined : everyMilliseconds);
  return rounds;
}
