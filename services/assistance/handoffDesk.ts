import type { OpenedHandoff, HandoffNote } from '../cases/handoff.ts';
import type { AgentActivity } from './agentActivity.ts';
import type { HandoffBoard } from './handoffBoard.ts';

/** Where cases bring their hand-offs; how agents work on them is `Assistance`. */
export class HandoffDesk {
  readonly #board: HandoffBoard;
  readonly #activity: AgentActivity;

  constructor(parts: { readonly board: HandoffBoard; readonly activity: AgentActivity }) {
    this.#board = parts.board;
    this.#activity = parts.activity;
  }

  /** Puts a hand-off on the board; the same one again changes nothing. Outage: `Unavailable('store')`. */
  async open(note: HandoffNote, now: Temporal.Instant): Promise<OpenedHandoff> {
    const { number, ahead } = await this.#board.allot(note, now);
    const { staffed, minutes } = await this.#activity.look(now);
    if (!staffed) return { number, staffed };
    return minutes === undefined ? { number, staffed, ahead } : { number, staffed, ahead, minutes };
  }

  /** Follows a change of the case; one without a number is not on the board yet. */
  async note(note: HandoffNote): Promise<void> {
    if (note.number !== undefined) await this.#board.note({ ...note, number: note.number });
  }
}
