import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { drawn, type KakaoReply } from '../../support/kakaoCustomer.ts';
import { caseOf, openKakaoSite, type KakaoSite } from '../../support/kakaoSite.ts';
import { walk, walkOf } from '../../support/kakaoWalk.ts';
import { ownTime } from '../../support/ownTime.ts';

let site: KakaoSite;
beforeAll(async () => {
  site = await openKakaoSite({ people: 20 });
});
afterAll(() => site.close());

type Mode = 'error' | 'timeout' | 'slow' | 'garbage';
const modes: readonly Mode[] = ['error', 'timeout', 'slow', 'garbage'];

/** The fault is on while `act` runs, and off again after it. */
async function under<T>(service: 'sms' | 'store', mode: Mode, act: () => Promise<T>): Promise<T> {
  const { faults } = site.test.app.world ?? {};
  await faults?.set({ service, mode, ms: mode === 'timeout' ? 30_000 : 3_500, times: 0 });
  try {
    return await act();
  } finally {
    await faults?.set({ service, mode: 'ok', ms: 0, times: 0 });
  }
}

/** The customer asks until the result is there. */
async function until(ask: () => Promise<KakaoReply>, shows: string): Promise<KakaoReply> {
  let last = '';
  for (let count = 0; count < 6; count += 1) {
    const reply = await ask();
    last = drawn(reply);
    if (drawn(reply).includes(shows)) return reply;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error(`expected ${shows} in the end, found ${last}`);
}

let next = 0;
function somebody() {
  const person = site.test.app.world?.people.list(6 + next, 1)[0];
  next += 1;
  if (!person) throw new Error('expected a generated person');
  const labels: Readonly<Record<string, string>> = {
    '004': 'KB국민',
    '020': '우리',
    '088': '신한',
    '081': '하나',
    '011': 'NH농협',
    '003': 'IBK기업',
  };
  return { person, steps: walkOf(person.id, labels[person.accounts[0]?.bankCode ?? ''] ?? 'KB국민') };
}

describe('the SMS gateway fails at the turn that calls it', () => {
  test.each(modes)('%s: an answer in time, nothing doubled, the way goes on', async (mode) => {
    const { person, steps } = somebody();
    const customer = site.customer(`sms-${mode}`);
    await walk(site, customer, steps, 'identity');
    const time = ownTime();
    const reply = await under('sms', mode, () => customer.press('인증번호 받기'));
    expect(time()).toBeLessThan(3_000);
    expect(drawn(reply)).not.toContain('오류 번호');
    await site.test.clock.advance(31);
    const messages = async () => (await site.test.app.world?.phones.messages(person.phone)) ?? [];
    await until(() => customer.say('인증번호 다시 받기'), '보냈어요');
    expect((await messages()).length).toBeLessThanOrEqual(2);
  });
});

describe('the store fails', () => {
  test.each(modes)('%s: an answer in time, the same words later do what they meant', async (mode) => {
    const { steps } = somebody();
    const customer = site.customer(`store-${mode}`);
    await walk(site, customer, steps, 'issue');
    const time = ownTime();
    const reply = await under('store', mode, () => customer.press('신한'));
    expect(time()).toBeLessThan(3_000);
    expect(drawn(reply)).toMatch(/결과 보기|다시 시도/);
    await site.test.app.bot.idle();
    const again = drawn(reply).includes('다시 시도') ? '다시 시도' : '신한';
    await until(() => customer.press(again), '어떤 인증서');
    await until(() => customer.press('개인용'), '약관을 확인');
  });
});

describe('the store fails while a person is wanted', () => {
  test.each(modes)('%s: an answer in time, and in the end one hand-off with one number', async (mode) => {
    const { steps } = somebody();
    const customer = site.customer(`person-${mode}`);
    await walk(site, customer, steps, 'bank');
    const time = ownTime();
    const reply = await under('store', mode, () => customer.press('상담원 연결'));
    expect(time()).toBeLessThan(3_000);
    expect(drawn(reply)).not.toContain('오류 번호');
    await site.test.app.bot.idle();
    await until(() => customer.say('상담원'), '상담번호');
    const { handoffs, handoff } = await caseOf(site.test, customer.caseId);
    expect(handoffs).toBe(1);
    const board = await site.test.app.assistance.all();
    expect(board.filter(({ caseId }) => caseId === customer.caseId).map(({ number }) => number)).toEqual([
      handoff?.number,
    ]);
  });
});
