import { afterEach, describe, expect, test } from '@jest/globals';
import { OffsetClock } from '../../../services/sandbox/offsetClock.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { eventually } from '../../support/eventually.ts';

const start = Temporal.Instant.from('2026-12-01T00:00:00Z');

/** A base clock that the test moves by hand. */
class HandClock {
  #now = start;
  now(): Temporal.Instant {
    return this.#now;
  }
  pass(seconds: number): void {
    this.#now = this.#now.add({ seconds });
  }
}

describe('the clock of the sandbox', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  async function openState(): Promise<State> {
    const state = await openSqliteState(':memory:');
    closing.push(() => state.close());
    return state;
  }
  async function openClock(store: Pick<State, 'records' | 'subscriptions'>, base: HandClock): Promise<OffsetClock> {
    const clock = await OffsetClock.open(store, base);
    closing.unshift(() => clock.close());
    return clock;
  }

  test('follows the machine until it is set, and runs on from there', async () => {
    const base = new HandClock();
    const clock = await openClock(await openState(), base);
    expect(clock.now()).toEqual(start);
    await clock.set(Temporal.Instant.from('2027-01-01T09:00:00+09:00'));
    expect(clock.now()).toEqual(Temporal.Instant.from('2027-01-01T00:00:00Z'));
    base.pass(5);
    expect(clock.now()).toEqual(Temporal.Instant.from('2027-01-01T00:00:05Z'));
  });

  test('can be set back', async () => {
    const clock = await openClock(await openState(), new HandClock());
    await clock.set(start.add({ seconds: 100 }));
    await clock.set(start.subtract({ seconds: 100 }));
    expect(clock.now()).toEqual(start.subtract({ seconds: 100 }));
  });

  test('ten who advance at once add up', async () => {
    const [state, base] = [await openState(), new HandClock()];
    const [one, two] = [await openClock(state, base), await openClock(state, base)];
    await Promise.all([one, two, one, two, one, two, one, two, one, two].map((clock) => clock.advance(1.5)));
    await eventually(() => two.now().equals(start.add({ seconds: 15 })) && one.now().equals(two.now()));
  });

  test('another instance is told at once, and its listeners with it', async () => {
    const [state, base] = [await openState(), new HandClock()];
    const [one, two] = [await openClock(state, base), await openClock(state, base)];
    let told = 0;
    const end = two.onChange(() => (told += 1));
    await one.advance(60);
    await eventually(() => told === 1);
    expect(two.now()).toEqual(one.now());
    end();
    await one.advance(60);
    await eventually(() => two.now().equals(one.now()));
    expect(told).toBe(1);
  });

  test('an instance that was not told looks it up by itself', async () => {
    const [state, other, base] = [await openState(), await openState(), new HandClock()];
    const one = await openClock(state, base);
    const deaf = await openClock({ records: state.records, subscriptions: other.subscriptions }, base);
    await one.advance(60);
    await eventually(() => deaf.now().equals(one.now()), 1000);
  });

  test('the offset is kept over a restart', async () => {
    const [state, base] = [await openState(), new HandClock()];
    const before = await openClock(state, base);
    await before.advance(3600);
    await before.close();
    base.pass(10);
    expect((await openClock(state, base)).now()).toEqual(start.add({ seconds: 3610 }));
  });

  test('an outage of the store leaves the offset as it was; setting it is an outage', async () => {
    const state = await openSqliteState(':memory:');
    const clock = await openClock(state, new HandClock());
    await clock.advance(60);
    await state.close();
    await expect(clock.advance(60)).rejects.toThrow(Unavailable);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(clock.now()).toEqual(start.add({ seconds: 60 }));
  });
});
