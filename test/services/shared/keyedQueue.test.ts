import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KeyedQueue } from '../../../services/shared/keyedQueue.ts';

/** Enqueues where there must be room. */
function run<T>(queue: KeyedQueue, key: string, task: () => Promise<T>): Promise<T> {
  const accepted = queue.enqueue(key, task);
  if (!accepted) throw new Error('expected room in the queue, found it full');
  return accepted;
}

describe('a queue per key', () => {
  test('one key runs one task at a time, in order', async () => {
    const queue = new KeyedQueue(10);
    const log: string[] = [];
    const task = (name: string, milliseconds: number) => async () => {
      log.push(`${name} begins`);
      await wait(milliseconds);
      log.push(`${name} ends`);
    };
    await Promise.all([
      queue.enqueue('k', task('a', 20)),
      queue.enqueue('k', task('b', 1)),
      queue.enqueue('k', task('c', 1)),
    ]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  test('keys do not wait for each other', async () => {
    const queue = new KeyedQueue(10);
    const never = queue.enqueue('slow', () => new Promise<void>(() => undefined));
    expect(await queue.enqueue('quick', async () => 'done')).toBe('done');
    expect(never).toBeDefined();
    expect(queue.size).toBe(1);
  });

  test('the one that runs and as many waiting as the limit are taken, one more is not', async () => {
    const queue = new KeyedQueue(5);
    const accepted = Array.from({ length: 7 }, (_, index) => queue.enqueue('k', async () => index));
    expect(accepted.map((run) => run !== undefined)).toEqual([true, true, true, true, true, true, false]);
    expect(await Promise.all(accepted.filter((run) => run !== undefined))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await queue.enqueue('k', async () => 'room again')).toBe('room again');
  });

  test('a failure is its own caller’s: the next one runs', async () => {
    const queue = new KeyedQueue(5);
    const failing = queue.enqueue('k', () => Promise.reject(new Error('mine')));
    const next = queue.enqueue('k', async () => 'next');
    await expect(failing).rejects.toThrow('mine');
    expect(await next).toBe('next');
    const throwing = queue.enqueue('k', () => {
      throw new Error('at once');
    });
    await expect(throwing).rejects.toThrow('at once');
  });

  test('nothing stays in memory when all is done', async () => {
    const queue = new KeyedQueue(5);
    await Promise.all(Array.from({ length: 1000 }, (_, index) => run(queue, `k${index}`, async () => index)));
    await Promise.resolve();
    expect(queue.size).toBe(0);
  });

  test('whatever the interleaving, no two tasks of a key overlap', async () => {
    const plans = fc.array(fc.tuple(fc.nat(2), fc.nat(3)), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const queue = new KeyedQueue(50);
        const running = new Map<number, number>();
        await Promise.all(
          plan.map(([key, turns]) =>
            run(queue, String(key), async () => {
              running.set(key, (running.get(key) ?? 0) + 1);
              expect(running.get(key)).toBe(1);
              for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
              running.set(key, 0);
            }),
          ),
        );
      }),
      { numRuns: 50, seed: 1 },
    );
  });
});
