interface Lane {
  last: Promise<unknown>;
  waiting: number;
}

/**
 * One task at a time a key, in the order they came; other keys go on beside it. At most `waitingLimit` wait behind the
 * one that runs. A key with nothing to do takes no memory.
 */
export class KeyedQueue {
  readonly #waitingLimit: number;
  readonly #lanes = new Map<string, Lane>();

  constructor(waitingLimit: number) {
    this.#waitingLimit = waitingLimit;
  }

  /** How many keys have something to do. */
  get size(): number {
    return this.#lanes.size;
  }

  /** Runs `task` after those before it of the same key, whether they failed or not; `undefined` when the queue is full. */
  enqueue<T>(key: string, task: () => Promise<T>): Promise<T> | undefined {
    const lane = this.#lanes.get(key);
    if (lane && lane.waiting >= this.#waitingLimit) return undefined;
    return lane ? this.#behind(key, lane, task) : this.#first(key, task);
  }

  #first<T>(key: string, task: () => Promise<T>): Promise<T> {
    const run = Promise.resolve().then(task);
    const lane: Lane = { last: run, waiting: 0 };
    this.#lanes.set(key, lane);
    this.#leaveAfter(key, lane, run);
    return run;
  }

  #behind<T>(key: string, lane: Lane, task: () => Promise<T>): Promise<T> {
    lane.waiting += 1;
    const begin = () => {
      lane.waiting -= 1;
      return task();
    };
    const run = lane.last.then(begin, begin);
    lane.last = run;
    this.#leaveAfter(key, lane, run);
    return run;
  }

  #leaveAfter(key: string, lane: Lane, run: Promise<unknown>): void {
    const leave = () => {
      if (lane.last === run) this.#lanes.delete(key);
    };
    void run.then(leave, leave);
  }
}
