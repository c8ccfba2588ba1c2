import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GcmSealer } from '../../../services/shared/gcmSealer.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { seededRandom } from '../../support/seededRandom.ts';

const sealer = (...peppers: string[]) => new GcmSealer({ peppers, random: systemRandom });

describe('a sealer', () => {
  test('opens what it sealed, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, context) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(sealer('pepper').open(sealer('pepper').seal(plain, context), context)).toEqual(plain);
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  test('shows nothing of the content and never makes the same box twice', () => {
    const [one, two] = [sealer('pepper').seal('010-1234-5678', 'c'), sealer('pepper').seal('010-1234-5678', 'c')];
    expect(one.box).not.toBe(two.box);
    expect(Buffer.from(one.box, 'base64url').includes('5678')).toBe(false);
    expect(one.keyId).toBe(two.keyId);
    expect(one.box).toMatch(/^[\w-]+$/);
  });

  test('opens with the old pepper and seals with the new one', () => {
    const old = sealer('old').seal('x', 'c');
    const rotated = sealer('new', 'old');
    expect(rotated.open(old, 'c')).toBe('x');
    const fresh = rotated.seal('y', 'c');
    expect(fresh.keyId).not.toBe(old.keyId);
    expect(sealer('new').open(fresh, 'c')).toBe('y');
    expect(() => sealer('new').open(old, 'c')).toThrow('found it gone');
    expect(() => sealer('old').open(fresh, 'c')).toThrow('found it gone');
  });

  test('opens under the same context only', () => {
    const sealed = sealer('pepper').seal('x', 'person:1');
    expect(() => sealer('pepper').open(sealed, 'person:2')).toThrow('sealed box');
    expect(() => sealer('pepper').open(sealed, '')).toThrow('sealed box');
  });

  test('refuses a box with any one byte changed, cut short or empty', () => {
    const sealed = sealer('pepper').seal('hello', 'c');
    const bytes = Buffer.from(sealed.box, 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const altered = Buffer.from(bytes);
      altered[index] = (altered[index] ?? 0) ^ 1;
      expect(() => sealer('pepper').open({ ...sealed, box: altered.toString('base64url') }, 'c')).toThrow('sealed box');
    }
    for (const length of [0, 12, 27, bytes.length - 1]) {
      const cut = { ...sealed, box: bytes.subarray(0, length).toString('base64url') };
      expect(() => sealer('pepper').open(cut, 'c')).toThrow('sealed box');
    }
  });

  test('a box under another key id does not open with this key', () => {
    const rotated = sealer('new', 'old');
    const old = sealer('old').seal('x', 'c');
    expect(() => rotated.open({ ...old, keyId: rotated.seal('y', 'c').keyId }, 'c')).toThrow('sealed box');
  });

  test('no pepper or an empty one is a bug', () => {
    expect(() => sealer()).toThrow('expected peppers');
    expect(() => sealer('new', '')).toThrow('expected peppers');
  });

  test('takes its nonce from the randomness it was given', () => {
    const seal = () => new GcmSealer({ peppers: ['p'], random: seededRandom('s') }).seal('x', 'c');
    expect(seal()).toEqual(seal());
  });
});
