import { expect, test } from '@jest/globals';
import { expectPlayed, transcripts } from './expectPlayed.ts';

test('more than half of the conversations are not the happy path', () => {
  const happy = transcripts.filter((name) => name.startsWith('happy/'));
  expect(happy.length).toBeLessThan(transcripts.length / 2);
});

test.each(transcripts)('%s', (name) => expectPlayed(name, {}));
