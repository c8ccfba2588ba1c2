import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { play } from '../test/transcripts/player.ts';

/**
 * Writes what the bot really says into the transcripts of test/transcripts (all, or those whose path holds a word given).
 * Read the difference before you commit it: the files are what the product is held to.
 */
const root = join(import.meta.dirname, '../test/transcripts');
const wanted = process.argv[2] ?? '';
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.chat') && name.includes(wanted),
);
for (const file of files) {
  const path = join(root, file);
  const { text, player } = await play(readFileSync(path, 'utf8'), {});
  await player.close();
  writeFileSync(path, text);
  console.log(file);
}
