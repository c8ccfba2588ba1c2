const shortestKeepSeconds = 2 * 24 * 3600;

/**
 * How long an adapter keeps a hit before it may be thrown away: its window, and two days at least, since a counter may
 * be looked at over an hour and over a day. Only memory depends on it; what counts is compared with `now`.
 */
export function keepSeconds(windowSeconds: number): number {
  return Math.max(windowSeconds, shortestKeepSeconds);
}
