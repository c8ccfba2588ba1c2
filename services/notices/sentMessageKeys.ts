import type { SentNotices } from '../knowledge/sentNotices.ts';
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
  async purge(before: Temporal.Instant): Promise<number> {
    let purged = 0;
    for await (const key of this.#records.keys(keyOf(''))) {
      const found = await this.#records.get<Recorded>(key);
      if (!found || Temporal.Instant.compare(Temporal.Instant.from(found.value.at), before) >= 0) continue;
      if ((await this.#records.putIfVersion(key, undefined, found.version)) !== false) purged += 1;
    }
    return purged;
  }
}

function keyOf(key: string): string {
  return `notice:${key}`;
}
