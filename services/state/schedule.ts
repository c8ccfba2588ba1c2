/** Something due at an instant. */
export interface Due {
  readonly id: string;
  readonly at: Temporal.Instant;
  /** Small JSON, no personal data. */
  readonly payload: string;
}

/** What is due when, by product time; one entry an id. A worker claims, acts, and removes: a crash in between only repeats. */
export interface Schedule {
  /** Puts or moves the entry `id` of `queue`. */
  put(queue: string, due: Due): Promise<void>;
  /** @param at removes the entry only while it is still due then: one that was moved meanwhile stays */
  remove(queue: string, id: string, at?: Temporal.Instant): Promise<void>;
  /**
   * Claims up to `limit` entries due at `now`: nobody else gets them for `leaseSeconds` of real time.
   * They stay until removed.
   */
  claim(queue: string, now: Temporal.Instant, limit: number, leaseSeconds: number): Promise<readonly Due[]>;
}
