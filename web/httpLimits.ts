/** Limits of every request (SECURITY §1), in bytes, counts and milliseconds. */
export const httpLimits = {
  bodyBytes: 64 * 1024,
  jsonDepth: 20,
  headers: 100,
  urlCharacters: 8 * 1024,
  /** From the first byte of a request to its last header. */
  headersMilliseconds: 10_000,
  /** From the first byte of a request to its last. */
  requestMilliseconds: 15_000,
  keepAliveMilliseconds: 5_000,
  /** How often slow connections are looked for. */
  checkMilliseconds: 1_000,
  /** What a refused sender may still send so that it gets to read the refusal; nothing of it is kept. */
  drainBytes: 32 * 1024 * 1024,
  drainMilliseconds: 2_000,
  /** How long requests under way may take once the server was asked to close. */
  closeMilliseconds: 10_000,
  sweepMilliseconds: 50,
} as const;
