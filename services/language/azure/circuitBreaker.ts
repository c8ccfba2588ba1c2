/** Stops asking a service that does not answer, and tries again with one call after a while. */
export class CircuitBreaker {
  readonly #failuresToOpen: number;
  readonly #openMilliseconds: number;
  readonly #now: () => number;
  #failures = 0;
  #openUntil = 0;

  /** @param with `now`: milliseconds of a clock that never goes back; real time, not product time */
  constructor(limits: {
    readonly failuresToOpen: number;
    readonly openMilliseconds: number;
    readonly now: () => number;
  }) {
    if (limits.failuresToOpen < 1) throw new Error('expected at least one failure before opening');
    this.#failuresToOpen = limits.failuresToOpen;
    this.#openMilliseconds = limits.openMilliseconds;
    this.#now = limits.now;
  }

  /** Whether a call may be made now. When the pause is over, one call is let through; its outcome decides. */
  admits(): boolean {
    if (this.#failures < this.#failuresToOpen) return true;
    if (this.#now() < this.#openUntil) return false;
    this.#openUntil = this.#now() + this.#openMilliseconds;
    return true;
  }

  /** The call was answered: the service is well. */
  succeeded(): void {
    this.#failures = 0;
  }

  /** The call was not answered; enough of them in a row, and the pause begins. */
  failed(): void {
    this.#failures += 1;
    if (this.#failures >= this.#failuresToOpen) this.#openUntil = this.#now() + this.#openMilliseconds;
  }
}
