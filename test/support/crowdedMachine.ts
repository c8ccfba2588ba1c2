import { relative } from 'node:path';
import { expect, jest } from '@jest/globals';
import { mayBeTriedAgain } from './triedAgain.ts';

/** Runs before each test file. At once: of tests that follow each other, a later one may have changed what the earlier one needs. */
const { testPath } = expect.getState();
if (testPath !== undefined && relative(process.cwd(), testPath) in mayBeTriedAgain) {
  jest.retryTimes(1, { logErrorsBeforeRetry: true, retryImmediately: true });
}
