import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ErasablePersonKeys } from '../../../services/audit/personKeys.ts';
import { GcmSealer } from '../../../services/shared/gcmSealer.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';

describe('personal details in the audit log', () => {
  let state: State;
  let keys: ErasablePersonKeys;
  beforeEach(async () => {
    state = await openSqliteState(':memory:');
    keys = with_(['pepper']);
  });
  afterEach(() => state.close());
  const with_ = (peppers: string[]) =>
    new ErasablePersonKeys({
      records: state.records,
      sealer: new GcmSealer({ peppers, random: systemRandom }),
      random: systemRandom,
    });

  test('open for who has the key, closed for who has the blob', async () => {
    const blob = await keys.seal('hong', { name: '홍길동', phone: '01012345678' });
    expect(await keys.open('hong', blob)).toEqual({ name: '홍길동', phone: '01012345678' });
    expect(Buffer.from(blob.box, 'base64url').includes('홍길동')).toBe(false);
    const record = await state.records.get('personKey:hong');
    expect(JSON.stringify(record)).not.toContain('홍길동');
  });

  test('erased is erased, for this person only, and stays so when new details come', async () => {
    const [hong, kim] = [await keys.seal('hong', 'a'), await keys.seal('kim', 'b')];
    await keys.erase('hong');
    expect(await keys.open('hong', hong)).toBeUndefined();
    expect(await keys.open('kim', kim)).toBe('b');
    const later = await keys.seal('hong', 'c');
    expect(await keys.open('hong', hong)).toBeUndefined();
    expect(await keys.open('hong', later)).toBe('c');
    await keys.erase('hong');
    await keys.erase('hong');
    await keys.erase('nobody');
  });

  test('many at once use one key', async () => {
    const blobs = await Promise.all(Array.from({ length: 30 }, (_, index) => keys.seal('hong', index)));
    expect(new Set(blobs.map(({ keyId }) => keyId)).size).toBe(1);
    expect(await Promise.all(blobs.map((blob) => keys.open('hong', blob)))).toEqual(blobs.map((_, index) => index));
  });

  test('the pepper may be rotated', async () => {
    const blob = await keys.seal('hong', 'a');
    expect(await with_(['new', 'pepper']).open('hong', blob)).toBe('a');
    await expect(with_(['new']).open('hong', blob)).rejects.toThrow('found it gone');
  });

  test('an altered blob, or one of another person, does not open', async () => {
    const [hong, kim] = [await keys.seal('hong', 'a'), await keys.seal('kim', 'b')];
    await expect(keys.open('hong', { ...hong, box: kim.box })).rejects.toThrow('sealed box');
    expect(await keys.open('kim', hong)).toBeUndefined();
    await expect(keys.open('kim', { ...hong, keyId: kim.keyId })).rejects.toThrow('sealed box');
  });
});
