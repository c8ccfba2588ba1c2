/** Who wants to be told when the clock was moved: what is due by then gets done. */
export type DueActs = Set<() => void>;

/**
 * Work that is looked for again and again, one round at a time. Who asks during a round gets another one after it: the
 * first may have passed what they mean.
 */
export class Rounds {
  readonly #round: () => Promise<void>;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #endDue: (() => void) | undefined;

  constructor(round: () => Promise<void>) {
    this.#round = round;
  }

  /** Resolves when a round that began after the call is done; rejects as that round did. */
  run(): Promise<void> {
    if (!this.#running) return (this.#running = this.#round().finally(() => (this.#running = undefined)));
    const again = (): Promise<void> => {
      this.#next = undefined;
      return this.run();
    };
    this.#next ??= this.#running.then(again, again);
    return this.#next;
  }

  /** From now on a round whenever the clock was moved, and by `everyMilliseconds` of real time where it is given. */
  start(due: DueActs, everyMilliseconds: number | undefined): void {
    const look = (): void => void this.run();
    due.add(look);
    this.#endDue = () => due.delete(look);
    if (everyMilliseconds !== undefined) this.#timer = setInterval(look, everyMilliseconds).unref();
  }

  /** No more of them; resolves when those that were asked for are done. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#endDue?.();
    await this.#next;
    await this.#running;
  }
}
