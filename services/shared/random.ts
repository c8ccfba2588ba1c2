import { randomBytes } from 'node:crypto';

/** Randomness, always passed in, so that a test can seed it. */
export interface Random {
  /** `length` unpredictable bytes. */
  bytes(length: number): Buffer;
}

/** The operating system's randomness. */
export const systemRandom: Random = { bytes: (length) => randomBytes(length) };

/** An unbiased number from 0 to `limit` − 1; `limit` ≤ 256. */
export function below(limit: number, random: Random): number {
  const fair = 256 - (256 % limit);
  for (;;) {
    const byte = random.bytes(1).readUInt8();
    if (byte < fair) return byte % limit;
  }
}
