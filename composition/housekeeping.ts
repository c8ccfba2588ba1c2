import type { Assistance } from '../services/assistance/assistance.ts';
import { kakaoKey } from '../bots/kakao/kakaoConversations.ts';
import { retireAudit } from '../services/audit/auditRetention.ts';
import { purgeCases } from '../services/cases/casePurge.ts';
import { seoul } from '../services/shared/clock.ts';
import type { Foundation } from './foundation.ts';
import type { Services } from './services.ts';

/** How often what is due is looked for; real time. */
const everyMilliseconds = 60 * 60 * 1000;
/** Only one instance does it at a time. */
const leaseMilliseconds = 10 * 60 * 1000;
/** Certificate events are kept so long (DOMAIN §8). */
const auditYears = 5;

/** What has to be forgotten is forgotten (DOMAIN §8), and a new pepper reaches what was sealed under the old one. */
export interface Housekeeping {
  run(): Promise<void>;
  stop(): Promise<void>;
}

export function openHousekeeping(foundation: Foundation, services: Services, assistance: Assistance): Housekeeping {
  let running: Promise<void> | undefined;
  const run = (): Promise<void> => {
    running ??= once(foundation, services, assistance).finally(() => (running = undefined));
    return running;
  };
  foundation.due.add(() => void run());
  const timer = setInterval(() => void run(), everyMilliseconds).unref();
  return {
    run,
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

async function once(foundation: Foundation, services: Services, assistance: Assistance): Promise<void> {
  const { state, keys, clock, log } = foundation;
  const held = await state.locks.tryAcquire('housekeeping', leaseMilliseconds).catch(() => undefined);
  if (!held) return;
  const now = clock.now();
  const before = now.toZonedDateTimeISO(seoul).subtract({ years: auditYears }).toInstant();
  const streamsOf = (conversationId: string): string[] => [`directline:{${conversationId}}`];
  const recordsOf = (conversationId: string): string[] => [kakaoKey(conversationId)];
  const chores: Readonly<Record<string, () => Promise<number>>> = {
    cases: () => purgeCases({ records: state.records, streams: state.streams, streamsOf, recordsOf }, now),
    handoffs: () => assistance.retain(),
    visits: () => services.visits.purge(),
    certificates: () => services.certificates.retain(),
    audit: () => retireAudit({ state, key: keys.auditKey, before }),
    pepper: () => services.certificates.rewrap(1_000),
  };
  for (const [chore, act] of Object.entries(chores)) {
    try {
      const count = await act();
      if (count > 0) log.info({ chore, count }, 'housekeeping');
    } catch (error) {
      log.error({ err: error, chore }, 'a chore is left for the next time');
    }
  }
  await held.release().catch(() => undefined);
}
