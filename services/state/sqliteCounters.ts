import type { SqliteDatabase } from '../database/sqlite/sqliteDatabase.ts';
import type { Count, Counters } from './counters.ts';
import { keepSeconds } from './counterRetention.ts';

/** The table of `SqliteCounters`: one row a hit. */
export const counterSchema = `
  CREATE TABLE IF NOT EXISTS hit (
    key TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, keep_until INTEGER NOT NULL, PRIMARY KEY (key, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS hit_by_time ON hit (key, at);
  CREATE INDEX IF NOT EXISTS hit_by_end ON hit (keep_until);
`;

const insertHit = `INSERT INTO hit (key, id, at, keep_until) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET keep_until = max(keep_until, excluded.keep_until)`;
const countHits = 'SELECT count(*) FROM hit WHERE key = ? AND at > ?';
/** A few old rows leave with each new one, so the table follows the traffic and no sweep is needed. */
const forgetOld = 'DELETE FROM hit WHERE (key, id) IN (SELECT key, id FROM hit WHERE keep_until <= ? LIMIT 4)';

/** Counters in SQLite; hits are compared by their own instants. */
export class SqliteCounters implements Counters {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async increment({ key, windowSeconds, now, id }: Count): Promise<number> {
    const at = now.epochMilliseconds;
    const outcome = await this.#database.run(
      [forgetOld, at],
      [insertHit, key, id, at, at + keepSeconds(windowSeconds) * 1000],
      [countHits, key, at - windowSeconds * 1000],
    );
    if (outcome === 'conflict') throw new Error('expected hits to merge, found a conflict');
    return Number(outcome[2]?.[0]?.[0]);
  }

  async read({ key, windowSeconds, now }: Omit<Count, 'id'>): Promise<number> {
    const [row] = await this.#database.rows(countHits, key, now.epochMilliseconds - windowSeconds * 1000);
    return Number(row?.[0]);
  }

  async remove(key: string, id: string): Promise<void> {
    await this.#database.rows('DELETE FROM hit WHERE key = ? AND id = ?', key, id);
  }

  async clear(key: string): Promise<void> {
    await this.#database.rows('DELETE FROM hit WHERE key = ?', key);
  }
}
