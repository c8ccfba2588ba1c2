import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { drawn, postSkill, pressables, skillPayload, type KakaoCustomer } from '../../support/kakaoCustomer.ts';
import { kakaoKey } from '../../../bots/kakao/kakaoConversations.ts';
import { forgetConversation } from '../../../bots/forgetConversation.ts';
import { CaseStore } from '../../../services/cases/caseStore.ts';
import { purgeCases } from '../../../services/cases/casePurge.ts';
import { faultsOf } from '../../../bots/kakao/kakaoValidator.ts';
import { caseOf, identify, lastCode, logIn, openKakaoSite, type KakaoSite } from '../../support/kakaoSite.ts';
import { walk, walkOf } from '../../support/kakaoWalk.ts';
import { seededRandom } from '../../support/seededRandom.ts';

let site: KakaoSite;
beforeAll(async () => {
  site = await openKakaoSite({ people: 20 });
});
afterAll(() => site.close());

const hong = walkOf('hong', 'KB국민');

describe('on the way', () => {
  test('a correction, a question, 이전, 취소 and 상담원 work as everywhere', async () => {
    const customer = site.customer('way');
    await walk(site, customer, hong, 'bank');
    expect(drawn(await customer.say('아 국민 말고 우리은행이요. 개인용으로요'))).toContain('우리은행');
    expect(drawn(await customer.say('수수료 있어요?'))).toMatch(/무료|수수료/);
    expect(drawn(await customer.press('이전'))).toContain('어떤 인증서');
    const person = await customer.press('상담원 연결');
    const phone = pressables(person.body).find(({ action }) => action === 'phone');
    expect(phone).toBeDefined();
    expect(drawn(await customer.say('취소'))).toContain('그만할까요');
    expect(drawn(await customer.say('그만하기'))).toContain('멈췄어요');
    expect(drawn(await customer.say('이어서 하기'))).not.toContain('없어요.');
  });

  test('refusals are said: no consent, a wrong code, another bank', async () => {
    const customer = site.customer('refusals');
    await walk(site, customer, walkOf('kim', '우리'), 'kind');
    expect(drawn(await customer.press('동의하지 않음'))).toContain('동의');
    await customer.press('필수만 동의');
    await logIn(site.test, customer.caseId, 'kim');
    await identify(site.test, customer.caseId, 'kim');
    await customer.say('했어요');
    await customer.press('인증번호 받기');
    const code = await lastCode(site.test, 'kim');
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    expect(drawn(await customer.say(wrong))).toMatch(/달라요|틀/);
    expect(drawn(await customer.say(code))).toContain('마지막 확인');
  });

  test('the number typed in chat is erased and nowhere in the answer or the store', async () => {
    const customer = site.customer('secret');
    await walk(site, customer, hong, 'consent');
    expect(drawn(await customer.say('900101-1234568이에요'))).toContain('지웠어요');
    const stored = await site.test.app.state.records.get(`kakao:{${customer.conversationId}}`);
    expect(JSON.stringify(stored)).not.toContain('1234568');
  });

  test('what is kept of answers opens no link', async () => {
    const customer = site.customer('links');
    await walk(site, customer, hong, 'consent');
    const stored = JSON.stringify(await site.test.app.state.records.get(`kakao:{${customer.conversationId}}`));
    expect(stored).toContain('secure-visit:');
    expect(stored).not.toContain('/secure/');
  });

  test('a photo is answered, and its address kept nowhere', async () => {
    const customer = site.customer('photo');
    await walk(site, customer, hong, 'bank');
    const url = 'http://dn-m.talk.kakao.com/talkm/oXyz/photo.jpg';
    const reply = await customer.say(url, { requestParams: { media: { type: 'image', url } } });
    expect(drawn(reply)).not.toBe('');
    expect(site.test.log.join('')).not.toContain('photo.jpg');
    expect(JSON.stringify(await caseOf(site.test, customer.caseId))).not.toContain('photo.jpg');
  });

  test('the welcome block in the middle of the way leaves the way as it is', async () => {
    const customer = site.customer('welcome-again');
    await walk(site, customer, hong, 'kind');
    const before = (await caseOf(site.test, customer.caseId)).enrollment;
    await customer.enter();
    expect((await caseOf(site.test, customer.caseId)).enrollment).toEqual(before);
  });
});

describe('doubles and old buttons', () => {
  test('each call ten times at once: one certificate, one message, one answer a call', async () => {
    const person = site.test.app.world?.people.list(6, 1)[0];
    if (!person) throw new Error('expected a generated person');
    const customer = site.customer('doubles');
    const steps = walkOf(person.id, bankLabelOf(person.accounts[0]?.bankCode ?? ''));
    for (const step of steps) {
      await step.before?.(site, customer);
      const replies = await Promise.all(Array.from({ length: 10 }, () => step.act(site, customer)));
      expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      expect(drawn(replies[0] ?? never())).toContain(step.shows);
    }
    const messages = (await site.test.app.world?.phones.messages(person.phone)) ?? [];
    expect(messages.filter(({ text }) => /\b\d{6}\b/.test(text))).toHaveLength(1);
    expect((await caseOf(site.test, customer.caseId)).enrollments).toBe(1);
  });

  test('a button of an earlier question explains where we are, and changes nothing', async () => {
    const customer = site.customer('stale');
    await walk(site, customer, hong, 'consent');
    const before = (await caseOf(site.test, customer.caseId)).enrollment;
    for (const label of ['KB국민', '신한', '개인용', '모두 동의']) {
      expect(drawn(await customer.press(label, { old: true }))).toContain('본인 확인하기');
    }
    expect((await caseOf(site.test, customer.caseId)).enrollment).toEqual(before);
  });
});

test('two customers interleaved never mix', async () => {
  const [first, second] = (site.test.app.world?.people.list(7, 2) ?? []).map((person, index) => ({
    person,
    customer: site.customer(`interleaved-${index}`),
    steps: walkOf(person.id, bankLabelOf(person.accounts[0]?.bankCode ?? '')),
  }));
  if (!first || !second) throw new Error('expected two generated people');
  for (const [index] of first.steps.entries()) {
    await Promise.all(
      [first, second].map(async ({ customer, steps }) => {
        const step = steps[index] ?? never();
        await step.before?.(site, customer);
        expect(drawn(await step.act(site, customer))).toContain(step.shows);
      }),
    );
  }
  const issued = await Promise.all(
    [first, second].map(async ({ customer }) => (await caseOf(site.test, customer.caseId)).issued),
  );
  expect(new Set(issued.map((one) => one?.serialHex)).size).toBe(2);
  for (const { person, customer } of [first, second]) {
    const other = person === first.person ? second.person : first.person;
    const all = customer.replies.map((reply) => drawn(reply)).join('\n');
    expect(all).toContain(person.phone.slice(-4));
    expect(all).not.toContain(other.phone.slice(-4));
  }
});

describe('two hundred payloads with something broken in them', () => {
  const random = seededRandom('mutations');
  const pick = <T>(list: readonly T[]): T => list[random.bytes(4).readUInt32BE() % list.length] as T; // an index of it
  const junk: readonly unknown[] = [
    null,
    true,
    false,
    0,
    -1,
    1e308,
    '',
    ' ',
    'x',
    '음',
    '\u0000',
    '\ud800',
    '가'.repeat(3_000),
    [],
    {},
    [[]],
    { $gt: '' },
    ['x'],
    { toString: 'x' },
    '{"a":1',
    'secureUrls',
    { secureUrls: 'List(http://127.0.0.1/)' },
    { type: 'image', url: 'http://169.254.169.254/' },
    'http://127.0.0.1:6379/',
    '../../etc/passwd',
    '%n%s',
    '👍',
  ];

  /** Every place of a payload, as a path. */
  function places(value: unknown, path: readonly string[] = []): string[][] {
    if (typeof value !== 'object' || value === null) return [[...path]];
    return [[...path], ...Object.entries(value).flatMap(([name, member]) => places(member, [...path, name]))];
  }

  function mutate(body: Record<string, unknown>): unknown {
    const path = pick(places(body).filter(({ length }) => length > 0));
    let place: Record<string, unknown> = body;
    for (const name of path.slice(0, -1)) place = place[name] as Record<string, unknown>; // a path of this very object
    const last = path.at(-1) ?? '';
    const how = random.bytes(1)[0] ?? 0;
    if (how % 5 === 0) delete place[last];
    else if (how % 5 === 1) place[`${last}${pick(['', 'X', '.', '__proto__'])}`] = pick(junk);
    else place[last] = pick(junk);
    return body;
  }

  async function victim(name: string, last: string): Promise<KakaoCustomer> {
    const customer = site.customer(name);
    const [person] = site.test.app.world?.people.list(name === 'victim-a' ? 10 : 11, 1) ?? [];
    await walk(site, customer, walkOf(person?.id ?? '', bankLabelOf(person?.accounts[0]?.bankCode ?? '')), last);
    return customer;
  }

  test('none is answered with 5xx, none changes a step', async () => {
    const victims = [await victim('victim-a', 'kind'), await victim('victim-b', 'code')];
    const before = await Promise.all(victims.map(async ({ caseId }) => (await caseOf(site.test, caseId)).enrollment));
    const statuses = new Map<number, number>();
    for (let count = 0; count < 200; count += 1) {
      if (count % 20 === 0) await site.test.clock.advance(61);
      const user = (victims[count % 2] ?? never()).user;
      let body: unknown = skillPayload(user, '음', {
        extra: { step: 'nowhere', token: 'x' },
        params: { sys: '{"a":1}' },
      });
      for (let times = 0; times <= count % 3; times += 1) body = mutate(body as Record<string, unknown>); // stays an object
      const answer = await postSkill(site.origin, body);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      expect([200, 400, 403]).toContain(answer.status);
      expect(answer.milliseconds).toBeLessThan(3_000);
      if (answer.status === 200) expect(faultsOf(answer.body)).toEqual([]);
      else expect(answer.text).not.toMatch(/stack|Error:|at \//);
    }
    expect(statuses.get(200)).toBeGreaterThan(100);
    const after = await Promise.all(victims.map(async ({ caseId }) => (await caseOf(site.test, caseId)).enrollment));
    expect(after).toEqual(before);
  });
});

test('a chat that nobody came back to for ninety days is forgotten whole', async () => {
  const own = await openKakaoSite();
  try {
    const customer = own.customer('forgotten');
    await walk(own, customer, hong, 'bank');
    const { state, log } = own.test.app;
    const { records } = state;
    const later = own.test.clock.now().add({ hours: 24 * 91 });
    const forget = (id: string) => forgetConversation(state, id);
    expect(await purgeCases({ cases: new CaseStore(state), forgetConversation: forget, log }, later)).toBe(1);
    expect(await records.get(kakaoKey(customer.conversationId))).toBeUndefined();
    expect(drawn(await customer.press('개인용'))).not.toBe('');
  } finally {
    await own.close();
  }
});

function bankLabelOf(code: string): string {
  const labels: Readonly<Record<string, string>> = {
    '004': 'KB국민',
    '020': '우리',
    '088': '신한',
    '081': '하나',
    '011': 'NH농협',
    '003': 'IBK기업',
  };
  return labels[code] ?? 'KB국민';
}

function never(): never {
  throw new Error('expected something, found nothing');
}
