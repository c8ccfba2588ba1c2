import { createHash } from 'node:crypto';
import type { Random } from '../../services/shared/random.ts';

/** Randomness that repeats: SHA-256 of the seed and a count. */
export function seededRandom(seed: string): Random {
  let count = 0;
  const block = () =>
    createHash('sha256')
      .update(`${seed}\n${(count += 1)}`)
      .digest();
  return {
    bytes: (length) => Buffer.concat(Array.from({ length: Math.ceil(length / 32) }, block)).subarray(0, length),
  };
}
