import type { Clock } from '../../services/shared/clock.ts';

/** A clock that stands still until a test moves it. */
export class FixedClock implements Clock {
  #now: Temporal.Instant;

  /** @param at an ISO instant, e.g. `2026-11-22T14:12:00+09:00` */
  constructor(at: string) {
    this.#now = Temporal.Instant.from(at);
  }

  now(): Temporal.Instant {
    return this.#now;
  }

  set(now: Temporal.Instant): Promise<void> {
    this.#now = now;
    return Promise.resolve();
  }

  advance(seconds: number): Promise<void> {
    this.#now = this.#now.add({ milliseconds: Math.round(seconds * 1000) });
    return Promise.resolve();
  }
}
