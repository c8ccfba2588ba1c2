/** Nothing was heard in time; the work may still have been done. */
export class NoAnswer extends Error {
  constructor() {
    super('no answer in time');
    this.name = 'NoAnswer';
  }
}

interface Pending {
  readonly reject: (error: NoAnswer) => void;
  readonly lastTick: number;
}

const tickMilliseconds = 100;

/**
 * Bounds many waits at once in real time, with one timer. Time is counted in ticks of this loop, so that an answer which
 * this thread was too busy to read is not taken for silence.
 */
export class AnswerWatch {
  readonly #ticks: number;
  readonly #pending = new Set<Pending>();
  #tick = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param milliseconds how long an answer may take; exact to 100 ms, never more */
  constructor(milliseconds: number) {
    this.#ticks = Math.ceil(milliseconds / tickMilliseconds);
  }

  /** The answer, or `NoAnswer` when it does not come in time. */
  bound<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const pending: Pending = { reject, lastTick: this.#tick + this.#ticks };
      this.#pending.add(pending);
      this.#plan();
      const leave = () => this.#pending.delete(pending);
      answer.then(
        (value) => (leave(), resolve(value)),
        (error: unknown) => (leave(), reject(error instanceof Error ? error : new Error(String(error)))),
      );
    });
  }

  #plan(): void {
    if (this.#timer || this.#pending.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#tick += 1;
      this.#rejectOverdue();
      this.#plan();
    }, tickMilliseconds);
    this.#timer.unref();
  }

  /** Entries stand in the order they came: the first one in time ends the search. */
  #rejectOverdue(): void {
    for (const pending of this.#pending) {
      if (pending.lastTick > this.#tick) return;
      this.#pending.delete(pending);
      pending.reject(new NoAnswer());
    }
  }
}
