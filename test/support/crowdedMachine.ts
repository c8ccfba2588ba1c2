import { jest } from '@jest/globals';

/**
 * Real stores, browsers and processes keep real time limits (a Redis that is silent for a second is given up): on a
 * crowded machine one of them may run out. Such a test is tried again, its failure printed; a fault fails every time. At
 * once: of tests that follow each other, a later one may have changed what the earlier one needs.
 */
jest.retryTimes(2, { logErrorsBeforeRetry: true, retryImmediately: true });
