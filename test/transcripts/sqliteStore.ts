import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openStores, type Stores } from '../../composition/stores.ts';
import { parseConfig } from '../../config.ts';
import type { SqlRow } from '../../services/database/sqlite/sqliteStatement.ts';
import { LocalSubscriptions } from '../../services/state/localSubscriptions.ts';
import { freshDirectory } from '../support/app.ts';
import type { TranscriptStore } from './store.ts';

/**
 * SQLite in a folder of its own. Its two databases stay open from one transcript to the next and only their rows are
 * exchanged: beginning their threads takes longer than playing most conversations. `[Restart]` opens them anew.
 */
export async function openSqliteStore(): Promise<TranscriptStore> {
  const directory = await freshDirectory();
  const stores = await openStores(parseConfig({ DATA_DIR: directory }));
  const files = ['state', 'register'].map((name) => new Rows(join(directory, `${name}.sqlite`)));
  return {
    get settings() {
      return { directory, stores: leftOpen(stores) };
    },
    clear: () => Promise.resolve(files.forEach((file) => file.put(new Map()))),
    keep: () => {
      const contents = files.map((file) => [file, file.read()] as const);
      return Promise.resolve(() => Promise.resolve(contents.forEach(([file, content]) => file.put(content))));
    },
    close: async () => {
      files.forEach((file) => file.close());
      await stores.register.close();
      await stores.state.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The same stores for one app: it closes nothing, and whoever listened to an app before hears nothing. */
function leftOpen({ state, register }: Stores): Stores {
  const close = (): Promise<void> => Promise.resolve();
  return {
    state: { ...state, subscriptions: new LocalSubscriptions(), close },
    register: {
      insert: (entries) => register.insert(entries),
      get: (kind, id) => register.get(kind, id),
      find: (query) => register.find(query),
      purge: (kind, ids) => register.purge(kind, ids),
      close,
    },
  };
}

type Content = ReadonlyMap<string, readonly SqlRow[]>;

/** The rows of one database, past the product. */
class Rows {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec('PRAGMA busy_timeout = 1000; PRAGMA synchronous = OFF');
  }

  read(): Content {
    return new Map(this.#tables().map((table) => [table, this.#all(`SELECT * FROM "${table}"`)]));
  }

  /** Takes out everything and puts in `content`. */
  put(content: Content): void {
    this.#database.exec('BEGIN IMMEDIATE');
    for (const table of this.#tables()) {
      this.#database.exec(`DELETE FROM "${table}"`);
      for (const row of content.get(table) ?? []) this.#insert(table, row);
    }
    this.#database.exec('COMMIT');
  }

  close(): void {
    this.#database.close();
  }

  #tables(): string[] {
    return this.#all("SELECT name FROM sqlite_master WHERE type = 'table'").map(([name]) => String(name));
  }

  #insert(table: string, row: SqlRow): void {
    const places = row.map(() => '?').join(', ');
    this.#database.prepare(`INSERT INTO "${table}" VALUES (${places})`).run(...row);
  }

  #all(sql: string): readonly SqlRow[] {
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    return statement.all() as unknown as readonly SqlRow[]; // setReturnArrays makes each row an array; the types only know objects
  }
}
