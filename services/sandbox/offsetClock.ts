import { changeRecord } from '../state/changeRecord.ts';
import type { State } from '../state/state.ts';
import type { Clock } from '../shared/clock.ts';

type ClockStore = Pick<State, 'records' | 'subscriptions'>;

/** How far product time is ahead of `base`, in milliseconds. */
interface ClockSetting {
  readonly offsetMilliseconds: number;
}

const clockKey = 'sandbox:clock';
const pollMilliseconds = 200;

/**
 * The clock of the sandbox (CONTRACT §4): the machine's time plus an offset that is kept in the store, so that it runs
 * on after a set, is kept over a restart and is the same on every instance (told at once, looked up every 200 ms).
 * Outages of the store leave the offset as it was last seen.
 */
export class OffsetClock implements Clock {
  readonly #store: ClockStore;
  readonly #base: Clock;
  readonly #listeners = new Set<() => void>();
  #offsetMilliseconds = 0;
  #version = 0;
  #timer: NodeJS.Timeout | undefined;
  #endSubscription: (() => Promise<void>) | undefined;

  private constructor(store: ClockStore, base: Clock) {
    this.#store = store;
    this.#base = base;
  }

  /** Opens the clock at the offset that is stored. Outage: `Unavailable('store')`. */
  static async open(store: ClockStore, base: Clock): Promise<OffsetClock> {
    const clock = new OffsetClock(store, base);
    await clock.#load();
    clock.#endSubscription = await store.subscriptions.subscribe(clockKey, () => void clock.#refresh());
    clock.#poll();
    return clock;
  }

  now(): Temporal.Instant {
    return this.#base.now().add({ milliseconds: this.#offsetMilliseconds });
  }

  /** Sets product time to `instant`, backwards too; it runs on from there. Outage: `Unavailable('store')`. */
  async set(instant: Temporal.Instant): Promise<void> {
    await this.#change(() => instant.epochMilliseconds - this.#base.now().epochMilliseconds);
  }

  /** Moves product time by `seconds`; several at once add up. Outage: `Unavailable('store')`. */
  async advance(seconds: number): Promise<void> {
    await this.#change((offset) => offset + Math.round(seconds * 1000));
  }

  /** Calls `listener` after each change made on any instance; answers the function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Stops following the store. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#endSubscription?.();
  }

  async #change(next: (offsetMilliseconds: number) => number): Promise<void> {
    const { records, subscriptions } = this.#store;
    const { after, version } = await changeRecord<ClockSetting>(records, clockKey, (found) => ({
      offsetMilliseconds: next(found?.offsetMilliseconds ?? 0),
    }));
    if (after) this.#follow(after, version);
    await subscriptions.publish(clockKey, String(version));
  }

  async #load(): Promise<void> {
    const found = await this.#store.records.get<ClockSetting>(clockKey);
    if (found) this.#follow(found.value, found.version);
  }

  /** An answer that overtook a newer one is left out. */
  #follow({ offsetMilliseconds }: ClockSetting, version: number): void {
    if (version <= this.#version) return;
    this.#version = version;
    this.#offsetMilliseconds = offsetMilliseconds;
    for (const listener of this.#listeners) listener();
  }

  async #refresh(): Promise<void> {
    // an outage is the readiness check's to tell: the next look comes by itself
    await this.#load().catch(() => undefined);
  }

  #poll(): void {
    this.#timer = setTimeout(() => {
      void this.#refresh().then(() => this.#timer && this.#poll());
    }, pollMilliseconds);
    this.#timer.unref();
  }
}
