import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Register, RegisterEntry, RegisterQuery } from '../../../services/register/register.ts';
import { findAll } from '../../../services/register/registerQueries.ts';

const second = (n: number) => `2026-12-01T00:00:${String(n).padStart(2, '0')}.000000000Z`;

function entry(kind: string, id: string, indexes: Record<string, string> = {}, at = second(0)): RegisterEntry {
  return { kind, id, at, value: JSON.stringify({ of: id, name: '홍길동' }), indexes };
}

/** What every register keeps; `open` answers an empty one. */
export function registerContract(name: string, open: () => Promise<Register>): void {
  describe(`the register in ${name}`, () => {
    let register: Register;
    beforeAll(async () => {
      register = await open();
    });
    afterAll(() => register.close());

    const ids = async (query: Omit<RegisterQuery, 'limit'> & { limit?: number }) =>
      (await register.find({ limit: 100, ...query })).map(({ id }) => id);

    test('an entry comes back as it was, one that was never there does not', async () => {
      const written = entry('one', 'a', { person: 'p', serial: '0a' });
      expect(await register.insert([written])).toBe(true);
      expect(await register.get('one', 'a')).toEqual(written);
      expect(await register.get('one', 'b')).toBeUndefined();
      expect(await register.get('other', 'a')).toBeUndefined();
    });

    test('an id is taken once, within its kind', async () => {
      await register.insert([entry('once', 'a', { person: 'first' })]);
      expect(await register.insert([entry('once', 'a', { person: 'second' })])).toBe(false);
      expect(await register.get('once', 'a')).toEqual(entry('once', 'a', { person: 'first' }));
      expect(await ids({ kind: 'once', index: 'person', equals: 'second' })).toEqual([]);
      expect(await register.insert([entry('once more', 'a')])).toBe(true);
    });

    test('all entries or none: the last one taken, the first one is not there', async () => {
      await register.insert([entry('all', 'c')]);
      const entries = ['a', 'b', 'c'].map((id) => entry('all', id, { person: 'p' }));
      expect(await register.insert([...entries, entry('all other', 'x')])).toBe(false);
      expect(await register.get('all', 'a')).toBeUndefined();
      expect(await register.get('all other', 'x')).toBeUndefined();
      expect(await ids({ kind: 'all', index: 'person', equals: 'p' })).toEqual([]);
    });

    test('the same id twice in one insert is refused, nothing at all is accepted', async () => {
      expect(await register.insert([entry('twice', 'a'), entry('twice', 'a')])).toBe(false);
      expect(await register.get('twice', 'a')).toBeUndefined();
      expect(await register.insert([])).toBe(true);
    });

    test('of 50 inserts of one id at once exactly one is written', async () => {
      const inserts = Array.from({ length: 50 }, (_, n) =>
        register.insert([entry('race', 'id', { n: String(n) }), entry('race', `other-${n}`)]),
      );
      const answers = await Promise.all(inserts);
      expect(answers.filter(Boolean)).toHaveLength(1);
      const winner = answers.indexOf(true);
      expect((await register.get('race', 'id'))?.indexes).toEqual({ n: String(winner) });
      expect(await ids({ kind: 'race', index: 'at' })).toEqual(['id', `other-${winner}`]);
    });

    test('an exact look-up finds that value only, in order of id', async () => {
      await register.insert([
        entry('exact', 'b', { person: 'kim' }),
        entry('exact', 'a', { person: 'kim' }),
        entry('exact', 'c', { person: 'kim2' }),
        entry('exact', 'd', { serial: 'kim' }),
      ]);
      expect(await ids({ kind: 'exact', index: 'person', equals: 'kim' })).toEqual(['a', 'b']);
      expect(await ids({ kind: 'exact', index: 'person', equals: 'ki' })).toEqual([]);
      expect(await ids({ kind: 'exact', index: 'nothing', equals: 'kim' })).toEqual([]);
      expect(await ids({ kind: 'nothing', index: 'person', equals: 'kim' })).toEqual([]);
    });

    test('a range begins with its first value and ends before its last', async () => {
      const days = ['2027-11-30', '2027-12-01', '2027-12-02'];
      await register.insert(days.map((expiry, index) => entry('range', `id-${9 - index}`, { expiry })));
      const range = { kind: 'range', index: 'expiry' };
      expect(await ids({ ...range, from: '2027-12-01' })).toEqual(['id-8', 'id-7']);
      expect(await ids({ ...range, until: '2027-12-01' })).toEqual(['id-9']);
      expect(await ids({ ...range, from: '2027-11-30', until: '2027-12-02' })).toEqual(['id-9', 'id-8']);
      expect(await ids({ ...range, from: '2027-12-01', until: '2027-12-01' })).toEqual([]);
      expect(await ids(range)).toEqual(['id-9', 'id-8', 'id-7']);
      expect(await ids({ ...range, limit: 1 })).toEqual(['id-9']);
    });

    test('every entry is found by its instant', async () => {
      await register.insert([3, 1, 2].map((n) => entry('time', `id-${n}`, {}, second(n))));
      expect(await ids({ kind: 'time', index: 'at', from: second(1), until: second(3) })).toEqual(['id-1', 'id-2']);
    });

    test('one value being the beginning of another keeps its order', async () => {
      await register.insert(['a', 'ab', 'a b', '가', 'a\u0001'].map((key, n) => entry('text', `id-${n}`, { key })));
      expect(await ids({ kind: 'text', index: 'key' })).toEqual(['id-0', 'id-4', 'id-2', 'id-1', 'id-3']);
      expect(await ids({ kind: 'text', index: 'key', equals: 'a' })).toEqual(['id-0']);
    });

    test('pages follow each other without a gap or a double, also within one value', async () => {
      const many = Array.from({ length: 450 }, (_, n) =>
        entry('pages', `id-${String(n).padStart(3, '0')}`, { half: n < 225 ? 'a' : 'b' }),
      );
      await register.insert(many);
      const found: string[] = [];
      for await (const { id } of findAll(register, { kind: 'pages', index: 'half' })) found.push(id);
      expect(found).toEqual(many.map(({ id }) => id));
      expect(await ids({ kind: 'pages', index: 'half', equals: 'b', limit: 2, after: 'id-300' })).toEqual([
        'id-301',
        'id-302',
      ]);
      expect(await ids({ kind: 'pages', index: 'half', limit: 2, after: 'id-224' })).toEqual(['id-225', 'id-226']);
      expect(await ids({ kind: 'pages', index: 'half', after: 'id-449' })).toEqual([]);
    });

    test('going on after an entry that is not there is a bug, not an empty page', async () => {
      await expect(ids({ kind: 'pages', index: 'half', after: 'never there' })).rejects.toThrow('expected an entry');
    });

    test('what was purged is in no look-up, and its id is free', async () => {
      await register.insert(['a', 'b', 'c'].map((id) => entry('purge', id, { person: 'p' })));
      await register.purge('purge', ['a', 'c', 'never there']);
      await register.purge('purge', []);
      expect(await ids({ kind: 'purge', index: 'person', equals: 'p' })).toEqual(['b']);
      expect(await ids({ kind: 'purge', index: 'at' })).toEqual(['b']);
      expect(await register.get('purge', 'a')).toBeUndefined();
      expect(await register.insert([entry('purge', 'a', { person: 'p' })])).toBe(true);
    });

    test('all can be purged while they are walked through', async () => {
      await register.insert(Array.from({ length: 450 }, (_, n) => entry('sweep', `id-${n}`, {}, second(n % 50))));
      let swept = 0;
      for await (const { id } of findAll(register, { kind: 'sweep', index: 'at', until: second(40) })) {
        await register.purge('sweep', [id]);
        swept += 1;
      }
      expect(swept).toBe(360);
      expect(await ids({ kind: 'sweep', index: 'at', limit: 1000 })).toHaveLength(90);
    });

    test('any inserts at once leave whole groups only', async () => {
      let round = 0;
      const groups = fc.array(fc.uniqueArray(fc.nat(12), { minLength: 1, maxLength: 4 }), { maxLength: 10 });
      await fc.assert(
        fc.asyncProperty(groups, (plan) => insertAtOnce(register, `random ${(round += 1)}`, plan)),
        { numRuns: 30, seed: 5 },
      );
    });
  });
}

/** Inserts all groups at once: what stands there afterwards is exactly the groups that were answered `true`. */
async function insertAtOnce(register: Register, kind: string, plan: readonly (readonly number[])[]): Promise<void> {
  const groups = plan.map((ids, group) => ids.map((id) => entry(kind, String(id), { group: String(group) })));
  const answers = await Promise.all(groups.map((group) => register.insert(group)));
  const expected = groups.filter((_, index) => answers[index]).flat();
  const found = await register.find({ kind, index: 'group', limit: 1000 });
  const sorted = (entries: readonly RegisterEntry[]) =>
    entries.map(({ id, indexes }) => `${id} ${indexes.group}`).sort();
  expect(sorted(found)).toEqual(sorted(expected));
}
