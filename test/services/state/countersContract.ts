import { describe, expect, test } from '@jest/globals';
import type { Counters } from '../../../services/state/counters.ts';

const start = Temporal.Instant.from('2026-12-01T00:00:00Z');
const after = (milliseconds: number) => start.add({ milliseconds });

/** Counters: atomic, idempotent by id, compared by the hits' own instants. */
export function countersContract(open: () => Counters): void {
  describe('counters', () => {
    const hit = (key: string, id: string, milliseconds = 0, windowSeconds = 60) =>
      open().increment({ key, id, windowSeconds, now: after(milliseconds) });
    const read = (key: string, milliseconds = 0, windowSeconds = 60) =>
      open().read({ key, windowSeconds, now: after(milliseconds) });

    test('100 hits at once are counted 1 to 100, each number once', async () => {
      const counts = await Promise.all(Array.from({ length: 100 }, (_, index) => hit('race', `id-${index}`)));
      expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    });

    test('one id counts once, however often and however late it is sent', async () => {
      const counts = await Promise.all(Array.from({ length: 20 }, () => hit('same', 'id')));
      expect(new Set(counts)).toEqual(new Set([1]));
      expect(await hit('same', 'id', 30_000)).toBe(1);
      expect(await read('same', 60_000)).toBe(0);
    });

    test('a hit counts one millisecond before its window ends, and no more when it ends', async () => {
      await hit('edge', 'id');
      expect(await read('edge', 59_999)).toBe(1);
      expect(await read('edge', 60_000)).toBe(0);
      expect(await hit('edge', 'other', 60_000)).toBe(1);
    });

    test('one counter is read over an hour and over a day', async () => {
      await hit('two', 'a', 0, 3600);
      await hit('two', 'b', 3_600_000, 3600);
      expect(await read('two', 3_600_000, 3600)).toBe(1);
      expect(await read('two', 3_600_000, 86_400)).toBe(2);
      expect(await read('two', 86_400_000, 86_400)).toBe(1);
    });

    test('a clock set back forgives nothing', async () => {
      await hit('back', 'a', 3_600_000);
      expect(await hit('back', 'b', 0)).toBe(2);
    });

    test('reading counts nothing, an unknown counter is 0', async () => {
      expect([await read('unread'), await read('unread')]).toEqual([0, 0]);
    });

    test('a hit can be taken back, and all of them forgotten', async () => {
      await hit('undo', 'a');
      await hit('undo', 'b');
      await open().remove('undo', 'a');
      await open().remove('undo', 'never there');
      expect(await read('undo')).toBe(1);
      expect(await hit('undo', 'a')).toBe(2);
      await open().clear('undo');
      expect(await read('undo')).toBe(0);
    });
  });
}
