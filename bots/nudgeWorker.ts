import { planNudge } from '../dialogs/events/nudges.ts';
import type { Conversations } from '../services/cases/caseEvents.ts';
import type { CaseStore } from '../services/cases/caseStore.ts';
import type { Nudge, Nudges } from '../services/cases/nudges.ts';
import type { Clock } from '../services/shared/clock.ts';
import type { RecordedVisits } from '../services/visits/recordedVisits.ts';

const atOnce = 50;
/** A page in use is left alone until its link has run out, and a little longer. */
const afterLinkSeconds = 15;

/** Collaborators of `NudgeWorker`, handed in by composition/. */
export interface NudgeWorkerParts {
  readonly cases: Pick<CaseStore, 'read'>;
  readonly nudges: Nudges;
  readonly visits: Pick<RecordedVisits, 'inUseUntil'>;
  /** The bot: a silence is an event of its case. */
  readonly conversations: Conversations;
  readonly clock: Clock;
  readonly log: { warn(fields: object, message: string): void };
}

/** Speaks up for those who fell silent, once each, whichever instance looks first. */
export class NudgeWorker {
  readonly #parts: NudgeWorkerParts;

  constructor(parts: NudgeWorkerParts) {
    this.#parts = parts;
  }

  /** Looks at every silence that is due by now. */
  async run(): Promise<void> {
    const { nudges, clock, log } = this.#parts;
    try {
      for (;;) {
        const due = await nudges.claim(clock.now(), atOnce);
        for (const nudge of due) await this.#attend(nudge);
        if (due.length < atOnce) return;
      }
    } catch (error) {
      // what was claimed comes back after its lease
      log.warn({ err: error }, 'silences are left for the next time');
    }
  }

  /**
   * One silence. The turn judges once more and counts it by its id, so a crash after the telling tells nothing twice; only
   * what was looked at is taken off.
   */
  async #attend(nudge: Nudge): Promise<void> {
    const { cases, nudges, visits, conversations, clock } = this.#parts;
    const { caseId } = nudge;
    const record = await cases.read(caseId);
    if (!record) return nudges.done(nudge);
    const plan = planNudge(record, clock.now());
    if (plan === 'never') return nudges.done(nudge);
    if ('again' in plan) return nudges.put({ caseId, at: plan.again });
    const { visit } = record;
    const inUse = visit && (await visits.inUseUntil({ caseId, visitNumber: visit.number }));
    if (inUse) return nudges.put({ caseId, at: inUse.add({ seconds: afterLinkSeconds }) });
    await conversations.tell(caseId, { id: `nudge:${plan.say}`, name: 'nudge', step: plan.say });
    await nudges.done(nudge);
  }
}
