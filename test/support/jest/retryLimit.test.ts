import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import RetryLimit from './retryLimit.ts';
import { mayBeTriedAgain, secondTriesOfRun } from './mayBeTriedAgain.ts';

function afterRun(...invocations: readonly number[]): RetryLimit {
  const limit = new RetryLimit();
  const testResults = invocations.map((times, index) => ({
    fullName: `test ${index}`,
    invocations: times,
    retryReasons: Array.from({ length: times - 1 }, (_, time) => `reason ${time}\nstack`),
  }));
  limit.onTestResult(undefined, { testFilePath: join(process.cwd(), 'test/some.test.ts'), testResults });
  return limit;
}

test('a run in which nothing was tried again says so', () => {
  const limit = afterRun(1, 1);
  expect(limit.report()).toBe('Tried again: 0 (2 at most in a run)');
  expect(limit.getLastError()).toBeUndefined();
});

test('each second try is said with its reason; as many as are allowed fail nothing', () => {
  const limit = afterRun(2, 1, 2);
  expect(limit.report().split('\n')).toEqual([
    'Tried again: 2 (2 at most in a run)',
    '  test/some.test.ts: test 0: reason 0',
    '  test/some.test.ts: test 2: reason 0',
  ]);
  expect(limit.getLastError()).toBeUndefined();
});

test('one more fails the run, of one file or of several', () => {
  expect(afterRun(...Array.from({ length: secondTriesOfRun + 1 }, () => 2)).getLastError()).toBeInstanceOf(Error);
  expect(afterRun(...Array.from({ length: secondTriesOfRun + 1 }, () => 2)).report()).toContain(
    'failure of the whole run',
  );
  const limit = afterRun(2, 2);
  expect(limit.getLastError()).toBeUndefined();
  limit.onTestResult(undefined, { testFilePath: 'other.test.ts', testResults: [{ fullName: 'x', invocations: 2 }] });
  expect(limit.getLastError()).toBeInstanceOf(Error);
});

test('every file that may be tried again is there', () => {
  expect(Object.keys(mayBeTriedAgain).filter((file) => !existsSync(join(process.cwd(), file)))).toEqual([]);
});
