import type { SentNotices } from './sentNotices.ts';
import { sweepRecords } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';

interface Recorded {
  readonly schema: 1;
  readonly at: string;
}

/** What we sent to phones, by key only: kept so that a customer can ask whether a message was ours. */
export class SentMessageKeys implements SentNotices {
  readonly #records: Records;

  constructor({ records }: { readonly records: Records }) {
    this.#records = records;
  }

  async has(key: string): Promise<boolean> {
    return (await this.#records.get(keyOf(key))) !== undefined;
  }

  /** Remembers a message that went out; the same one again changes nothing. */
  async add(key: string, at: Temporal.Instant): Promise<void> {
    await this.#records.putIfVersion(keyOf(key), { schema: 1, at: at.toString() } satisfies Recorded, 0);
  }

  /** Forgets what was sent before a moment. Answers how many went. */
  purge(before: Temporal.Instant): Promise<number> {
    const isOld = ({ at }: Recorded): boolean => Temporal.Instant.compare(Temporal.Instant.from(at), before) < 0;
    return sweepRecords(this.#records, keyOf(''), isOld);
  }
}

function keyOf(key: string): string {
  return `notice:${key}`;
}
