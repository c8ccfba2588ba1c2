import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Contact } from '../../../services/notices/contactBook.ts';
import { HttpKakaoEvents } from '../../../services/notices/httpKakaoEvents.ts';
import { eventually } from '../../support/eventually.ts';
import { drawn, sandboxBotId } from '../../support/kakaoCustomer.ts';
import { caseOf, openKakaoSite, type KakaoSite } from '../../support/kakaoSite.ts';
import { startKakaoStandIn, type KakaoStandIn } from '../../support/kakaoStandIn.ts';
import { walk, walkOf } from '../../support/kakaoWalk.ts';

let kakao: KakaoStandIn;
let site: KakaoSite;
beforeAll(async () => {
  kakao = await startKakaoStandIn();
  const events = new HttpKakaoEvents({ restApiKey: 'key', origin: kakao.origin });
  site = await openKakaoSite({ kakao: { events } });
});
afterAll(async () => {
  await site.close();
  await kakao.close();
  expect(site.test.log.filter((line) => line.includes('"level":50'))).toEqual([]);
});

/** Somebody of the sandbox with a certificate of 2026-11-22, and how they want to be reached. */
async function customer(
  id: 'hong' | 'kim',
  bank: string,
  contact: Partial<Contact>,
): Promise<ReturnType<KakaoSite['customer']>> {
  const customer = site.customer(id);
  const steps = walkOf(id, bank);
  await walk(site, customer, steps, 'confirm');
  const { app, clock } = site.test;
  const person = app.world?.people.byId(id);
  const personKey = (await caseOf(site.test, customer.caseId)).enrollment?.identity?.personKey;
  if (!person || personKey === undefined) throw new Error('expected somebody with a certificate, found nobody');
  await walk(site, customer, steps.slice(-1));
  const { name, phone } = person;
  const usual = { name, phone, locale: 'ko', channel: 'sms', caseId: customer.caseId } as const;
  await app.notices.keepContact(personKey, { ...usual, ...contact }, clock.now());
  return customer;
}

async function setClock(now: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${site.origin}/sandbox/clock`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ now }),
  });
  expect(response.status).toBe(200);
}

/** Reminders alone: the phone gets codes, and what was just done, too. */
async function reminders(id: string): Promise<string[]> {
  const response = await fetch(`${site.origin}/sandbox/phones/${id}/messages`);
  const messages = (await response.json()) as { readonly text: string }[]; // our own page
  return messages.map(({ text }) => text).filter((text) => !/인증번호|본인이 아니면/.test(text));
}

test('when the clock is set, what is due is on the phone within a second, and can be asked about', async () => {
  await customer('hong', 'KB국민', {});
  await setClock('2027-08-24T09:00:00+09:00');
  await eventually(async () => (await reminders('01012345678')).length === 1, 1000);
  await setClock('2027-08-24T15:00:00+09:00');
  await site.test.app.sendNotices();
  const [reminder = '', ...more] = await reminders('01012345678');
  expect(more).toEqual([]);
  expect(reminder).toMatch(
    /^홍\*동님 KB국민 개인용 인증서\([0-9A-F]{4}\) D-90, 11\/22에 끝나요\. 챗봇에 갱신\/알림끄기$/,
  );
  const asked = async (text: string): Promise<string> =>
    drawn(await site.customer('anybody').say(`[Web발신]\n${text}\n이 문자 진짜예요?`));
  expect(await asked(reminder)).toContain('저희가 보낸 문자가 맞아요');
  expect(await asked(reminder.replace('11/22', '11/25'))).toContain('저희가 보낸 기록이 없는 문자예요');
});

test('who agreed to KakaoTalk reads it there: the event makes Kakao ask, and the answer is the reminder', async () => {
  const recipient = { botId: sandboxBotId, userId: 'kim' };
  await setClock('2026-11-22T14:12:00+09:00');
  const kim = await customer('kim', '우리', { channel: 'kakaoTalk', kakao: recipient });
  await setClock('2027-08-24T09:00:00+09:00');
  const asked = () => kakao.calls.filter(({ body }) => JSON.stringify(body).includes('cert_expiring')).length;
  await eventually(() => asked() === 1, 1000);
  expect(await reminders('01023456789')).toEqual([]);
  const reply = await kim.say('cert_expiring', { block: '만료 안내', requestParams: { event: 'cert_expiring' } });
  expect(drawn(reply)).toMatch(/김\*희님 우리 개인용 인증서\([0-9A-F]{4}\) D-90, 11\/22에 끝나요/);
  kakao.answer = { status: 200, body: '{"taskId":"1","status":"FAIL","message":"not a friend"}' };
  await setClock('2027-10-23T09:00:00+09:00');
  await eventually(async () => (await reminders('01023456789')).length > 0, 1000);
  expect((await reminders('01023456789')).join('\n')).toContain('D-30');
});
