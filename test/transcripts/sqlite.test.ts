import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Beginnings } from './beginnings.ts';
import { expectPlayed } from './expectPlayed.ts';
import { beginnings, transcripts } from './files.ts';
import { openSqliteStore } from './sqliteStore.ts';

let sqlite: Beginnings;
beforeAll(async () => {
  sqlite = new Beginnings(await openSqliteStore());
});
afterAll(() => sqlite.close());

test('more than half of the conversations are not the happy path', () => {
  const happy = transcripts.filter((name) => name.startsWith('happy/'));
  expect(happy.length).toBeLessThan(transcripts.length / 2);
});

test.each([...beginnings, ...transcripts])('%s', (name) => expectPlayed(name, sqlite));
