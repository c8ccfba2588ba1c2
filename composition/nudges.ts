import { planNudge } from '../dialogs/events/nudges.ts';
import type { Conversations } from '../services/cases/caseEvents.ts';
import type { Nudge } from '../services/cases/nudges.ts';
import type { Foundation } from './foundation.ts';
import type { Services } from './services.ts';

/** How often silences are looked at; real time. */
const everyMilliseconds = 5_000;
const atOnce = 50;
/** A page in use is left alone until its link has run out, and a little longer. */
const afterLinkSeconds = 15;

/** Speaks up for those who fell silent, once each, whichever instance looks first. */
export interface NudgeWorker {
  /** Looks at every silence that is due by now. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

/** @param byHand a clock that a test holds: then only `run` and the clock itself look */
export function openNudges(
  foundation: Foundation,
  services: Services,
  conversations: Conversations,
  byHand: boolean,
): NudgeWorker {
  let running: Promise<void> | undefined;
  let again = false;
  const run = (): Promise<void> => {
    // asked for while it looks: the clock may have moved on since, so it looks once more
    again = running !== undefined;
    running ??= lookUntilDone().finally(() => (running = undefined));
    return running;
  };
  const lookUntilDone = async (): Promise<void> => {
    do {
      again = false;
      await look(foundation, services, conversations);
    } while (again);
  };
  const act = (): void => void run();
  foundation.due.add(act);
  const timer = byHand ? undefined : setInterval(act, everyMilliseconds).unref();
  return {
    run,
    stop: async () => {
      foundation.due.delete(act);
      clearInterval(timer);
      await running;
    },
  };
}

async function look(foundation: Foundation, services: Services, conversations: Conversations): Promise<void> {
  const { clock, log } = foundation;
  try {
    for (;;) {
      const due = await services.nudges.claim(clock.now(), atOnce);
      for (const nudge of due) await attend(nudge, foundation, services, conversations);
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
async function attend(
  nudge: Nudge,
  { clock }: Foundation,
  { cases, nudges, visits }: Services,
  conversations: Conversations,
): Promise<void> {
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
