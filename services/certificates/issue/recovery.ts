import type { Clock } from '../../shared/clock.ts';
import { Unavailable } from '../../shared/unavailable.ts';
import type { Due, Schedule } from '../../state/schedule.ts';
import type { CertificateIssuing } from '../certificateIssuing.ts';
import { issuanceQueue } from './journaledIssuance.ts';
import type { JournaledIssuance } from './journaledIssuance.ts';
import type { KeyCustody } from '../keys/keyCustody.ts';
import type { IssuancePreparation } from './prepareIssuance.ts';
import type { CertificateStanding, CertificateStandings } from '../standing.ts';
import { summaryOf } from '../standing.ts';

type Deliver = Parameters<CertificateIssuing['recover']>[0];

/** An issuance that its own caller may still be busy with is left alone by later sweeps. */
const busySeconds = 30;
/** Real time in which one instance works on what it claimed. */
const leaseSeconds = 1;
const claimedAtOnce = 50;
/** A reservation that nobody signed for so long is voided instead: its customer has been told of an outage long ago. */
const reservationMinutes = 10;

/** Collaborators of `Recovery`, handed in by composition/. */
export interface RecoveryParts {
  readonly schedule: Schedule;
  readonly issuance: JournaledIssuance;
  readonly custody: KeyCustody;
  readonly placements: IssuancePreparation;
  readonly standings: CertificateStandings;
  readonly clock: Clock;
}

/** Brings issuances that a crash interrupted to their end: finished and told, or voided. */
export class Recovery {
  readonly #parts: RecoveryParts;
  #started = false;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /**
   * The first call takes all that is listed, later ones what is older than half a minute. One that can't be finished
   * now stays listed. @throws AggregateError of bugs, after all others were tried
   */
  async recover(deliver: Deliver): Promise<void> {
    const { schedule, clock } = this.#parts;
    const until = this.#started ? clock.now().subtract({ seconds: busySeconds }) : distantFuture;
    this.#started = true;
    const bugs: unknown[] = [];
    for (;;) {
      const due = await schedule.claim(issuanceQueue, until, claimedAtOnce, leaseSeconds);
      for (const one of due) {
        await this.#recoverOne(one, deliver).catch((error: unknown) => {
          if (!(error instanceof Unavailable)) bugs.push(error);
        });
      }
      if (due.length < claimedAtOnce) break;
    }
    if (bugs.length > 0) throw new AggregateError(bugs, 'expected every issuance to recover, found some that did not');
  }

  async #recoverOne(due: Due, deliver: Deliver): Promise<void> {
    const { issuance, placements, standings } = this.#parts;
    const { id: keyId, payload: enrollmentId } = due;
    const earlier = await placements.earlier(enrollmentId);
    if (earlier.found === 'order' && earlier.order.certificate.keyId !== keyId) return this.#forget(due);
    const standing =
      earlier.found === 'order'
        ? await this.#finish(earlier.order)
        : earlier.found === 'certificate' && (await standings.existing(earlier.serialHex));
    if (!standing || standing.certificate.keyId !== keyId) return this.#forget(due);
    await deliver({ caseId: standing.certificate.caseId, enrollmentId }, summaryOf(standing));
    await issuance.delivered(enrollmentId);
    return issuance.unlist(keyId);
  }

  /** A key that came to nothing; a young one may be another instance's, between key and order. */
  async #forget({ id: keyId, at }: Due): Promise<void> {
    const { issuance, custody, clock } = this.#parts;
    if (Temporal.Instant.compare(at, clock.now().subtract({ seconds: busySeconds })) > 0) return;
    await custody.destroy(keyId);
    await issuance.unlist(keyId);
  }

  async #finish(order: Parameters<JournaledIssuance['finish']>[0]): Promise<CertificateStanding | undefined> {
    const { issuance, clock } = this.#parts;
    const stale = clock.now().subtract({ minutes: reservationMinutes });
    if (Temporal.Instant.compare(Temporal.Instant.from(order.preparedAt), stale) < 0) {
      if (await issuance.void(order, 'reserved', 'too old')) return undefined;
      if (await issuance.void(order, 'signed', 'too old')) return undefined;
    }
    return issuance.finish(order);
  }
}

const distantFuture = Temporal.Instant.from('9999-01-01T00:00:00Z');
