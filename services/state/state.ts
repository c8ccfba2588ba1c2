import type { Counters } from './counters.ts';
import type { Locks } from './locks.ts';
import type { Records } from './records.ts';
import type { Schedule } from './schedule.ts';
import type { Streams } from './streams.ts';
import type { Subscriptions } from './subscriptions.ts';

/** The hot state's ports, opened together over one database. */
export interface State {
  readonly records: Records;
  readonly counters: Counters;
  readonly schedule: Schedule;
  readonly streams: Streams;
  readonly locks: Locks;
  readonly subscriptions: Subscriptions;
  /** Why the store is not fit for use (durability settings, connection), or undefined when it is; cheap, for `/readyz`. */
  fault(): Promise<string | undefined>;
  close(): Promise<void>;
}
