import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { caseKey, type CaseRecord } from '../../../services/cases/caseRecord.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { Player } from '../../transcripts/player.ts';

let opened: TestApp;

beforeEach(async () => {
  opened = await openTestApp({});
});
afterEach(() => opened.close());

const day = 86_400;

async function leftFor(seconds: number): Promise<CaseRecord | undefined> {
  const player = new Player({}, 'left', opened);
  for (const text of ['발급', '국민', '개인용']) await player.do({ kind: 'say', text });
  await opened.clock.advance(seconds);
  await opened.app.keepHouse();
  return (await opened.app.state.records.get<CaseRecord>(caseKey(player.caseId)))?.value;
}

describe('a task that was left', () => {
  test('is kept for seven days', async () => {
    expect((await leftFor(7 * day - 1))?.enrollment?.bank).toBe('004');
  });

  test('is forgotten after them, also when the customer never comes back', async () => {
    const record = await leftFor(7 * day);
    expect(record).toBeDefined();
    expect(record?.enrollment).toBeUndefined();
  });

  test('is gone with the whole chat after ninety', async () => {
    expect(await leftFor(90 * day)).toBeUndefined();
  });
});

test('a case of the stored form of version 1 is read, and goes on where it was', async () => {
  const player = new Player({}, 'an old case', opened);
  const { default: sample } = await import('./samples/case.v1.json', { with: { type: 'json' } });
  const record = { ...sample, id: player.caseId };
  await opened.app.state.records.putIfVersion(caseKey(player.caseId), record, 0);
  await player.do({ kind: 'say', text: '개인용' });
  expect(JSON.stringify(player.shownNow)).toContain('2/5');
});
