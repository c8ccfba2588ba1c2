import type { CertificateLifeCycle } from '../certificates/certificateLifeCycle.ts';
import type { Records } from '../state/records.ts';
import type { Schedule } from '../state/schedule.ts';
import { firstReminder } from './reminderPlan.ts';

/** Certificates to be looked at, by serial; the payload is whose they are. */
export const reminderQueue = 'reminders';

/**
 * How old a certificate is when it is put on the list. None ends within a year of its issue, so the first reminder (90
 * days before) comes after 275 days at the earliest; until then there is nothing to know about it.
 */
const daysBeforeListing = 240;
/** Not worth a look at the index. */
const leastHours = 1;
/** How many are listed before the place is noted. */
const listedAtOnce = 500;
/** Ended so long ago, nothing is said about it any more (reminderPlan). */
const daysAfterEnd = 366;

interface Listed {
  readonly schema: 1;
  /** Everything issued before this instant is on the list. */
  readonly until: string;
}

const cursorKey = 'reminders:listed';
const beginning = Temporal.Instant.from('1970-01-01T00:00:00Z');

/** What the watch works with. */
export interface ReminderWatchParts {
  readonly records: Records;
  readonly schedule: Schedule;
  readonly certificates: Pick<CertificateLifeCycle, 'issuedBetween'>;
}

/**
 * Puts each certificate on the list of those to be looked at, once in its life, when it is old enough. Whoever issued it
 * had nothing to do for that, so no crash can lose it; certificates of an earlier version and of a restored store are
 * found the same way. Reads the index of the time of issue from where it stopped: a day's issues a day, however many there
 * are. Listing one again only makes the worker look once more.
 */
export class ReminderWatch {
  readonly #with: ReminderWatchParts;

  constructor(parts: ReminderWatchParts) {
    this.#with = parts;
  }

  /** Answers how many were listed. Outage: `Unavailable('store')`; the next call goes on. */
  async list(now: Temporal.Instant): Promise<number> {
    const { records, certificates } = this.#with;
    const until = now.subtract({ hours: 24 * daysBeforeListing });
    const found = await records.get<Listed>(cursorKey);
    let from = found ? Temporal.Instant.from(found.value.until) : beginning;
    // The sandbox's clock was set back: what is issued from now on must not lie behind the place.
    if (Temporal.Instant.compare(until, from) < 0) return this.#note(until, true);
    if (until.since(from).total('hours') < leastHours) return 0;
    let listed = 0;
    for await (const certificate of certificates.issuedBetween(from, until)) {
      if (listed > 0 && listed % listedAtOnce === 0) await this.#note(from, false);
      from = Temporal.Instant.from(certificate.notBefore);
      listed += await this.#listOne(certificate, now);
    }
    await this.#note(until, false);
    return listed;
  }

  async #listOne(
    certificate: { readonly serialHex: string; readonly personKey: string; notBefore: string; notAfter: string },
    now: Temporal.Instant,
  ): Promise<number> {
    const forgotten = now.subtract({ hours: 24 * daysAfterEnd });
    if (Temporal.Instant.compare(Temporal.Instant.from(certificate.notAfter), forgotten) < 0) return 0;
    const { serialHex: id, personKey: payload } = certificate;
    await this.#with.schedule.put(reminderQueue, { id, at: firstReminder(certificate), payload });
    return 1;
  }

  /** Notes the place; never backwards unless the clock went back. */
  async #note(until: Temporal.Instant, backwards: boolean): Promise<0> {
    const { records } = this.#with;
    for (;;) {
      const found = await records.get<Listed>(cursorKey);
      const later = found && Temporal.Instant.compare(Temporal.Instant.from(found.value.until), until) >= 0;
      if (later && !backwards) return 0;
      const listed: Listed = { schema: 1, until: until.toString() };
      if ((await records.putIfVersion(cursorKey, listed, found?.version ?? 0)) !== false) return 0;
    }
  }
}
