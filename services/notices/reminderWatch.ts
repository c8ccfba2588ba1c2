import type { CertificateLifeCycle, IssuedCertificate } from '../certificates/certificateLifeCycle.ts';
import { changeRecord } from '../state/changeRecord.ts';
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
/** How many are listed together, before the place is noted. */
const listedAtOnce = 200;
/** Ended so long ago, nothing is said about it any more (reminderPlan). */
const daysAfterEnd = 366;

interface Listed {
  readonly schema: 1;
  /** Everything issued before this instant is on the list. */
  readonly until: string;
}

const cursorKey = 'reminders:listed';
const beginning = Temporal.Instant.from('1970-01-01T00:00:00Z');

/** Collaborators of `ReminderWatch`, handed in by composition/. */
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
    const from = found ? Temporal.Instant.from(found.value.until) : beginning;
    // The sandbox's clock was set back: what is issued from now on must not lie behind the place.
    if (Temporal.Instant.compare(until, from) < 0) return this.#note(until, true);
    if (until.since(from).total('hours') < leastHours) return 0;
    let listed = 0;
    let page: IssuedCertificate[] = [];
    for await (const certificate of certificates.issuedBetween(from, until)) {
      page.push(certificate);
      if (page.length < listedAtOnce) continue;
      listed += await this.#listAll(page, now);
      // From its time of issue, not after it: others may have the same.
      await this.#note(Temporal.Instant.from(certificate.notBefore), false);
      page = [];
    }
    listed += await this.#listAll(page, now);
    await this.#note(until, false);
    return listed;
  }

  async #listAll(page: readonly IssuedCertificate[], now: Temporal.Instant): Promise<number> {
    const forgotten = now.subtract({ hours: 24 * daysAfterEnd });
    const wanted = page.filter(
      ({ notAfter }) => Temporal.Instant.compare(Temporal.Instant.from(notAfter), forgotten) >= 0,
    );
    await Promise.all(wanted.map((one) => this.#listOne(one)));
    return wanted.length;
  }

  async #listOne(certificate: IssuedCertificate): Promise<void> {
    const { serialHex: id, personKey: payload } = certificate;
    await this.#with.schedule.put(reminderQueue, { id, at: firstReminder(certificate), payload });
  }

  /** Notes the place; never backwards unless the clock went back. */
  async #note(until: Temporal.Instant, backwards: boolean): Promise<0> {
    await changeRecord<Listed>(this.#with.records, cursorKey, (found) => {
      const later = found && Temporal.Instant.compare(Temporal.Instant.from(found.until), until) >= 0;
      return later && !backwards ? undefined : { schema: 1, until: until.toString() };
    });
    return 0;
  }
}
