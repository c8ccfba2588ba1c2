import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { drawn, type KakaoReply } from '../../support/kakaoCustomer.ts';
import {
  caseOf,
  identify,
  lastCode,
  logIn,
  openKakaoSite,
  setCredential,
  type KakaoSite,
} from '../../support/kakaoSite.ts';

let site: KakaoSite;
beforeAll(async () => {
  site = await openKakaoSite();
});
afterAll(() => site.close());

test('a customer walks the whole way to a certificate inside the messenger', async () => {
  const customer = site.customer('journey');
  expect(drawn(await customer.enter())).toContain('챗봇');
  await customer.press('발급');
  await customer.press('KB국민');
  await customer.press('개인용');
  const visit = await customer.press('필수만 동의');
  expect(linkOf(visit)).toMatch(/\/secure\/[\w-]{40,}$/);
  expect(drawn(await customer.press('입력을 마쳤어요'))).toMatch(/아직|남은 시간/);
  await logIn(site.test, customer.caseId, 'hong');
  await identify(site.test, customer.caseId, 'hong');
  const back = await customer.say('했어요');
  expect(drawn(back)).toContain('본인 확인이 끝났어요');
  expect(drawn(back)).toContain('4/5 휴대폰 확인');
  expect(drawn(await customer.press('인증번호 받기'))).toContain('보냈어요');
  expect(drawn(await customer.say(await lastCode(site.test, 'hong')))).toContain('이름=홍*동');
  const credential = await customer.press('네');
  expect(drawn(credential)).toContain('5/5 비밀번호 정하기');
  await setCredential(site.test, customer.caseId, '482913');
  const done = await customer.say('다 했어요');
  expect(drawn(done)).toContain('발급이 완료됐어요');
  expect(JSON.stringify(done.body)).not.toContain('/secure/');
  expect((await caseOf(site.test, customer.caseId)).issued).toBeDefined();
});

function linkOf({ body }: KakaoReply): string {
  return /https?:[^"]+\/secure\/[\w-]+/.exec(JSON.stringify(body))?.[0] ?? '';
}
