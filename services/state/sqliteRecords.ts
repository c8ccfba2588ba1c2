import type { SqliteDatabase } from '../database/sqlite/sqliteDatabase.ts';
import type { SqlRow } from '../database/sqlite/sqliteStatement.ts';
import type { Records, Versioned } from './records.ts';

/** The table of `SqliteRecords`. */
export const recordSchema = `
  CREATE TABLE IF NOT EXISTS record (key TEXT PRIMARY KEY, version INTEGER NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
`;

const keysInPage = 500;

/** Records in SQLite: one row a key; compare-and-set is the `WHERE version = ?` of one statement. */
export class SqliteRecords implements Records {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async get<T>(key: string): Promise<Versioned<T> | undefined> {
    const [row] = await this.#database.rows('SELECT version, value FROM record WHERE key = ?', key);
    if (!row) return undefined;
    // the caller names the type of what it stored under this key
    return { version: Number(row[0]), value: JSON.parse(String(row[1])) as T };
  }

  async putIfVersion<T>(key: string, value: T | undefined, version: number): Promise<number | false> {
    const [written] = value === undefined ? await this.#remove(key, version) : await this.#write(key, value, version);
    return written ? Number(written[0]) : false;
  }

  async *keys(prefix: string): AsyncIterable<string> {
    let after = '';
    for (;;) {
      const rows = await this.#database.rows(
        'SELECT key FROM record WHERE key > ? AND key >= ? AND key < ? ORDER BY key LIMIT ?',
        after,
        prefix,
        `${prefix}\u{10FFFF}`,
        keysInPage,
      );
      for (const [key] of rows) yield String(key);
      const last = rows.at(-1);
      if (!last || rows.length < keysInPage) return;
      after = String(last[0]);
    }
  }

  #remove(key: string, version: number): Promise<readonly SqlRow[]> {
    if (version === 0) return this.#removeAbsent(key);
    return this.#database.rows('DELETE FROM record WHERE key = ? AND version = ? RETURNING 0', key, version);
  }

  /** Deleting what must not exist: done when it does not. */
  #removeAbsent(key: string): Promise<readonly SqlRow[]> {
    return this.#database.rows('SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM record WHERE key = ?)', key);
  }

  #write(key: string, value: unknown, version: number): Promise<readonly SqlRow[]> {
    const text = JSON.stringify(value);
    if (version > 0) {
      const update =
        'UPDATE record SET version = version + 1, value = ? WHERE key = ? AND version = ? RETURNING version';
      return this.#database.rows(update, text, key, version);
    }
    const insert = 'INSERT INTO record (key, version, value) VALUES (?, 1, ?) ON CONFLICT DO NOTHING RETURNING version';
    return this.#database.rows(insert, key, text);
  }
}
