import { createHash } from 'node:crypto';
import type { Random } from '../../services/shared/random.ts';

/** How far a randomness that repeats has come: the next block is the hash of the seed and one more than the count. */
export interface RandomPlace {
  readonly seed: string;
  readonly count: number;
}

/** Randomness that repeats, and can go on from where another one stood. */
export interface SeededRandom extends Random {
  readonly place: RandomPlace;
  goOnFrom(place: RandomPlace): void;
}

/** Randomness that repeats: SHA-256 of the seed and a count. */
export function seededRandom(seed: string): SeededRandom {
  let place: RandomPlace = { seed, count: 0 };
  const block = (): Buffer => {
    place = { ...place, count: place.count + 1 };
    return createHash('sha256').update(`${place.seed}\n${place.count}`).digest();
  };
  return {
    bytes: (length) => Buffer.concat(Array.from({ length: Math.ceil(length / 32) }, block)).subarray(0, length),
    get place() {
      return place;
    },
    goOnFrom: (other) => {
      place = other;
    },
  };
}
