import type { SqliteDatabase } from '../database/sqlite/sqliteDatabase.ts';
import type { Held, Locks } from './locks.ts';

/** The table of `SqliteLocks`; times are real milliseconds. */
export const lockSchema = `
  CREATE TABLE IF NOT EXISTS lock (name TEXT PRIMARY KEY, fence INTEGER NOT NULL, held_until INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS lock_by_end ON lock (held_until);
`;

const rememberMilliseconds = 24 * 3600 * 1000;
/** Fences follow the clock in microseconds and grow in any case, so a row may be forgotten after a day. */
const acquire = `INSERT INTO lock (name, fence, held_until) VALUES (?1, ?2 * 1000, ?3)
  ON CONFLICT DO UPDATE SET fence = max(fence + 1, excluded.fence), held_until = excluded.held_until WHERE held_until <= ?2
  RETURNING fence`;
const forgetOld = 'DELETE FROM lock WHERE name IN (SELECT name FROM lock WHERE held_until < ? LIMIT 4)';
const extend = 'UPDATE lock SET held_until = ? WHERE name = ? AND fence = ? AND held_until > ? RETURNING fence';
const free = 'UPDATE lock SET held_until = min(held_until, ?) WHERE name = ? AND fence = ?';

/** Locks in SQLite, by real time. */
export class SqliteLocks implements Locks {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async tryAcquire(name: string, leaseMilliseconds: number): Promise<Held | undefined> {
    const now = Date.now();
    const outcome = await this.#database.run(
      [forgetOld, now - rememberMilliseconds],
      [acquire, name, now, now + leaseMilliseconds],
    );
    if (outcome === 'conflict') throw new Error('expected a lock or none, found a conflict');
    const fence = outcome[1]?.[0]?.[0];
    return fence === undefined ? undefined : this.#held(name, Number(fence), leaseMilliseconds);
  }

  #held(name: string, fence: number, leaseMilliseconds: number): Held {
    return {
      fence,
      renew: async () => {
        const now = Date.now();
        const rows = await this.#database.rows(extend, now + leaseMilliseconds, name, fence, now);
        return rows.length > 0;
      },
      release: async () => {
        await this.#database.rows(free, Date.now(), name, fence);
      },
    };
  }
}
