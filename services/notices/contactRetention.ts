import type { CertificateLifeCycle } from '../certificates/certificateLifeCycle.ts';
import type { Clock } from '../shared/clock.ts';
import type { Schedule } from '../state/schedule.ts';
import type { ContactBook } from './contactBook.ts';
import { mayBeReminded } from './reminderPlan.ts';

/** People of whose certificates one came to its end, by personKey. */
const queue = 'contacts';
/** As long as what was said in a chat is kept (DOMAIN §8): they may come back for another certificate. */
const daysKept = 90;
const claimedAtOnce = 50;
const leaseSeconds = 60;

/** Collaborators of `ContactRetention`, handed in by composition/. */
export interface ContactRetentionParts {
  readonly schedule: Schedule;
  readonly contacts: Pick<ContactBook, 'forget'>;
  readonly certificates: Pick<CertificateLifeCycle, 'ofPerson'>;
  readonly clock: Clock;
}

/** Forgets how to reach people who have no certificate here any more. Outage: `Unavailable('store')`; the next run goes on. */
export class ContactRetention {
  readonly #with: ContactRetentionParts;

  constructor(parts: ContactRetentionParts) {
    this.#with = parts;
  }

  /** A certificate of this person needs no notice any more. */
  async certificateOver(personKey: string): Promise<void> {
    const { schedule, clock } = this.#with;
    await schedule.put(queue, { id: personKey, at: clock.now().add({ hours: 24 * daysKept }), payload: '' });
  }

  /** Answers how many people were looked at. */
  async run(): Promise<number> {
    const { schedule, clock } = this.#with;
    let looked = 0;
    for (;;) {
      const due = await schedule.claim(queue, clock.now(), claimedAtOnce, leaseSeconds);
      for (const { id } of due) await this.#lookAt(id);
      looked += due.length;
      if (due.length < claimedAtOnce) return looked;
    }
  }

  async #lookAt(personKey: string): Promise<void> {
    const { contacts, certificates, schedule } = this.#with;
    const all = await certificates.ofPerson(personKey);
    if (!all.some((one) => mayBeReminded(one) && one.state !== 'expired')) await contacts.forget(personKey);
    await schedule.remove(queue, personKey);
  }
}
