import { expect, test } from '@jest/globals';
import { expectPlayed } from './expectPlayed.ts';
import { transcripts } from './played.ts';

test('more than half of the conversations are not the happy path', () => {
  const happy = transcripts.filter((name) => name.startsWith('happy/'));
  expect(happy.length).toBeLessThan(transcripts.length / 2);
});

test.each(transcripts)('%s', (name) => expectPlayed(name, {}));
