import { SqliteDatabase } from '../database/sqlite/sqliteDatabase.ts';
import type { SqlRow, SqlStatement, SqlValue } from '../database/sqlite/sqliteStatement.ts';
import { indexesOf } from './indexesOf.ts';
import type { Register, RegisterEntry, RegisterQuery } from './register.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS entry (
    kind TEXT NOT NULL, id TEXT NOT NULL, at TEXT NOT NULL, value TEXT NOT NULL, indexes TEXT NOT NULL, PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS entry_index (
    kind TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kind, name, value, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS entry_index_by_id ON entry_index (kind, id);
`;

const columns = 'entry.kind, entry.id, entry.at, entry.value, entry.indexes';
const insertEntry = 'INSERT INTO entry (kind, id, at, value, indexes) VALUES (?, ?, ?, ?, ?)';
const insertIndex = 'INSERT INTO entry_index (kind, name, value, id) VALUES (?, ?, ?, ?)';

/** The register in a SQLite file; all entries of an insert are one transaction. */
export class SqliteRegister implements Register {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** Opens the register in `file`, e.g. `data/register.db`. Outage: `Unavailable('store')`. */
  static async open(file: string): Promise<SqliteRegister> {
    return new SqliteRegister(await SqliteDatabase.open(file, schema));
  }

  async insert(entries: readonly RegisterEntry[]): Promise<boolean> {
    return (await this.#database.run(...entries.flatMap(insertion))) !== 'conflict';
  }

  async get(kind: string, id: string): Promise<RegisterEntry | undefined> {
    const [row] = await this.#database.rows(`SELECT ${columns} FROM entry WHERE kind = ? AND id = ?`, kind, id);
    return row && entryOf(row);
  }

  async find(query: RegisterQuery): Promise<readonly RegisterEntry[]> {
    const conditions = conditionsOf(query);
    if (query.after !== undefined) conditions.push(await this.#following(query, query.after));
    const where = conditions.map(([sql]) => sql).join(' AND ');
    const found = `SELECT ${columns} FROM entry_index AS i JOIN entry ON entry.kind = i.kind AND entry.id = i.id
      WHERE ${where} ORDER BY i.value, i.id LIMIT ?`;
    const rows = await this.#database.rows(found, ...conditions.flatMap(([, ...values]) => values), query.limit);
    return rows.map(entryOf);
  }

  async purge(kind: string, ids: readonly string[]): Promise<void> {
    const list = JSON.stringify(ids);
    await this.#database.run(
      ['DELETE FROM entry_index WHERE kind = ? AND id IN (SELECT value FROM json_each(?))', kind, list],
      ['DELETE FROM entry WHERE kind = ? AND id IN (SELECT value FROM json_each(?))', kind, list],
    );
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #following({ kind, index, equals, from }: RegisterQuery, after: string): Promise<SqlStatement> {
    const value = 'SELECT value FROM entry_index WHERE kind = ? AND id = ? AND name = ?';
    const [row] = await this.#database.rows(value, kind, after, index);
    const last = row?.[0] ?? equals ?? from;
    if (last === undefined) throw new Error(`expected an entry of ${kind} to go on after, found none`);
    return ['(i.value, i.id) > (?, ?)', last, after];
  }
}

function insertion(entry: RegisterEntry): SqlStatement[] {
  const { kind, id, at, value, indexes } = entry;
  const rows = indexesOf(entry).map(([name, key]): SqlStatement => [insertIndex, kind, name, key, id]);
  return [[insertEntry, kind, id, at, value, JSON.stringify(indexes)], ...rows];
}

function conditionsOf({ kind, index, equals, from, until }: RegisterQuery): SqlStatement[] {
  const bounds: readonly (readonly [string, SqlValue | undefined])[] = [
    ['i.kind = ?', kind],
    ['i.name = ?', index],
    ['i.value = ?', equals],
    ['i.value >= ?', from],
    ['i.value < ?', until],
  ];
  return bounds.flatMap(([sql, value]) => (value === undefined ? [] : [[sql, value] as const]));
}

function entryOf([kind, id, at, value, indexes]: SqlRow): RegisterEntry {
  return {
    kind: String(kind),
    id: String(id),
    at: String(at),
    value: String(value),
    // written by insertion()
    indexes: JSON.parse(String(indexes)) as Record<string, string>,
  };
}
