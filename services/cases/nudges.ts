import type { Schedule } from '../state/schedule.ts';

/** A silence to look at: whose case, and when. What it is about stands in the case. */
export interface Nudge {
  readonly caseId: string;
  readonly at: Temporal.Instant;
}

const queue = 'nudges';
/** Real time in which one instance looks at what it has claimed; after it another may. */
const leaseSeconds = 30;

/** Which cases are to be looked at when: one entry a case, moved by each new step. */
export class Nudges {
  readonly #schedule: Schedule;

  constructor(parts: { readonly schedule: Schedule }) {
    this.#schedule = parts.schedule;
  }

  /** Has the case looked at; put again, it moves. Outage: `Unavailable('store')`. */
  async put({ caseId, at }: Nudge): Promise<void> {
    await this.#schedule.put(queue, { id: idOf(caseId), at, payload: caseId });
  }

  /** Up to `limit` that are due; nobody else gets them for a while. */
  async claim(now: Temporal.Instant, limit: number): Promise<readonly Nudge[]> {
    const due = await this.#schedule.claim(queue, now, limit, leaseSeconds);
    return due.map(({ at, payload }) => ({ caseId: payload, at }));
  }

  /** It was looked at; one that was put meanwhile stays. */
  async done({ caseId, at }: Nudge): Promise<void> {
    await this.#schedule.remove(queue, idOf(caseId), at);
  }
}

function idOf(caseId: string): string {
  return `nudge:${caseId}`;
}
