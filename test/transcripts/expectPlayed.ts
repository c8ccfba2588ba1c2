import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { TestAppSettings } from '../support/app.ts';
import { findSecrets, secret } from '../support/canary.ts';
import { placesOf } from '../support/places.ts';
import { play } from './player.ts';

/** Every transcript, by its path below this folder. */
export const transcripts = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.chat'),
);

/** The bot says what the file says, and nothing secret is left anywhere. */
export async function expectPlayed(name: string, settings: TestAppSettings): Promise<void> {
  const transcript = readFileSync(join(import.meta.dirname, name), 'utf8');
  const { text, secrets, player } = await play(transcript, settings);
  const found = findSecrets(
    [...new Set(secrets)].map((value, index) => secret(`secret ${index}`, value)),
    await placesOf(player.test),
  );
  await player.close();
  expect(text).toBe(transcript);
  expect(found).toEqual([]);
}
