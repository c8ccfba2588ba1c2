import type { CertificateDetails } from '../certificates/certificateLifeCycle.ts';
import type { NoticeChannel } from './contactBook.ts';
import type { NoticeEntry, NoticeLedger } from './noticeLedger.ts';

/** Why a reminder was left out for good. */
export type LeftOut =
  /** A later stage was due before this one could go out. */
  | 'overtaken'
  /** The customer ended reminders. */
  | 'off'
  /** Nobody knows how to reach them. */
  | 'noContact';

/** What became of a reminder. */
export type ReminderOutcome =
  | { readonly outcome: 'sent'; readonly channel: NoticeChannel }
  /** `begun`: a channel was asked and never answered, so it may have gone out all the same. */
  | { readonly outcome: 'skipped'; readonly why: LeftOut; readonly begun: boolean };

/** What became of a reminder, with the reminder it was. */
export type RecordedReminder = ReminderOutcome & { readonly serialHex: string; readonly key: string };

type Reminded = Pick<CertificateDetails, 'serialHex' | 'lineageId'>;

/** The reminders of certificates in the ledger: each is begun once and ended once. Outage: `Unavailable('store')`. */
export class ReminderRecords {
  readonly #ledger: NoticeLedger;

  constructor(ledger: NoticeLedger) {
    this.#ledger = ledger;
  }

  /** What became of a certificate's reminders, in the order of their ids. */
  of(serialHex: string): Promise<readonly RecordedReminder[]> {
    return this.#ledger.find<RecordedReminder>('reminder', 'serial', serialHex);
  }

  /** Says that a channel is about to be asked; again is no harm. */
  async begin(certificate: Reminded, key: string, at: Temporal.Instant): Promise<void> {
    await this.#ledger.write(entryOf('reminderBegun', certificate, key, at, {}));
  }

  async sent(certificate: Reminded, key: string, at: Temporal.Instant, channel: NoticeChannel): Promise<void> {
    await this.#ledger.write(entryOf('reminder', certificate, key, at, { outcome: 'sent', channel }));
  }

  async leaveOut(certificate: Reminded, key: string, at: Temporal.Instant, why: LeftOut): Promise<void> {
    const begun = await this.#ledger.has('reminderBegun', reminderId(certificate, key));
    await this.#ledger.write(entryOf('reminder', certificate, key, at, { outcome: 'skipped', why, begun }));
  }
}

/** Names one reminder for good: it is the ledger's id and the channel's idempotency key. */
export function reminderId({ lineageId, serialHex }: Reminded, key: string): string {
  return `reminder:${lineageId}:${serialHex}:${key}`;
}

function entryOf(
  kind: 'reminder' | 'reminderBegun',
  certificate: Reminded,
  key: string,
  at: Temporal.Instant,
  value: ReminderOutcome | Record<string, never>,
): NoticeEntry {
  const { serialHex, lineageId } = certificate;
  const indexes = { serial: serialHex, lineage: lineageId };
  return { kind, id: reminderId(certificate, key), at, value: { ...value, serialHex, key }, indexes };
}
