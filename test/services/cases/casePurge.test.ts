import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CaseRecord } from '../../../services/cases/caseRecord.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { openKakaoSite } from '../../support/kakaoSite.ts';
import { caseKey, caseOf } from '../../support/storedCase.ts';
import { walk, walkOf } from '../../support/kakaoWalk.ts';
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

  test('is gone with the whole chat after ninety; the counts that ids are made of stay', async () => {
    const record = await leftFor(90 * day);
    expect(record).toMatchObject({ conversations: [], seen: [], outbox: [], effects: [], enrollments: 1 });
    expect(record?.turn).toBeGreaterThan(2);
    for (const field of ['enrollment', 'shelved', 'issued', 'asked', 'choices', 'activeConversation', 'redaction'])
      expect(record).not.toHaveProperty(field);
    await opened.clock.advance(day);
    await opened.app.keepHouse();
    expect((await opened.app.state.records.get(caseKey(record?.id ?? '')))?.value).toEqual(record);
  });
});

test('who comes back to the same conversation after the chat was forgotten gets a new certificate, not the old one', async () => {
  const site = await openKakaoSite();
  try {
    const hong = site.customer('hong');
    await walk(site, hong, walkOf('hong', 'KB국민'));
    const first = (await caseOf(site.test, hong.caseId)).issued?.serialHex;
    await site.test.clock.advance(366 * day);
    await site.test.app.keepHouse();
    await walk(site, hong, walkOf('hong', 'KB국민', '739284'));
    const second = (await caseOf(site.test, hong.caseId)).issued?.serialHex;
    expect([first, second]).toEqual([expect.any(String), expect.any(String)]);
    expect(second).not.toBe(first);
  } finally {
    await site.close();
  }
});

test('a case of the stored form of version 1 is read, and goes on where it was', async () => {
  const player = new Player({}, 'an old case', opened);
  const { default: sample } = await import('./samples/case.v1.json', { with: { type: 'json' } });
  const record = { ...sample, id: player.caseId };
  await opened.app.state.records.putIfVersion(caseKey(player.caseId), record, 0);
  await player.do({ kind: 'say', text: '개인용' });
  expect(JSON.stringify(player.shownNow)).toContain('2/5');
});

test('one that waits for a code that is long over keeps all but the code, and says so', async () => {
  const player = new Player({}, 'an old case', opened);
  const { default: sample } = await import('./samples/case.v1.code.json', { with: { type: 'json' } });
  await opened.app.state.records.putIfVersion(caseKey(player.caseId), { ...sample, id: player.caseId }, 0);
  await player.do({ kind: 'say', text: '123456' });
  const shown = JSON.stringify(player.shownNow);
  expect(shown).toContain('KB국민은행, 개인용, 약관 동의, 본인 확인까지 그대로 두었어요.');
  expect(shown).toContain('3분이 지나서 그 번호는 이제 쓸 수 없어요.');
  const { enrollment } = await player.record();
  expect(enrollment?.smsCode).toEqual(sample.enrollment.code);
  expect(JSON.stringify(await player.record())).not.toContain('123456');
});
