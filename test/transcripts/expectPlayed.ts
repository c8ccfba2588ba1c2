import { expect } from '@jest/globals';
import type { Beginnings } from './beginnings.ts';
import { played } from './played.ts';

/** The bot says what the file says, and nothing secret is left anywhere. */
export async function expectPlayed(name: string, beginnings: Beginnings): Promise<void> {
  const { transcript, text, found } = await played(name, beginnings);
  expect(text).toBe(transcript);
  expect(found).toEqual([]);
}
