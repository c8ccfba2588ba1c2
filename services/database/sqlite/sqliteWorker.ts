/* The thread that owns one SQLite file: a slow disk stalls it, never the event loop of the product. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type {
  SqliteOpening,
  SqliteReply,
  SqliteRequest,
  SqlOutcome,
  SqlRow,
  SqlStatement,
  SqlUnit,
} from './sqliteStatement.ts';

const primaryKeyTaken = 1555;
const uniqueKeyTaken = 2067;

/** FULL: a commit is on the disk before it is answered. secure_delete: what was erased is overwritten in the file. */
const settings = `
  PRAGMA busy_timeout = 400;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA journal_size_limit = 16777216;
`;

function openDatabase({ file, schema }: SqliteOpening): DatabaseSync {
  if (file !== ':memory:') {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
  }
  const database = new DatabaseSync(file);
  database.exec(settings);
  database.exec(schema);
  return database;
}

function isConflict(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return code === primaryKeyTaken || code === uniqueKeyTaken;
}

/** Runs batches on one database; statements are prepared once. */
class BatchRunner {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  run(request: SqliteRequest): SqliteReply {
    const reading = request.every((unit) => unit.every(([sql]) => sql.startsWith('SELECT')));
    try {
      return { outcomes: reading ? this.#runAll(request) : this.#inTransaction(request) };
    } catch (error) {
      return { failure: String(error) };
    }
  }

  #inTransaction(request: SqliteRequest): readonly SqlOutcome[] {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const outcomes = this.#runAll(request);
      this.#database.exec('COMMIT');
      return outcomes;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #runAll(request: SqliteRequest): readonly SqlOutcome[] {
    return request.map((unit) => this.#runUnit(unit));
  }

  #runUnit(unit: SqlUnit): SqlOutcome {
    const several = unit.length > 1;
    if (several) this.#database.exec('SAVEPOINT unit');
    try {
      const rows = unit.map((statement) => this.#runStatement(statement));
      if (several) this.#database.exec('RELEASE unit');
      return rows;
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (several) this.#database.exec('ROLLBACK TO unit; RELEASE unit');
      return 'conflict';
    }
  }

  #runStatement([sql, ...parameters]: SqlStatement): readonly SqlRow[] {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      statement.setReturnArrays(true);
      this.#prepared.set(sql, statement);
    }
    // setReturnArrays makes each row an array; the types only know objects
    return statement.all(...parameters) as unknown as readonly SqlRow[];
  }
}

/** Opens the file of `workerData`, answers once that it is ready, then each batch in order; `close` ends it. */
function serve(): void {
  if (!parentPort) throw new Error('expected a worker thread, found the main thread');
  const port = parentPort;
  const reply = (message: SqliteReply) => port.postMessage(message);
  try {
    const database = openDatabase(workerData as SqliteOpening); // set by SqliteDatabase only
    const runner = new BatchRunner(database);
    port.on('message', (message: SqliteRequest | 'close') => {
      if (message !== 'close') return reply(runner.run(message));
      database.close();
      port.close();
    });
    reply({ outcomes: [] });
  } catch (error) {
    reply({ failure: String(error) });
    port.close();
  }
}

serve();
