/** An entry that lasts for years. Entries of one `kind` and `id` are written once and never changed. */
export interface RegisterEntry {
  /** `certificate`, `certificateStatus`, `journal`, `consent`, `purgeCheckpoint` … */
  readonly kind: string;
  /** Unique within the kind. */
  readonly id: string;
  /** ISO instant in UTC with fixed nine-digit fraction, so that text order is time order. */
  readonly at: string;
  /** The value (JSON); what is personal in it is sealed. */
  readonly value: string;
  /** Look-up keys, e.g. `{ person: personKey, serial: '0a…', expiry: '2027-12-01' }`. */
  readonly indexes: Readonly<Record<string, string>>;
}

/**
 * Which entries of a kind: by one index, exact (`equals`) or as a range of its text order (`from` ≤ value < `until`).
 * Every entry has the index `at`, its instant, beside its own.
 */
export interface RegisterQuery {
  readonly kind: string;
  readonly index: string;
  readonly equals?: string;
  readonly from?: string;
  readonly until?: string;
  readonly limit: number;
  /** The id of the last entry of the page before; purged since, it is taken to stand at `equals` or `from`. */
  readonly after?: string;
}

/**
 * What must last for years: certificates, journal, consents (DESIGN §2). Insert-once, so an adapter on any SQL database
 * fits without touching a service. Durable before it resolves. Outage: `Unavailable('store')`.
 */
export interface Register {
  /** Inserts all of them or none; `false` when one of the ids is already taken (then nothing was written). */
  insert(entries: readonly RegisterEntry[]): Promise<boolean>;
  get(kind: string, id: string): Promise<RegisterEntry | undefined>;
  /** In order of index value, then id; an entry without the index is not among them. */
  find(query: RegisterQuery): Promise<readonly RegisterEntry[]>;
  /** Removes entries for good: the retention job's only verb. */
  purge(kind: string, ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
