import type { SentNotices } from '../knowledge/sentNotices.ts';
import type { Records } from '../state/records.ts';

/** What we sent to phones, by key only: kept so that a customer can ask whether a message was ours. */
export class RecordedNotices implements SentNotices {
  readonly #records: Records;

  constructor({ records }: { readonly records: Records }) {
    this.#records = records;
  }

  async has(key: string): Promise<boolean> {
    return (await this.#records.get(keyOf(key))) !== undefined;
  }

  /** Remembers a message that went out; the same one again changes nothing. */
  async add(key: string, at: Temporal.Instant): Promise<void> {
    await this.#records.putIfVersion(keyOf(key), { schema: 1, at: at.toString() }, 0);
  }
}

function keyOf(key: string): string {
  return `notice:${key}`;
}
