import { randomBytes } from 'node:crypto';

/** Randomness, always passed in, so that a test can seed it. */
export interface Random {
  /** `length` unpredictable bytes. */
  bytes(length: number): Buffer;
}

/** The operating system's randomness. */
export const systemRandom: Random = { bytes: (length) => randomBytes(length) };
