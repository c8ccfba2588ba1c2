import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestAppSettings } from '../support/app.ts';
import { findSecrets, secret } from '../support/canary.ts';
import { placesOf } from '../support/places.ts';
import { play } from './player.ts';

/** Every transcript, by its path below this folder. */
export const transcripts = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.chat'),
);

/** A transcript as it is written, and as it went. */
export interface Played {
  readonly transcript: string;
  readonly text: string;
  /** Secrets that were found somewhere afterwards. */
  readonly found: ReturnType<typeof findSecrets>;
}

/** Plays one through the whole product, then searches everything it wrote. */
export async function played(name: string, settings: TestAppSettings): Promise<Played> {
  const transcript = readFileSync(join(import.meta.dirname, name), 'utf8');
  const { text, secrets, player } = await play(transcript, settings);
  const found = findSecrets(
    [...new Set(secrets)].map((value, index) => secret(`secret ${index}`, value)),
    await placesOf(player.test),
  );
  await player.close();
  return { transcript, text, found };
}
