import type { CertificateDetails, CertificateLifeCycle } from '../certificates/certificateLifeCycle.ts';
import type { Clock } from '../shared/clock.ts';
import { Unavailable } from '../shared/unavailable.ts';
import type { Due, Schedule } from '../state/schedule.ts';
import type { Contact, ContactBook } from './contactBook.ts';
import type { ContactRetention } from './contactRetention.ts';
import { withConcurrency } from '../shared/withConcurrency.ts';
import { namedCertificate } from './namedCertificate.ts';
import type { NoticeSender } from './noticeSender.ts';
import type { NoticeWords } from './noticeWords.ts';
import { mayBeReminded, planReminders } from './reminderPlan.ts';
import type { DueReminder } from './reminderPlan.ts';
import { reminderId } from './reminderRecords.ts';
import type { ReminderRecords } from './reminderRecords.ts';
import { reminderQueue } from './reminderWatch.ts';

/** Certificates one claim takes; the worker goes on until none is left. */
const claimedAtOnce = 50;
/** Real time in which nobody else takes them; after a crash they wait so long. */
const usualLeaseSeconds = 60;
/** Reminders on their way to the carrier at the same time. */
const lanes = 8;
/** So many unanswered hand-overs are an ailing system; fewer may be one number that no carrier takes. */
const outagesEndRun = 3;
/** A certificate whose look failed by a bug of ours is looked at again so much later. */
const hoursAfterBug = 1;

/** Collaborators of `ReminderWorker`, handed in by composition/. */
export interface ReminderWorkerParts {
  readonly schedule: Schedule;
  readonly certificates: Pick<CertificateLifeCycle, 'details'>;
  readonly contacts: Pick<ContactBook, 'find' | 'wantsReminders'>;
  readonly retention: Pick<ContactRetention, 'certificateOver'>;
  readonly records: ReminderRecords;
  readonly sender: NoticeSender;
  readonly words: NoticeWords;
  readonly clock: Clock;
  readonly log: { warn(fields: object, message: string): void; error(fields: object, message: string): void };
  readonly leaseSeconds?: number;
}

/**
 * Looks at the certificates whose time has come, sends what is due, and moves each to its next time. Any number of workers
 * may run, and each may die anywhere: of every reminder one reaches the customer's phone.
 *
 * - Claimed, then dead: the lease ends, another worker looks and decides anew by then.
 * - Begun, then dead, or no answer from the carrier: nobody knows whether it went out. While it is still the latest due
 *   stage it is handed over again under the same id, which the carrier takes once: not missed, not doubled. When a later
 *   stage has come meanwhile it is not handed over again (it would be out of date), and recorded as left out, `begun`.
 * - Taken by the carrier, then dead: the same as above; the carrier knows the id.
 * - Recorded, then dead: the next look finds the record and only moves the certificate on.
 *
 * Standing, wish and hour are read for each certificate just before it is handed over, never for a batch.
 */
export class ReminderWorker {
  readonly #with: ReminderWorkerParts;

  constructor(parts: ReminderWorkerParts) {
    this.#with = parts;
  }

  /** Goes on until nothing is due. Answers how many were looked at. Outage: `Unavailable('store')` of the list itself. */
  async run(): Promise<number> {
    const { schedule, clock, leaseSeconds = usualLeaseSeconds } = this.#with;
    let looked = 0;
    for (;;) {
      const due = await schedule.claim(reminderQueue, clock.now(), claimedAtOnce, leaseSeconds);
      const outages = await this.#lookAtAll(due);
      looked += due.length;
      // The claims run out by themselves; asking on would only lengthen the queue of an ailing system.
      if (outages >= outagesEndRun || due.length < claimedAtOnce) return looked;
    }
  }

  async #lookAtAll(due: readonly Due[]): Promise<number> {
    let outages = 0;
    await withConcurrency(due, lanes, async (one) => {
      if (outages >= outagesEndRun) return;
      try {
        await this.#lookAt(one);
      } catch (error) {
        if (error instanceof Unavailable) outages += 1;
        await this.#note(one, error);
      }
    });
    return outages;
  }

  async #note(due: Due, error: unknown): Promise<void> {
    const { log, schedule, clock } = this.#with;
    if (error instanceof Unavailable) return log.warn({ system: error.system }, 'a reminder is left for later');
    log.error({ err: error, serial: due.id }, 'a certificate could not be looked at for reminders');
    const at = clock.now().add({ hours: hoursAfterBug });
    await schedule.put(reminderQueue, { ...due, at }).catch(() => undefined);
  }

  async #lookAt(due: Due): Promise<void> {
    const { certificates, contacts, records, schedule, clock } = this.#with;
    const [recorded, contact, wanted] = await Promise.all([
      records.of(due.id),
      contacts.find(due.payload),
      contacts.wantsReminders(due.payload),
    ]);
    // Last: what was renewed or revoked until now is seen.
    const certificate = await certificates.details(due.id);
    if (!certificate || !mayBeReminded(certificate)) return this.#end(due);
    const now = clock.now();
    const plan = planReminders(certificate, new Set(recorded.map(({ key }) => key)), now);
    for (const reminder of plan.due)
      await this.#remind(certificate, reminder, wanted ? (contact ?? 'noContact') : 'off');
    for (const key of plan.overtaken) await records.leaveOut(certificate, key, now, 'overtaken');
    if (!plan.next) return this.#end(due);
    await schedule.put(reminderQueue, { ...due, at: plan.next });
  }

  async #remind(
    certificate: CertificateDetails,
    { key, ...reminder }: DueReminder,
    contact: Contact | 'noContact' | 'off',
  ): Promise<void> {
    const { records, words, sender, clock } = this.#with;
    if (typeof contact === 'string') return records.leaveOut(certificate, key, clock.now(), contact);
    const text = words.reminder({ ...namedCertificate(contact, certificate), ...reminder, state: certificate.state });
    await records.begin(certificate, key, clock.now());
    const channel = await sender.send({ id: reminderId(certificate, key), kind: 'reminder', text, contact });
    await records.sent(certificate, key, clock.now(), channel);
  }

  /** Nothing is left to be said about it; perhaps nothing to its owner at all. */
  async #end(due: Due): Promise<void> {
    await this.#with.retention.certificateOver(due.payload);
    await this.#with.schedule.remove(reminderQueue, due.id);
  }
}
