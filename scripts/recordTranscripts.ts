import { writeFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { foldersInMemory } from '../test/support/foldersInMemory.ts';
import { Beginnings } from '../test/transcripts/beginnings.ts';
import { beginnings, pathOf, textOf, transcripts } from '../test/transcripts/files.ts';
import { play } from '../test/transcripts/played.ts';
import { openSqliteStore } from '../test/transcripts/sqliteStore.ts';
import { unifiedDiff } from './unifiedDiff.ts';

/**
 * `npm run transcripts`, or `npm run transcripts -- word` for those whose path holds the word: plays them, writes what the
 * bot really says into them, and shows the difference. Read it before you commit it: the files are what the product is
 * held to. What can't be played is left as it is and named; then the exit code is 1.
 */
async function record(word: string): Promise<void> {
  const names = [...beginnings, ...transcripts].filter((name) => name.includes(word));
  const store = new Beginnings(await openSqliteStore());
  const counts = { changed: 0, broken: 0 };
  for (const name of names) {
    try {
      counts.changed += Number(await recordOne(name, store));
    } catch (error) {
      counts.broken += 1;
      console.error(`${styleText('red', name)}: ${String(error)}`);
    }
  }
  await store.close();
  console.log(`${counts.changed} of ${names.length} transcripts changed, ${counts.broken} could not be played`);
  if (counts.broken > 0 || names.length === 0) process.exitCode = 1;
}

/** Answers whether it changed. */
async function recordOne(name: string, store: Beginnings): Promise<boolean> {
  const before = textOf(name);
  const after = await play(before, store, (_player, text) => text);
  if (after === before) return false;
  writeFileSync(pathOf(name), after);
  for (const line of unifiedDiff(`test/transcripts/${name}`, before, after)) console.log(coloured(line));
  return true;
}

function coloured(line: string): string {
  if (line.startsWith('+')) return styleText('green', line);
  if (line.startsWith('-')) return styleText('red', line);
  return line.startsWith('@') ? styleText('cyan', line) : line;
}

const removeFolders = foldersInMemory();
try {
  await record(process.argv[2] ?? '');
} finally {
  removeFolders();
}
