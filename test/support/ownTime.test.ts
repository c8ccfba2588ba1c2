import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { ownTime } from './ownTime.ts';

test('what is waited for counts', async () => {
  const time = ownTime();
  await wait(300);
  expect(time()).toBeGreaterThan(250);
});

test('what this process spends without coming back to its timers counts for next to nothing', () => {
  const time = ownTime();
  const end = performance.now() + 300;
  while (performance.now() < end);
  expect(time()).toBeLessThan(50);
});
