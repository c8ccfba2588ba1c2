import { expect, test } from '@jest/globals';
import { RetryQueue } from '../../../services/cases/retryQueue.ts';
import { eventually } from '../../support/eventually.ts';

test('what could not be done is tried again by itself, with longer and longer waits, until it is done', async () => {
  const at: number[] = [];
  const later = new RetryQueue(() => {
    at.push(performance.now());
    return at.length < 2 ? Promise.reject(new Error('not yet')) : Promise.resolve();
  });
  const began = performance.now();
  later.put('case');
  await eventually(() => at.length === 2, 5000);
  const [first = 0, second = 0] = at;
  expect(first - began).toBeGreaterThan(200);
  expect(second - first).toBeGreaterThan(900);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(at).toHaveLength(2);
});

test('a case waits once however often it is put, and each case for itself', async () => {
  const tried: string[] = [];
  const later = new RetryQueue((caseId) => Promise.resolve(tried.push(caseId)));
  for (const caseId of ['a', 'b', 'a', 'a']) later.put(caseId);
  await eventually(() => tried.length === 2, 2000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(tried).toEqual(['a', 'b']);
});

test('a try that puts the case again is followed by one more', async () => {
  let tries = 0;
  const later = new RetryQueue((caseId) => {
    tries += 1;
    if (tries === 1) later.put(caseId);
    return Promise.resolve();
  });
  later.put('case');
  await eventually(() => tries === 2, 5000);
});

test('once cleared nothing is tried any more', async () => {
  let tries = 0;
  const later = new RetryQueue(() => Promise.resolve((tries += 1)));
  later.put('case');
  later.clear();
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(tries).toBe(0);
});
