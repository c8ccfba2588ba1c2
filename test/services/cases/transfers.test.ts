import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CaseStore } from '../../../services/cases/caseStore.ts';
import { Transfers } from '../../../services/cases/transfers.ts';
import { needed } from '../../../services/enrollment/plan/progress.ts';
import { openTestApp, type TestApp } from '../../support/app.ts';
import { Player } from '../../transcripts/player.ts';

const key = 'a token key of the test, thirty-two characters';
let opened: TestApp;
let transfers: Transfers;

beforeAll(async () => {
  opened = await openTestApp({});
  const { records } = opened.app.state;
  transfers = new Transfers({ records, cases: new CaseStore({ records }), keys: [key] });
});
afterAll(() => opened.close());

const now = () => opened.clock.now();

async function opens(number: number): Promise<string> {
  await transfers.open({ caseId: 'somebody', number }, now());
  return transfers.code({ caseId: 'somebody', number });
}

describe('a transfer', () => {
  test('is redeemed once: a hundred at a time, one gets through', async () => {
    const code = await opens(1);
    const tries = Array.from({ length: 100 }, (_, index) => transfers.redeem(code, `browser-${index}`, now()));
    const through = (await Promise.all(tries)).filter(({ ok }) => ok);
    expect(through).toHaveLength(1);
  });

  test('lets the same conversation through again, and nobody else', async () => {
    const code = await opens(2);
    expect((await transfers.redeem(code, 'mine', now())).ok).toBe(true);
    expect((await transfers.redeem(code, 'mine', now())).ok).toBe(true);
    expect(await transfers.redeem(code, 'a stranger', now())).toEqual({ ok: false, code: 'transfer.gone' });
  });

  test.each([
    [599, true],
    [600, false],
  ])('after %i seconds: %s', async (seconds, ok) => {
    const code = await opens(seconds);
    expect((await transfers.redeem(code, `after-${seconds}`, now().add({ seconds }))).ok).toBe(ok);
  });

  test('a code that nobody made opens nothing', async () => {
    expect((await transfers.redeem('x'.repeat(43), 'anybody', now())).ok).toBe(false);
  });

  test('the code stands nowhere in the store', async () => {
    const code = await opens(3);
    for await (const stored of opened.app.state.records.keys('passage:')) {
      expect(JSON.stringify([stored, await opened.app.state.records.get(stored)])).not.toContain(code);
    }
  });
});

test('a conversation that redeemed its code goes on at the same step, and the other one hears of it once', async () => {
  const phone = new Player({}, 'on the phone', opened);
  for (const text of ['발급', '국민', '개인용', '웹에서 이어하기']) await phone.do({ kind: 'say', text });
  const own = opened.app.transfers;
  const code = own.code({ caseId: phone.caseId, number: 1 });
  expect((await own.redeem(code, 'in the browser', now())).ok).toBe(true);
  const browser = new Player({}, 'in the browser', opened);
  await browser.do({ kind: 'join' });
  expect(JSON.stringify(browser.shownNow)).toContain('2/5');
  await browser.do({ kind: 'say', text: '필수만 동의' });
  const { enrollment } = await phone.record();
  expect(enrollment && needed(enrollment, now())).toBe('bankLogin');
  phone.see();
  await phone.do({ kind: 'say', text: '도움말' });
  expect(JSON.stringify(phone.shownNow)).toContain('웹 채팅에서 이어졌어요');
  phone.see();
  await phone.do({ kind: 'say', text: '도움말' });
  expect(JSON.stringify(phone.shownNow)).not.toContain('웹 채팅에서 이어졌어요');
});
