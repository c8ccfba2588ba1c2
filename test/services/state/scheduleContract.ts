import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { Schedule } from '../../../services/state/schedule.ts';

const start = Temporal.Instant.from('2026-12-01T00:00:00Z');
const after = (milliseconds: number) => start.add({ milliseconds });

/** Claims until nothing is left, acting as one worker. */
async function drain(schedule: Schedule, queue: string): Promise<string[]> {
  const claimed: string[] = [];
  for (;;) {
    const dues = await schedule.claim(queue, after(1000), 7, 30);
    if (dues.length === 0) return claimed;
    claimed.push(...dues.map(({ id }) => id));
  }
}

/** Schedule: due by product time, claimed by one worker at a time. */
export function scheduleContract(open: () => Schedule): void {
  describe('schedule', () => {
    const put = (queue: string, id: string, milliseconds: number, payload = id) =>
      open().put(queue, { id, at: after(milliseconds), payload });
    const claim = async (queue: string, milliseconds: number, limit = 10, leaseSeconds = 30) =>
      (await open().claim(queue, after(milliseconds), limit, leaseSeconds)).map(({ id }) => id);

    test('an entry is due at its instant and not a millisecond before', async () => {
      await put('edge', 'a', 1000);
      expect(await claim('edge', 999)).toEqual([]);
      expect(await claim('edge', 1000)).toEqual(['a']);
    });

    test('a part of a millisecond is never claimed early, and the instant comes back whole', async () => {
      const at = start.add({ nanoseconds: 1 });
      await open().put('part', { id: 'a', at, payload: '{}' });
      expect(await open().claim('part', start, 10, 30)).toEqual([]);
      expect(await open().claim('part', after(1), 10, 30)).toEqual([{ id: 'a', at, payload: '{}' }]);
    });

    test('the oldest come first, up to the limit, of this queue only', async () => {
      await put('order', 'late', 300);
      await put('order', 'early', 100);
      await put('order', 'middle', 200);
      await put('other', 'else', 100);
      expect(await claim('order', 1000, 2)).toEqual(['early', 'middle']);
      expect(await claim('order', 1000, 2)).toEqual(['late']);
      expect(await claim('order', 1000, 0)).toEqual([]);
    });

    test('two workers never get the same entry, and together they get all of them', async () => {
      const ids = Array.from({ length: 200 }, (_, index) => `id-${index}`);
      await Promise.all(ids.map((id, index) => put('workers', id, index)));
      const [one, two] = await Promise.all([drain(open(), 'workers'), drain(open(), 'workers')]);
      expect([...one, ...two].sort()).toEqual(ids.sort());
    });

    test('a claim that is not followed by a removal is due again when the lease is over', async () => {
      await put('lease', 'a', 0, 'payload');
      expect(await claim('lease', 0, 10, 0.5)).toEqual(['a']);
      expect(await claim('lease', 0)).toEqual([]);
      await wait(600);
      expect(await open().claim('lease', start, 10, 30)).toEqual([{ id: 'a', at: start, payload: 'payload' }]);
    });

    test('a removed entry is gone, claimed or not', async () => {
      await put('gone', 'a', 0);
      await put('gone', 'b', 0);
      await open().remove('gone', 'a');
      await open().remove('gone', 'never there');
      expect(await claim('gone', 0, 10, 0.05)).toEqual(['b']);
      await open().remove('gone', 'b');
      await wait(80);
      expect(await claim('gone', 0)).toEqual([]);
    });

    test('what was looked at is removed, what was put meanwhile stays', async () => {
      const at = start.add({ nanoseconds: 1 });
      await open().put('meanwhile', { id: 'a', at, payload: 'old' });
      await put('meanwhile', 'b', 0);
      expect(await claim('meanwhile', 1)).toEqual(['b', 'a']);
      await put('meanwhile', 'a', 2, 'new');
      await open().remove('meanwhile', 'a', at);
      await open().remove('meanwhile', 'b', start);
      await open().remove('meanwhile', 'never there', start);
      expect(await open().claim('meanwhile', after(2), 10, 0.05)).toEqual([{ id: 'a', at: after(2), payload: 'new' }]);
      await open().remove('meanwhile', 'a', after(2));
      await wait(80);
      expect(await claim('meanwhile', 1000)).toEqual([]);
    });

    test('putting an id again moves it, and what was claimed can be claimed anew', async () => {
      await put('move', 'a', 0, 'old');
      expect(await claim('move', 0)).toEqual(['a']);
      await put('move', 'a', 500, 'new');
      expect(await claim('move', 499)).toEqual([]);
      expect(await open().claim('move', after(500), 10, 30)).toEqual([{ id: 'a', at: after(500), payload: 'new' }]);
      expect(await claim('move', 500)).toEqual([]);
    });
  });
}
