import { forgetConversation } from '../bots/forgetConversation.ts';
import { retireAudit } from '../services/audit/auditRetention.ts';
import { purgeCases } from '../services/cases/casePurge.ts';
import { recordYears } from '../services/certificates/keeping/retention.ts';
import { UnusedCertificates, type UnusedCertificatesParts } from '../services/cloudAccount/unusedCertificates.ts';
import type { Notices } from '../services/notices/notices.ts';
import { maySend } from '../services/notices/sendingHours.ts';
import { seoul } from '../services/shared/clock.ts';
import { Rounds } from '../services/shared/rounds.ts';
import type { Foundation } from './foundation.ts';
import type { Services } from './services.ts';

/** How often what is due is looked for; real time. */
const everyMilliseconds = 60 * 60 * 1000;
/** Only one instance does it at a time. */
const leaseMilliseconds = 10 * 60 * 1000;

/** What other rooms want forgotten; each answers how many things went. */
export type Chores = Readonly<Record<string, () => Promise<number>>>;

/** What housekeeping is opened with, beside the services. */
export interface HousekeepingParts {
  readonly notices: Pick<Notices, 'completed'>;
  /** Chores of rooms that are opened beside the services. */
  readonly more: Chores;
}

/** What has to be forgotten is forgotten (DOMAIN §8), and a new pepper reaches what was sealed under the old one. */
export function openHousekeeping(foundation: Foundation, services: Services, parts: HousekeepingParts): Rounds {
  const rounds = new Rounds(() => once(foundation, services, parts));
  rounds.start(foundation.due, everyMilliseconds);
  return rounds;
}

async function once(foundation: Foundation, services: Services, { notices, more }: HousekeepingParts): Promise<void> {
  const { state, keys, clock, log } = foundation;
  const held = await state.locks.tryAcquire('housekeeping', leaseMilliseconds).catch(() => undefined);
  if (!held) return;
  const now = clock.now();
  const before = now.toZonedDateTimeISO(seoul).subtract({ years: recordYears }).toInstant();
  const unused = openUnused(foundation, services, notices);
  const chores: Chores = {
    cases: () =>
      purgeCases({ cases: services.cases, forgetConversation: (id) => forgetConversation(state, id), log }, now),
    visits: () => services.visits.purge(),
    certificates: () => services.certificates.retain(),
    known: () => services.known.purge(now),
    cloudAccounts: () => services.cloudAccounts.purge(now, lastUseIn(services), (person) => unused.expect(person)),
    unusedCertificates: async () => (maySend(now) ? unused.run() : 0),
    audit: () => retireAudit({ state, key: keys.auditKey, before }),
    pepper: () => services.certificates.rewrap(1_000),
    ...more,
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

function openUnused(
  { state, clock }: Foundation,
  { cloudAccounts: accounts, certificates }: Services,
  notices: HousekeepingParts['notices'],
): UnusedCertificates {
  const tell: UnusedCertificatesParts['tell'] = ({ id, certificate }) =>
    notices.completed({ id, personKey: certificate.personKey, happening: 'unusedEnded', certificate });
  return new UnusedCertificates({ schedule: state.schedule, accounts, certificates, tell, clock });
}

/** A certificate that is renewed or used in a chat keeps its owner's place in the cloud, too. */
function lastUseIn({ certificates }: Services): (personKey: string) => Promise<string | undefined> {
  return async (personKey) => {
    const all = await certificates.ofPerson(personKey);
    return all
      .flatMap(({ lastUsedAt, notBefore }) => [lastUsedAt ?? notBefore, notBefore])
      .sort()
      .at(-1);
  };
}
