import { setTimeout as wait } from 'node:timers/promises';

/** Waits until `claim` is true, looking every few milliseconds; throws after `milliseconds`. */
export async function eventually(claim: () => boolean | Promise<boolean>, milliseconds = 3000): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!(await claim())) {
    if (performance.now() > end) throw new Error(`expected it within ${milliseconds} ms, found it still untrue`);
    await wait(5);
  }
}
