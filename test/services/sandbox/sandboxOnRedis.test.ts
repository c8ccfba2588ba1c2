import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SmsLimits } from '../../../services/sms/smsLimits.ts';
import { openRedisState } from '../../../services/state/redisState.ts';
import type { State } from '../../../services/state/state.ts';
import { PlainBrowser } from '../../support/plainBrowser.ts';
import { startRedisServer, type RedisServer } from '../../support/redisServer.ts';
import { startSandboxSite, type SandboxSite } from '../../support/sandboxSite.ts';

const patient = new AbortController().signal;
let redis: RedisServer;
let state: State;
let other: State;
let site: SandboxSite;

beforeAll(async () => {
  redis = await startRedisServer();
  [state, other] = await Promise.all([openRedisState(redis.url), openRedisState(redis.url)]);
  site = await startSandboxSite({ state });
});
afterAll(async () => {
  await site.close();
  await Promise.all([state.close(), other.close()]);
  await redis.stop();
});

test('a log-in begun at one instance ends at another', async () => {
  const browser = new PlainBrowser();
  const { redirectTo, pending } = await site.login.begin('004', patient);
  const question = await browser.open(redirectTo);
  const consent = await browser.open(question.url, { form: { id: 'hong', password: 'sandbox!1', choice: 'continue' } });
  const { port } = site;
  await site.close();
  site = await startSandboxSite({ state: other, port });
  const stopAt = `${site.url}/secure/return`;
  const back = await browser.open(consent.url, { form: { choice: 'continue' }, stopAt });
  const answer = await site.login.finish('004', pending, new URL(back.url), patient);
  expect(answer.ok && answer.value.subject).toBe('hong');
  expect(await site.login.finish('004', pending, new URL(back.url), patient)).toMatchObject({ ok: false });
});

test('faults are counted over both instances, and messages are seen from both', async () => {
  const second = await startSandboxSite({ state });
  await site.world.faults.set({ service: 'sms', mode: 'error', ms: 0, times: 3 });
  const acts = Array.from({ length: 12 }, (_, n) =>
    (n % 2 ? site : second).world
      .faulty('sms', patient, () => Promise.resolve())
      .then(
        () => 1,
        () => 0,
      ),
  );
  expect((await Promise.all(acts)).filter((done) => done === 0)).toHaveLength(3);
  await site.world.phones.deliver({ id: 'm', to: '01012345678', text: 'x' });
  expect(await second.world.phones.messages('01012345678')).toHaveLength(1);
  await second.close();
});

test('parallel askings at two instances are one SMS', async () => {
  const now = Temporal.Instant.from('2026-11-22T14:13:00+09:00');
  const [here, there] = [new SmsLimits(state), new SmsLimits(other)];
  const askings = Array.from({ length: 40 }, (_, n) =>
    (n % 2 ? here : there).admitSend({ phoneKey: 'phone', id: `tap-${n}`, now }),
  );
  expect((await Promise.all(askings)).filter((answer) => answer.ok)).toHaveLength(1);
});
