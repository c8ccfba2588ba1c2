import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { drawn, KakaoCustomer, skillPayload, postSkill } from '../../support/kakaoCustomer.ts';
import { caseOf, openKakaoSite, type KakaoSite } from '../../support/kakaoSite.ts';
import { walkOf } from '../../support/kakaoWalk.ts';
import { startRedisServer, type RedisServer } from '../../support/redisServer.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const directory = temporaryFolder();
let redis: RedisServer;
let sites: readonly [KakaoSite, KakaoSite];
beforeAll(async () => {
  redis = await startRedisServer();
  const settings = { redisUrl: redis.url, directory };
  sites = [await openKakaoSite(settings), await openKakaoSite(settings)];
});
afterAll(async () => {
  for (const site of sites) await site.close();
  await redis.stop();
});

test('each call may reach another instance: one certificate, one conversation', async () => {
  const customers = sites.map(({ origin }) => new KakaoCustomer(origin, 'two-instances'));
  for (const [index, step] of walkOf('hong', 'KB국민').entries()) {
    const site = sites[index % 2] ?? sites[0];
    const customer = customers[index % 2];
    if (!customer) throw new Error('expected a customer an instance');
    // what one instance showed can be pressed at the other
    customer.replies.push(
      ...(customers[(index + 1) % 2]?.replies ?? []).filter((one) => !customer.replies.includes(one)),
    );
    await step.before?.(site, customer);
    expect(drawn(await step.act(site, customer))).toContain(step.shows);
  }
  const record = await caseOf(sites[0].test, customers[0]?.caseId ?? '');
  expect(record.issued).toBeDefined();
  expect(record.enrollments).toBe(1);
});

test('the same call at both instances at once is one turn', async () => {
  const payload = skillPayload('both', '발급');
  const answers = await Promise.all(sites.map(({ origin }) => postSkill(origin, payload, { 'x-request-id': 'r-1' })));
  for (const { status, text } of answers) {
    expect(status).toBe(200);
    expect(text).toContain('어느 은행');
  }
  const record = await caseOf(sites[0].test, new KakaoCustomer(sites[0].origin, 'both').caseId);
  expect(record.turn).toBeLessThanOrEqual(2);
  expect(record.enrollments).toBe(1);
});
