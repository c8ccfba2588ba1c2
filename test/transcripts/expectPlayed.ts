import { expect } from '@jest/globals';
import type { TestAppSettings } from '../support/app.ts';
import { played } from './played.ts';

/** The bot says what the file says, and nothing secret is left anywhere. */
export async function expectPlayed(name: string, settings: TestAppSettings): Promise<void> {
  const { transcript, text, found } = await played(name, settings);
  expect(text).toBe(transcript);
  expect(found).toEqual([]);
}
