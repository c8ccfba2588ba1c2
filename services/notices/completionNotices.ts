import type { CertificateSummary } from '../certificates/certificate.ts';
import type { Clock } from '../shared/clock.ts';
import { Unavailable } from '../shared/unavailable.ts';
import type { Due, Schedule } from '../state/schedule.ts';
import type { Contact, ContactBook } from './contactBook.ts';
import { namedCertificate } from './namedCertificate.ts';
import type { NoticeLedger } from './noticeLedger.ts';
import type { NoticeSender } from './noticeSender.ts';
import type { Happening, NoticeWords } from './noticeWords.ts';

/** Something that was done to a certificate and its owner must hear of; `id` makes them hear of it once. */
export interface Completion {
  /** e.g. the id of the effect, or of the request that did it. */
  readonly id: string;
  readonly personKey: string;
  readonly happening: Happening;
  readonly certificate: Pick<CertificateSummary, 'serialHex' | 'bankCode' | 'product'>;
}

/** Completion notices under way; each lies here until it is known what became of it. */
const completionQueue = 'completions';

/** What was not sent at once is sent by whoever looks next, so much later. */
const secondsUntilAgain = 30;
const claimedAtOnce = 50;
const leaseSeconds = 60;

/** Collaborators of `CompletionNotices`, handed in by composition/. */
export interface CompletionNoticesParts {
  readonly schedule: Schedule;
  readonly contacts: Pick<ContactBook, 'find'>;
  readonly ledger: NoticeLedger;
  readonly sender: NoticeSender;
  readonly words: NoticeWords;
  readonly clock: Clock;
  readonly log: { warn(fields: object, message: string): void };
}

/**
 * Tells the owner of a certificate, at their registered phone and at any hour, what was just done to it. Written down
 * before the carrier is asked: the caller need not try again, an outage or a crash only makes it later, and the carrier
 * takes the id once.
 */
export class CompletionNotices {
  readonly #with: CompletionNoticesParts;

  constructor(parts: CompletionNoticesParts) {
    this.#with = parts;
  }

  /** Resolves when it is written down, and sent if the carrier is there. Outage: `Unavailable('store')`. */
  async tell(completion: Completion): Promise<void> {
    const { ledger, schedule, clock, log } = this.#with;
    if (await ledger.has('completion', completion.id)) return;
    const at = clock.now().add({ seconds: secondsUntilAgain });
    await schedule.put(completionQueue, { id: completion.id, at, payload: payloadOf(completion) });
    try {
      await this.#send(completion);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      log.warn({ system: error.system }, 'a completion notice is left for later');
    }
  }

  /** Sends what was left. Answers how many were looked at. Outage: `Unavailable`; the rest waits for the next run. */
  async run(): Promise<number> {
    const { schedule, clock } = this.#with;
    let looked = 0;
    for (;;) {
      const due = await schedule.claim(completionQueue, clock.now(), claimedAtOnce, leaseSeconds);
      for (const one of due) await this.#send(completionOf(one));
      looked += due.length;
      if (due.length < claimedAtOnce) return looked;
    }
  }

  async #send(completion: Completion): Promise<void> {
    const { ledger, schedule, contacts } = this.#with;
    const { id } = completion;
    if (!(await ledger.has('completion', id)))
      await this.#handOver(completion, await contacts.find(completion.personKey));
    await schedule.remove(completionQueue, id);
  }

  async #handOver(completion: Completion, contact: Contact | undefined): Promise<void> {
    const { ledger, sender, words, clock } = this.#with;
    const { id, happening, certificate } = completion;
    const entry = { kind: 'completion', id, indexes: { serial: certificate.serialHex } } as const;
    if (!contact) {
      await ledger.write({ ...entry, at: clock.now(), value: { outcome: 'skipped', why: 'noContact', happening } });
      return;
    }
    const text = words.completion({ ...namedCertificate(contact, certificate), happening });
    const channel = await sender.send({ id: `completion:${id}`, kind: 'completion', text, contact });
    await ledger.write({ ...entry, at: clock.now(), value: { outcome: 'sent', channel, happening } });
  }
}

function payloadOf({ personKey, happening, certificate }: Completion): string {
  const { serialHex, bankCode, product } = certificate;
  return JSON.stringify({ personKey, happening, certificate: { serialHex, bankCode, product } });
}

function completionOf({ id, payload }: Due): Completion {
  // written by payloadOf()
  return { id, ...(JSON.parse(payload) as Omit<Completion, 'id'>) };
}
