import { expect, test } from '@jest/globals';
import { Rounds, type DueActs } from '../../../services/shared/rounds.ts';

/** Rounds that end when they are let; `begun` counts them. */
function held(): { rounds: Rounds; begun: () => number; end: () => Promise<void> } {
  const open: (() => void)[] = [];
  let begun = 0;
  const rounds = new Rounds(
    () =>
      new Promise((resolve) => {
        begun += 1;
        open.push(resolve);
      }),
  );
  const end = async (): Promise<void> => {
    open.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { rounds, begun: () => begun, end };
}

test('who asks during a round gets one more after it, however many ask', async () => {
  const { rounds, begun, end } = held();
  const [first, second, third] = [rounds.run(), rounds.run(), rounds.run()];
  expect(begun()).toBe(1);
  await end();
  await first;
  expect(begun()).toBe(2);
  await end();
  await Promise.all([second, third]);
  expect(begun()).toBe(2);
});

test('a round that failed does not keep the next one from beginning', async () => {
  let rounds = 0;
  const failing = new Rounds(() => {
    rounds += 1;
    return rounds === 1 ? Promise.reject(new Error('expected it to work, found it did not')) : Promise.resolve();
  });
  const [first, second] = [failing.run(), failing.run()];
  await expect(first).rejects.toThrow('expected it to work');
  await second;
  await Promise.all([failing.run(), failing.run()]);
  expect(rounds).toBe(4);
});

test('a moved clock begins a round, until it is stopped; stopping waits for what was asked for', async () => {
  const { rounds, begun, end } = held();
  const due: DueActs = new Set();
  rounds.start(due, undefined);
  for (const act of [...due, ...due]) act();
  let stopped = false;
  const stop = rounds.stop().then(() => (stopped = true));
  expect(due.size).toBe(0);
  await end();
  expect([begun(), stopped]).toEqual([2, false]);
  await end();
  await stop;
  expect(begun()).toBe(2);
});

test('rounds come by themselves', async () => {
  const { rounds, begun, end } = held();
  rounds.start(new Set(), 1);
  while (begun() < 2) await end();
  const stop = rounds.stop();
  await end();
  await end();
  await stop;
  const after = begun();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(begun()).toBe(after);
});
