import { Worker } from 'node:worker_threads';
import type {
  SqliteOpening,
  SqliteReply,
  SqliteRequest,
  SqlOutcome,
  SqlRow,
  SqlStatement,
  SqlUnit,
} from './sqliteStatement.ts';
import { Unavailable } from '../../shared/unavailable.ts';

/** No command takes longer than ten ticks of real time, a second (SECURITY §2 Store). */
const tickMilliseconds = 100;
const ticksToAnswer = 10;
/** Bounds a transaction, so that one batch stays a matter of milliseconds. */
const unitsInBatch = 500;
const openingMilliseconds = 10_000;

interface Waiting {
  readonly unit: SqlUnit;
  readonly resolve: (outcome: SqlOutcome) => void;
  readonly reject: (error: Unavailable) => void;
  readonly lastTick: number;
}

/**
 * One SQLite file in its own thread, with group commit: what is asked for while a transaction runs becomes the next
 * transaction (WAL, `synchronous=FULL`), and a promise resolves after its commit. Order is the order of the calls, so
 * a caller reads its own writes.
 *
 * Outage: `Unavailable('store')` after a second at the latest; a write that timed out may still have happened.
 */
export class SqliteDatabase {
  readonly #worker: Worker;
  #waiting: Waiting[] = [];
  #running: Waiting[] | undefined;
  #flushPlanned = false;
  #timer: NodeJS.Timeout | undefined;
  #tick = 0;
  #ended: string | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (reply: SqliteReply) => this.#settle(reply));
    worker.on('error', (error) => this.#end(String(error)));
    worker.on('exit', () => this.#end('the database thread has ended'));
    worker.unref();
  }

  /**
   * Opens `file` (its folder is made, files are 0600) and runs `schema`, which must be repeatable; `:memory:` for tests.
   * Outage: `Unavailable('store')` when it can't be opened.
   */
  static async open(file: string, schema: string): Promise<SqliteDatabase> {
    const opening: SqliteOpening = { file, schema };
    const worker = new Worker(new URL('./sqliteWorker.ts', import.meta.url), { workerData: opening, execArgv: [] });
    await firstReply(worker);
    return new SqliteDatabase(worker);
  }

  /** Runs one unit; `conflict` when a unique key was taken and nothing was written. */
  run(...unit: SqlUnit): Promise<SqlOutcome> {
    if (this.#ended !== undefined) return Promise.reject(new Unavailable('store', { cause: new Error(this.#ended) }));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ unit, resolve, reject, lastTick: this.#tick + ticksToAnswer });
      this.#planFlush();
      this.#watch();
    });
  }

  /** Runs one statement; a taken key is a bug here. */
  async rows(...statement: SqlStatement): Promise<readonly SqlRow[]> {
    const outcome = await this.run(statement);
    if (outcome === 'conflict') throw new Error(`expected no conflict, found one in ${statement[0]}`);
    return outcome[0] ?? [];
  }

  /** Why commits would not be durable, or undefined: settings read back, one write tried. */
  async fault(): Promise<string | undefined> {
    try {
      const [synchronous, journal] = [await this.rows('PRAGMA synchronous'), await this.rows('PRAGMA journal_mode')];
      if (synchronous[0]?.[0] !== 2) return 'sqlite: synchronous is not FULL';
      if (!['wal', 'memory'].includes(String(journal[0]?.[0]))) return 'sqlite: journal_mode is not WAL';
      await this.rows('PRAGMA user_version = 1');
      return undefined;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return error.message;
    }
  }

  /** Ends after what was asked for before is done. */
  async close(): Promise<void> {
    await this.run(['SELECT 1']).catch(() => undefined);
    if (this.#ended !== undefined) return;
    this.#end('the database is closed');
    const exited = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#worker.ref();
    this.#send('close');
    await exited;
  }

  #send(message: SqliteRequest | 'close'): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(message);
  }

  #planFlush(): void {
    if (this.#flushPlanned || this.#running) return;
    this.#flushPlanned = true;
    // after this round of callbacks: whatever they still ask for shares the commit
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#flushPlanned = false;
    if (this.#running || this.#ended !== undefined || this.#waiting.length === 0) return;
    this.#running = this.#waiting.splice(0, unitsInBatch);
    this.#worker.ref();
    this.#send(this.#running.map(({ unit }) => unit));
  }

  #settle(reply: SqliteReply): void {
    const batch = this.#running ?? [];
    this.#running = undefined;
    if ('failure' in reply) rejectAll(batch, reply.failure);
    else batch.forEach((waiting, index) => waiting.resolve(outcomeAt(reply.outcomes, index)));
    if (this.#waiting.length > 0) this.#planFlush();
    else this.#worker.unref();
  }

  /** Time is counted in ticks of this loop: a reply that this thread was too busy to read is not a silent store. */
  #watch(): void {
    if (this.#timer || (this.#waiting.length === 0 && !this.#running)) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#tick += 1;
      this.#giveUpOverdue();
      this.#watch();
    }, tickMilliseconds);
    this.#timer.unref();
  }

  #giveUpOverdue(): void {
    const overdue = ({ lastTick }: Waiting) => lastTick <= this.#tick;
    rejectAll([...(this.#running ?? []), ...this.#waiting].filter(overdue), 'no answer in time');
    this.#waiting = this.#waiting.filter((waiting) => !overdue(waiting));
  }

  #end(reason: string): void {
    this.#ended ??= reason;
    clearTimeout(this.#timer);
    rejectAll([...(this.#running ?? []), ...this.#waiting], reason);
    this.#running = undefined;
    this.#waiting = [];
  }
}

function rejectAll(batch: readonly Waiting[], reason: string): void {
  for (const waiting of batch) waiting.reject(new Unavailable('store', { cause: new Error(reason) }));
}

function outcomeAt(outcomes: readonly SqlOutcome[], index: number): SqlOutcome {
  const outcome = outcomes[index];
  if (outcome === undefined) throw new Error(`expected an outcome for unit ${index}, found none`);
  return outcome;
}

function firstReply(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      void worker.terminate();
      reject(new Unavailable('store', { cause }));
    };
    const timer = setTimeout(fail, openingMilliseconds, new Error('the database did not open in time'));
    worker.once('error', fail);
    worker.once('message', (reply: SqliteReply) => {
      clearTimeout(timer);
      worker.off('error', fail);
      if ('failure' in reply) fail(new Error(reply.failure));
      else resolve();
    });
  });
}
