import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Streams } from '../../../services/state/streams.ts';

const entry = (id: string, value = `value of ${id}`) => ({ id, value });
const batches = fc.array(fc.array(fc.nat(20), { maxLength: 5 }), { maxLength: 12 });

/** Appends all batches at once and checks that every id stands once, in a place of its own, without a gap. */
async function appendAtOnce(streams: Streams, stream: string, plan: readonly (readonly number[])[]): Promise<void> {
  await Promise.all(
    plan.map((ids) =>
      streams.append(
        stream,
        ids.map((id) => entry(String(id))),
      ),
    ),
  );
  const entries = await streams.read(stream, 0, 1000);
  expect(entries.map(({ position }) => position)).toEqual(entries.map((_, index) => index + 1));
  expect(entries.map(({ id }) => id).sort()).toEqual([...new Set(plan.flat().map(String))].sort());
}

/** Streams: places from 1 without gaps, ids once. */
export function streamsContract(open: () => Streams): void {
  describe('streams', () => {
    test('a stream that was never written is empty', async () => {
      expect(await open().read('none', 0, 10)).toEqual([]);
      expect(await open().append('none', [])).toBe(0);
    });

    test('entries keep their order and are read in pages', async () => {
      expect(await open().append('order', [entry('a', '한글'), entry('b')])).toBe(2);
      expect(await open().append('order', [entry('c')])).toBe(3);
      expect(await open().read('order', 0, 2)).toEqual([
        { position: 1, id: 'a', value: '한글' },
        { position: 2, id: 'b', value: 'value of b' },
      ]);
      expect(await open().read('order', 2, 10)).toEqual([{ position: 3, id: 'c', value: 'value of c' }]);
      expect(await open().read('order', 3, 10)).toEqual([]);
      expect(await open().read('order', 0, 0)).toEqual([]);
    });

    test('an id that is already there is left alone, in the same call too', async () => {
      await open().append('ids', [entry('a', 'first'), entry('a', 'second')]);
      expect(await open().append('ids', [entry('a', 'third'), entry('b')])).toBe(2);
      const entries = await open().read('ids', 0, 10);
      expect(entries.map(({ value }) => value)).toEqual(['first', 'value of b']);
    });

    test('a removed stream begins again at 1', async () => {
      await open().append('gone', [entry('a'), entry('b')]);
      await open().remove('gone');
      await open().remove('never there');
      expect(await open().read('gone', 0, 10)).toEqual([]);
      expect(await open().append('gone', [entry('a')])).toBe(1);
    });

    test('an emptied stream shows nothing of before and goes on at the next place, however often', async () => {
      await open().empty('never there');
      for (const [first, second] of [
        [1, 2],
        [3, 4],
      ] as const) {
        expect(await open().append('emptied', [entry('a'), entry('b')])).toBe(second);
        expect((await open().read('emptied', 0, 1)).map(({ position }) => position)).toEqual([first]);
        await open().empty('emptied');
        await open().empty('emptied');
        expect(await open().read('emptied', 0, 10)).toEqual([]);
      }
      await open().append('emptied', [entry('c')]);
      expect(await open().read('emptied', 4, 10)).toEqual([{ position: 5, ...entry('c') }]);
      await open().remove('emptied');
      expect(await open().append('emptied', [entry('a')])).toBe(1);
    });

    test('300 appends at once take 300 places', async () => {
      await Promise.all(Array.from({ length: 300 }, (_, index) => open().append('race', [entry(`id-${index}`)])));
      const entries = await open().read('race', 0, 1000);
      expect(new Set(entries.map(({ id }) => id)).size).toBe(300);
      expect(entries.map(({ position }) => position)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
    });

    test('any interleaving of batches leaves no gap and no id twice', async () => {
      let round = 0;
      await fc.assert(
        fc.asyncProperty(batches, (plan) => appendAtOnce(open(), `random:${(round += 1)}`, plan)),
        { numRuns: 30, seed: 11 },
      );
    });
  });
}
