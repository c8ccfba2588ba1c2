/** One count: which counter, over which window, and the id that makes it idempotent. */
export interface Count {
  /** e.g. `sms.send:{hmac of the phone}` – never the phone itself. */
  readonly key: string;
  /** Rolling window in product time; a hit leaves the count `windowSeconds` after its `now`. */
  readonly windowSeconds: number;
  readonly now: Temporal.Instant;
  /** The same id counts once, however often it is sent. */
  readonly id: string;
}

/** Counters of SECURITY §1: atomic, shared by all channels and instances; increment first, then compare. */
export interface Counters {
  /** Counts the hit and answers how many there are in the window, this one included. */
  increment(count: Count): Promise<number>;
  /** How many hits are in the window; counts nothing. */
  read(count: Omit<Count, 'id'>): Promise<number>;
  /** Takes one hit back (a code that was right is no guess). */
  remove(key: string, id: string): Promise<void>;
  /** Forgets the counter. */
  clear(key: string): Promise<void>;
}
