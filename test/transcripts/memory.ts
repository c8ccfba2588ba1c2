import type { Activity } from 'botbuilder';
import type { SandboxPerson } from '../../services/sandbox/person.ts';

/** What a player remembers from act to act; everything else is in the product's stores and in what was shown. */
export interface PlayerMemory {
  /** What was typed that must be nowhere afterwards. */
  readonly secrets: string[];
  /** How many of the activities shown were drawn. */
  drawn: number;
  /** Deliveries so far; each has its own key. */
  sent: number;
  restarts: number;
  /** The last delivery, for `[Again]`. */
  last: Partial<Activity> | undefined;
  /** Who logged in last: their phone receives the codes. */
  person: SandboxPerson | undefined;
  /** The page's proof that it was asked to look at a number once more. */
  looked: string | undefined;
}

/** At the beginning of a conversation there is nothing to remember. */
export function freshMemory(): PlayerMemory {
  return { secrets: [], drawn: 0, sent: 0, restarts: 0, last: undefined, person: undefined, looked: undefined };
}

/** One that may go its own way. */
export function copyOf(memory: PlayerMemory): PlayerMemory {
  return { ...memory, secrets: [...memory.secrets] };
}
