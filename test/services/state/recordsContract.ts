import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Records } from '../../../services/state/records.ts';

async function keysOf(records: Records, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of records.keys(prefix)) keys.push(key);
  return keys.sort();
}

type Step = { readonly key: number; readonly remove: boolean; readonly stale: boolean };
const steps = fc.array(fc.record({ key: fc.nat(2), remove: fc.boolean(), stale: fc.boolean() }), { maxLength: 30 });

/** Plays writes one after the other against a plain map of what must be stored. */
async function playInOrder(records: Records, round: string, plan: readonly Step[]): Promise<void> {
  const model = new Map<number, { value: number; version: number }>();
  for (const [value, { key, remove, stale }] of plan.entries()) {
    const known = model.get(key)?.version ?? 0;
    const written = await records.putIfVersion(
      `random:${round}:${key}`,
      remove ? undefined : value,
      stale ? known + 1 : known,
    );
    if (stale) expect(written).toBe(false);
    else if (remove) expect([written, model.delete(key)].at(0)).toBe(0);
    else expect([written, model.set(key, { value, version: known + 1 })].at(0)).toBe(known + 1);
  }
  for (const key of [0, 1, 2]) expect(await records.get(`random:${round}:${key}`)).toEqual(model.get(key));
}

/** One writer that adds 1 `times` times, reading again after each lost race; answers how many it won. */
async function addUntilDone(records: Records, key: string, times: number): Promise<number> {
  let won = 0;
  while (won < times) {
    const found = await records.get<number>(key);
    if (await records.putIfVersion(key, (found?.value ?? 0) + 1, found?.version ?? 0)) won += 1;
  }
  return won;
}

/** Records: compare-and-set and nothing else changes a value. */
export function recordsContract(open: () => Records): void {
  describe('records', () => {
    test('a key that was never written is absent', async () => {
      expect(await open().get('case:none')).toBeUndefined();
    });

    test('the first write makes version 1, the next 2, and each is read back', async () => {
      const value = { name: '홍길동', list: [1, null, true], text: 'a:b\n"\u0000' };
      expect(await open().putIfVersion('case:1', value, 0)).toBe(1);
      expect(await open().get('case:1')).toEqual({ value, version: 1 });
      expect(await open().putIfVersion('case:1', 'next', 1)).toBe(2);
      expect(await open().get('case:1')).toEqual({ value: 'next', version: 2 });
    });

    test.each([0, 1, 3, 99])('version %i of a record at 2 is refused and changes nothing', async (version) => {
      await open().putIfVersion(`stale:${version}`, 'a', 0);
      await open().putIfVersion(`stale:${version}`, 'b', 1);
      expect(await open().putIfVersion(`stale:${version}`, 'c', version)).toBe(false);
      expect(await open().putIfVersion(`stale:${version}`, undefined, version)).toBe(false);
      expect(await open().get(`stale:${version}`)).toEqual({ value: 'b', version: 2 });
    });

    test('a write to a version of a key that does not exist is refused', async () => {
      expect(await open().putIfVersion('case:absent', 'x', 1)).toBe(false);
      expect(await open().putIfVersion('case:absent', undefined, 1)).toBe(false);
      expect(await open().get('case:absent')).toBeUndefined();
    });

    test('deleting answers 0, and the key begins again at version 1', async () => {
      await open().putIfVersion('case:gone', 'x', 0);
      expect(await open().putIfVersion('case:gone', undefined, 1)).toBe(0);
      expect(await open().get('case:gone')).toBeUndefined();
      expect(await open().putIfVersion('case:gone', undefined, 0)).toBe(0);
      expect(await open().putIfVersion('case:gone', 'y', 0)).toBe(1);
    });

    test('of 100 writes at once to one version exactly one wins, version after version', async () => {
      for (const version of [0, 1, 2]) {
        const writes = Array.from({ length: 100 }, (_, writer) =>
          open().putIfVersion('case:race', { writer, version }, version),
        );
        const answers = await Promise.all(writes);
        expect(answers.filter((answer) => answer !== false)).toEqual([version + 1]);
        const winner = answers.findIndex((answer) => answer !== false);
        expect(await open().get('case:race')).toEqual({ value: { writer: winner, version }, version: version + 1 });
      }
    });

    test('ten writers that retry lose no addition', async () => {
      const writers = Array.from({ length: 10 }, () => addUntilDone(open(), 'case:sum', 10));
      await Promise.all(writers);
      expect(await open().get('case:sum')).toEqual({ value: 100, version: 100 });
    });

    test('keys are listed by prefix, each once, and a prefix is no pattern', async () => {
      const many = Array.from({ length: 1203 }, (_, index) => `list:a:${index}`);
      await Promise.all([...many, 'list:b', 'list:*', 'list'].map((key) => open().putIfVersion(key, 1, 0)));
      expect(await keysOf(open(), 'list:a:')).toEqual([...many].sort());
      expect(await keysOf(open(), 'list:*')).toEqual(['list:*']);
      expect(await keysOf(open(), 'list:[ab]')).toEqual([]);
      expect(await keysOf(open(), 'list:?')).toEqual([]);
      expect(await keysOf(open(), 'nothing')).toEqual([]);
    });

    test('any sequence of writes, stale writes and deletes ends as a plain map says', async () => {
      let round = 0;
      await fc.assert(
        fc.asyncProperty(steps, (plan) => playInOrder(open(), String((round += 1)), plan)),
        { numRuns: 40, seed: 7 },
      );
    });
  });
}
