import { SqliteDatabase } from '../database/sqlite/sqliteDatabase.ts';
import { LocalSubscriptions } from './localSubscriptions.ts';
import { SqliteCounters, counterSchema } from './sqliteCounters.ts';
import { SqliteLocks, lockSchema } from './sqliteLocks.ts';
import { SqliteRecords, recordSchema } from './sqliteRecords.ts';
import { SqliteSchedule, scheduleSchema } from './sqliteSchedule.ts';
import { SqliteStreams, streamSchema } from './sqliteStreams.ts';
import type { State } from './state.ts';

const schema = [recordSchema, counterSchema, scheduleSchema, streamSchema, lockSchema].join('\n');

/**
 * Opens the hot state in one SQLite file, e.g. `data/state.db` (`:memory:` in tests); its folder is made. Commits are on
 * the disk before they are answered.
 *
 * Outage: `Unavailable('store')` when it can't be opened, and from every method within a second.
 */
export async function openSqliteState(file: string): Promise<State> {
  const database = await SqliteDatabase.open(file, schema);
  return {
    records: new SqliteRecords(database),
    counters: new SqliteCounters(database),
    schedule: new SqliteSchedule(database),
    streams: new SqliteStreams(database),
    locks: new SqliteLocks(database),
    subscriptions: new LocalSubscriptions(),
    fault: () => database.fault(),
    close: () => database.close(),
  };
}
