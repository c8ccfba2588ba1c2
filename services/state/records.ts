/** A stored value with the number of the write that made it; the first write makes version 1. */
export interface Versioned<T> {
  readonly value: T;
  readonly version: number;
}

/**
 * Hot state: one JSON value a key, changed by compare-and-set only. A key's first part is its kind (`case:…`, `visit:…`);
 * `…{tag}…` in a key puts records of one aggregate on one Redis Cluster slot.
 *
 * Outage: `Unavailable('store')`; a write whose outcome is unknown throws too – read again before deciding.
 */
export interface Records {
  get<T>(key: string): Promise<Versioned<T> | undefined>;
  /**
   * Writes `value` when the stored version is still `version` (0: the key must not exist), durably before it resolves.
   * `undefined` deletes. Answers the new version (0 after a delete), or `false` when somebody else was first.
   */
  putIfVersion<T>(key: string, value: T | undefined, version: number): Promise<number | false>;
  /** Every key that begins with `prefix`, in no order; for rebuilding indexes at start and for sweeps, never in a turn. */
  keys(prefix: string): AsyncIterable<string>;
}
