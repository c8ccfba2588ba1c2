import type { CertificateDetails, CertificateLifeCycle } from '../certificates/certificateLifeCycle.ts';
import type { Clock } from '../shared/clock.ts';
import type { Schedule } from '../state/schedule.ts';
import { unusedSince } from './cloudAccounts.ts';
import type { CloudAccounts } from './cloudAccounts.ts';

/** People whose cloud account went unused; an entry stays until their certificates have ended. */
export const unusedQueue = 'unusedCertificates';

const claimedAtOnce = 50;
const usualLeaseSeconds = 60;

/** Holds its place still: what ends here. */
const standing: ReadonlySet<CertificateDetails['state']> = new Set(['active', 'locked', 'held']);

/** Collaborators of `UnusedCertificates`, handed in by composition/. */
export interface UnusedCertificatesParts {
  readonly schedule: Schedule;
  readonly accounts: Pick<CloudAccounts, 'has'>;
  readonly certificates: Pick<CertificateLifeCycle, 'ofPerson' | 'revoke'>;
  /** Tells the owner; once an id. */
  readonly tell: (ended: { readonly id: string; readonly certificate: CertificateDetails }) => Promise<void>;
  readonly clock: Clock;
  /** Real time in which nobody else does it; another one for a test that can't wait. */
  readonly leaseSeconds?: number;
}

/**
 * With a cloud account that nobody used for twelve months its certificates end, too (DOMAIN §2). Who came back meanwhile, by
 * any number or device, keeps theirs. Everything can be repeated. Outage: `Unavailable`.
 */
export class UnusedCertificates {
  readonly #with: UnusedCertificatesParts;

  constructor(parts: UnusedCertificatesParts) {
    this.#with = parts;
  }

  /** To be called before the account is cleared: a crash in between leaves the entry, and an account that stayed voids it. */
  async expect(personKey: string): Promise<void> {
    const { schedule, clock } = this.#with;
    await schedule.put(unusedQueue, { id: personKey, at: clock.now(), payload: '' });
  }

  /** Ends what is due. Answers how many certificates ended. */
  async run(): Promise<number> {
    const { schedule, clock, leaseSeconds = usualLeaseSeconds } = this.#with;
    let ended = 0;
    for (;;) {
      const due = await schedule.claim(unusedQueue, clock.now(), claimedAtOnce, leaseSeconds);
      for (const { id, at } of due) {
        ended += await this.#end(id);
        await schedule.remove(unusedQueue, id, at);
      }
      if (due.length < claimedAtOnce) return ended;
    }
  }

  async #end(personKey: string): Promise<number> {
    const { accounts, certificates, tell, clock } = this.#with;
    if (await accounts.has(personKey)) return 0;
    const before = unusedSince(clock.now());
    const all = await certificates.ofPerson(personKey);
    const unused = all.filter((one) => standing.has(one.state) && !isUsedSince(one, before));
    for (const certificate of unused) {
      const { serialHex } = certificate;
      const id = `unused-${serialHex}`;
      const actor = { kind: 'staff', name: 'system' } as const;
      // Told first, once an id: after a crash in between, a revoked one would not be looked at again.
      await tell({ id, certificate });
      await certificates.revoke({ requestId: id, serialHex, actor, reason: 'cessationOfOperation' });
    }
    return unused.length;
  }
}

function isUsedSince({ lastUsedAt, notBefore }: CertificateDetails, before: Temporal.Instant): boolean {
  return [lastUsedAt ?? notBefore, notBefore].some(
    (at) => Temporal.Instant.compare(Temporal.Instant.from(at), before) > 0,
  );
}
