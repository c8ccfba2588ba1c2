import type { Register } from '../register/register.ts';
import { findAll } from '../register/registerQueries.ts';

/**
 * What the register holds of notices: `…Begun` is written before a channel is asked, the other one when it is known what
 * became of it. Nothing in them is personal.
 */
const noticeKinds = ['reminder', 'reminderBegun', 'completion', 'kakaoNotice', 'kakaoNoticeBegun'] as const;

export type NoticeKind = (typeof noticeKinds)[number];

/** An entry to be written, once for its kind and id. */
export interface NoticeEntry {
  readonly kind: NoticeKind;
  readonly id: string;
  readonly at: Temporal.Instant;
  readonly value: Readonly<Record<string, string | number | boolean>>;
  readonly indexes?: Readonly<Record<string, string>>;
}

/** Removed at once, so that a purge of years never becomes one long write. */
const purgedAtOnce = 500;

/** What was sent and what was left out, written once and kept for years. Outage: `Unavailable('store')`. */
export class NoticeLedger {
  readonly #register: Register;

  constructor(register: Register) {
    this.#register = register;
  }

  /** False when somebody wrote it before. */
  async write({ kind, id, at, value, indexes = {} }: NoticeEntry): Promise<boolean> {
    return this.#register.insert([
      { kind, id, at: instantText(at), value: JSON.stringify({ schema: 1, ...value }), indexes },
    ]);
  }

  async has(kind: NoticeKind, id: string): Promise<boolean> {
    return (await this.#register.get(kind, id)) !== undefined;
  }

  /** The values of a kind that have `value` in `index`. */
  async find<T>(kind: NoticeKind, index: string, value: string): Promise<readonly T[]> {
    const found: T[] = [];
    // the caller names the type of what it wrote under this kind
    for await (const entry of findAll(this.#register, { kind, index, equals: value }))
      found.push(JSON.parse(entry.value) as T);
    return found;
  }

  /** Removes what is older than `before`; answers how many. Repeatable. */
  async purge(before: Temporal.Instant): Promise<number> {
    let purged = 0;
    for (const kind of noticeKinds) {
      for (;;) {
        const old = await this.#register.find({ kind, index: 'at', until: instantText(before), limit: purgedAtOnce });
        if (old.length === 0) break;
        await this.#register.purge(
          kind,
          old.map(({ id }) => id),
        );
        purged += old.length;
      }
    }
    return purged;
  }
}

function instantText(at: Temporal.Instant): string {
  return at.toString({ fractionalSecondDigits: 9 });
}
