import type { SqliteDatabase } from '../database/sqlite/sqliteDatabase.ts';
import type { SqlStatement } from '../database/sqlite/sqliteStatement.ts';
import type { Entry, Streams } from './streams.ts';

/** The table of `SqliteStreams`. */
export const streamSchema = `
  CREATE TABLE IF NOT EXISTS stream_entry (
    stream TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (stream, position)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX IF NOT EXISTS stream_entry_by_id ON stream_entry (stream, id);
`;

const appendEntry = `INSERT INTO stream_entry (stream, position, id, value)
  SELECT ?1, (SELECT coalesce(max(position), 0) + 1 FROM stream_entry WHERE stream = ?1), ?2, ?3
  WHERE true ON CONFLICT DO NOTHING`;
const lastPosition = 'SELECT coalesce(max(position), 0) FROM stream_entry WHERE stream = ?';
const readEntries = `SELECT position, id, value FROM stream_entry
  WHERE stream = ? AND position > ? AND id <> '' ORDER BY position LIMIT ?`;
// The last place stays, as an entry without id or value: the next place is counted from it.
const removeEarlier = `DELETE FROM stream_entry
  WHERE stream = ?1 AND position < (SELECT max(position) FROM stream_entry WHERE stream = ?1)`;
const blankLast = "UPDATE stream_entry SET id = '', value = '' WHERE stream = ?1";

/** Streams in SQLite; the place of an entry is one more than the last one's, found in the transaction that writes it. */
export class SqliteStreams implements Streams {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async append(stream: string, entries: readonly { readonly id: string; readonly value: string }[]): Promise<number> {
    const appends = entries.map(({ id, value }): SqlStatement => [appendEntry, stream, id, value]);
    const outcome = await this.#database.run(...appends, [lastPosition, stream]);
    if (outcome === 'conflict') throw new Error('expected ids to be left alone, found a conflict');
    return Number(outcome.at(-1)?.[0]?.[0]);
  }

  async read(stream: string, position: number, limit: number): Promise<readonly Entry[]> {
    const rows = await this.#database.rows(readEntries, stream, position, limit);
    return rows.map(([place, id, value]) => ({ position: Number(place), id: String(id), value: String(value) }));
  }

  async empty(stream: string): Promise<void> {
    await this.#database.run([removeEarlier, stream], [blankLast, stream]);
  }

  async remove(stream: string): Promise<void> {
    await this.#database.rows('DELETE FROM stream_entry WHERE stream = ?', stream);
  }
}
