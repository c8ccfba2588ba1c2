import { relative } from 'node:path';
import { mayBeTriedAgain } from './mayBeTriedAgain.ts';

/**
 * What `jest.retryTimes` does, for the file that is run next: once more, at once (of tests that follow each other, a later
 * one may have changed what the earlier one needs), and the failure printed.
 */
export function tryAgainWhereAllowed(testPath: string): void {
  const times = relative(process.cwd(), testPath) in mayBeTriedAgain ? 1 : 0;
  Object.assign(globalThis, {
    [Symbol.for('RETRY_TIMES')]: times,
    [Symbol.for('RETRY_IMMEDIATELY')]: true,
    [Symbol.for('LOG_ERRORS_BEFORE_RETRY')]: true,
  });
}
