import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { Held, Locks } from '../../../services/state/locks.ts';

async function acquired(locks: Locks, name: string, leaseMilliseconds = 5000): Promise<Held> {
  const held = await locks.tryAcquire(name, leaseMilliseconds);
  if (!held) throw new Error(`expected the lock ${name}, found it taken`);
  return held;
}

/** Locks: one holder, a lease in real time, a fence that grows. */
export function locksContract(open: () => Locks): void {
  describe('locks', () => {
    test('of 50 who try at once one gets it', async () => {
      const tries = await Promise.all(Array.from({ length: 50 }, () => open().tryAcquire('race', 5000)));
      expect(tries.filter((held) => held !== undefined)).toHaveLength(1);
    });

    test('the fence grows with each holder, also right after a release', async () => {
      const fences: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        const held = await acquired(open(), 'fence');
        fences.push(held.fence);
        await held.release();
      }
      expect(fences).toEqual([...new Set(fences)].sort((a, b) => a - b));
      expect(fences.every(Number.isSafeInteger)).toBe(true);
    });

    test('a lease that is over lets the next one in, and the late holder can neither renew nor release', async () => {
      const late = await acquired(open(), 'lease', 400);
      expect(await open().tryAcquire('lease', 5000)).toBeUndefined();
      await wait(500);
      const next = await acquired(open(), 'lease');
      expect(next.fence).toBeGreaterThan(late.fence);
      expect(await late.renew()).toBe(false);
      await late.release();
      expect(await open().tryAcquire('lease', 5000)).toBeUndefined();
    });

    test('a renewed lease lasts on', async () => {
      const held = await acquired(open(), 'renew', 1000);
      await wait(600);
      expect(await held.renew()).toBe(true);
      await wait(600);
      expect(await open().tryAcquire('renew', 5000)).toBeUndefined();
    });

    test('a lease that is over cannot be renewed, though nobody took it', async () => {
      const held = await acquired(open(), 'over', 30);
      await wait(60);
      expect(await held.renew()).toBe(false);
    });

    test('names are apart', async () => {
      await acquired(open(), 'name a');
      await acquired(open(), 'name b');
    });
  });
}
