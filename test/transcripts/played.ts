import { findSecrets, secret } from '../support/canary.ts';
import { placesOf } from '../support/places.ts';
import type { Beginnings } from './beginnings.ts';
import { textOf } from './files.ts';
import type { Player } from './player.ts';
import { beginningOf, readScript } from './script.ts';

/** A transcript as it is written, and as it went. */
export interface Played {
  readonly transcript: string;
  readonly text: string;
  /** Secrets that were found somewhere afterwards. */
  readonly found: ReturnType<typeof findSecrets>;
}

/** Plays one through the whole product, then searches everything it wrote, its beginning included. */
export async function played(name: string, beginnings: Beginnings): Promise<Played> {
  const transcript = textOf(name);
  const { text, found } = await play(transcript, beginnings, async (player, said) => ({
    text: said,
    found: findSecrets(
      [...new Set(player.secrets)].map((value, index) => secret(`secret ${index}`, value)),
      await placesOf(player.test),
    ),
  }));
  return { transcript, text, found };
}

/**
 * Plays a transcript and closes it.
 *
 * @param look what is wanted of it at its end, while it is open: its text with what the bot really said, and the player
 */
export async function play<T>(
  transcript: string,
  beginnings: Beginnings,
  look: (player: Player, text: string) => T | Promise<T>,
): Promise<T> {
  const player = await beginnings.open(beginningOf(transcript));
  try {
    const lines: string[] = [];
    for (const { line, act } of readScript(transcript)) {
      lines.push(line);
      if (act) lines.push(...(await player.act(act)));
    }
    return await look(player, lines.join('\n'));
  } finally {
    await player.close();
  }
}
