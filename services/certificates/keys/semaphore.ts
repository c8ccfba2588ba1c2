/** Lets `width` callers in at once and `waiting` more wait in order; the others hear `full`. */
export class Semaphore {
  readonly #width: number;
  readonly #waitingAtMost: number;
  readonly #full: () => Error;
  readonly #queue: (() => void)[] = [];
  #inside = 0;

  constructor(limits: { readonly width: number; readonly waiting: number; readonly full: () => Error }) {
    this.#width = limits.width;
    this.#waitingAtMost = limits.waiting;
    this.#full = limits.full;
  }

  /** How many are waiting. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Runs `work` when its turn comes. @throws what `full` makes, at once, when the queue is at its bound */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#width) await this.#wait();
    else this.#inside += 1;
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      // The place is handed on, so nobody slips in between.
      if (next) next();
      else this.#inside -= 1;
    }
  }

  async #wait(): Promise<void> {
    if (this.#queue.length >= this.#waitingAtMost) throw this.#full();
    await new Promise<void>((resolve) => {
      this.#queue.push(resolve);
    });
  }
}
