/** Waits between tries, in milliseconds; the last one repeats. */
const waits = [250, 1_000, 3_000, 10_000, 30_000] as const;
/** After as many, some ten minutes, it is left to the case's next turn or the next start. */
const mostTries = 24;

/**
 * Cases of which something could not be done: each is tried again after growing waits, so that nobody has to say something
 * first. One wait a case, and never two tries at once.
 */
export class RetryQueue {
  readonly #run: (caseId: string) => Promise<unknown>;
  readonly #cases = new Map<string, { readonly tries: number; readonly timer?: NodeJS.Timeout }>();

  /** @param run does what a case still holds; rejects when it could not, and may call `put` too */
  constructor(run: (caseId: string) => Promise<unknown>) {
    this.#run = run;
  }

  /** Tries the case again in a while. */
  put(caseId: string): void {
    const { tries = 0, timer } = this.#cases.get(caseId) ?? {};
    if (timer) return;
    if (tries === mostTries) return void this.#cases.delete(caseId);
    const wait = waits[Math.min(tries, waits.length - 1)];
    this.#cases.set(caseId, { tries, timer: setTimeout(() => void this.#try(caseId, tries + 1), wait).unref() });
  }

  /** Forgets every wait; the next start brings out what is left. */
  clear(): void {
    for (const { timer } of this.#cases.values()) clearTimeout(timer);
    this.#cases.clear();
  }

  async #try(caseId: string, tries: number): Promise<void> {
    this.#cases.set(caseId, { tries });
    await this.#run(caseId).catch(() => this.put(caseId));
    if (!this.#cases.get(caseId)?.timer) this.#cases.delete(caseId);
  }
}
