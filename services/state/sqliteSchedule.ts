import type { SqliteDatabase } from '../database/sqlite/sqliteDatabase.ts';
import { dueMilliseconds } from './dueMilliseconds.ts';
import type { Due, Schedule } from './schedule.ts';

/** The table of `SqliteSchedule`; `leased_until` is real time in milliseconds, 0: nobody has claimed it. */
export const scheduleSchema = `
  CREATE TABLE IF NOT EXISTS due (
    queue TEXT NOT NULL, id TEXT NOT NULL, due_milliseconds INTEGER NOT NULL, at TEXT NOT NULL, payload TEXT NOT NULL,
    leased_until INTEGER NOT NULL, PRIMARY KEY (queue, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS due_by_time ON due (queue, due_milliseconds);
`;

const putDue = `INSERT INTO due (queue, id, due_milliseconds, at, payload, leased_until) VALUES (?, ?, ?, ?, ?, 0)
  ON CONFLICT DO UPDATE SET due_milliseconds = excluded.due_milliseconds, at = excluded.at,
    payload = excluded.payload, leased_until = 0`;
const removeDue = 'DELETE FROM due WHERE queue = ? AND id = ? AND (? IS NULL OR at = ?)';
const findDue = `SELECT id, at, payload FROM due
  WHERE queue = ? AND due_milliseconds <= ? AND leased_until <= ? ORDER BY due_milliseconds, id LIMIT ?`;
const leaseDue = `UPDATE due SET leased_until = ? WHERE queue = ? AND id IN (
  SELECT id FROM due WHERE queue = ? AND due_milliseconds <= ? AND leased_until <= ? ORDER BY due_milliseconds, id LIMIT ?)`;

/** Schedule in SQLite: finding and leasing are one transaction. */
export class SqliteSchedule implements Schedule {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async put(queue: string, { id, at, payload }: Due): Promise<void> {
    await this.#database.rows(putDue, queue, id, dueMilliseconds(at), at.toString(), payload);
  }

  async remove(queue: string, id: string, at?: Temporal.Instant): Promise<void> {
    const still = at?.toString() ?? null;
    await this.#database.rows(removeDue, queue, id, still, still);
  }

  async claim(queue: string, now: Temporal.Instant, limit: number, leaseSeconds: number): Promise<readonly Due[]> {
    const realNow = Date.now();
    const which = [queue, now.epochMilliseconds, realNow, limit] as const;
    const outcome = await this.#database.run(
      [findDue, ...which],
      [leaseDue, realNow + leaseSeconds * 1000, queue, ...which],
    );
    if (outcome === 'conflict') throw new Error('expected a claim, found a conflict');
    return (outcome[0] ?? []).map(([id, at, payload]) => ({
      id: String(id),
      at: Temporal.Instant.from(String(at)),
      payload: String(payload),
    }));
  }
}
