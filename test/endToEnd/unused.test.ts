import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CertificateDetails } from '../../services/certificates/certificateLifeCycle.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { Player } from '../transcripts/player.ts';
import { readScript } from '../transcripts/script.ts';

/** Certificates of three years: twelve months without a use come long before their end. */
const people = {
  hong: { bank: '국민', phone: '01012345678' },
  kim: { bank: '우리', phone: '01023456789' },
} as const;
type Id = keyof typeof people;

let opened: TestApp;
const serials = new Map<Id, string>();

async function say(player: Player, script: string): Promise<string> {
  const said: string[] = [];
  for (const { act } of readScript(script)) if (act) said.push(...(await player.act(act)));
  return said.join('\n');
}

const issue = (id: Id): string => `user: ${people[id].bank}은행 개인용으로 발급해 주세요
user: 필수만 동의
[Secure=login ${id}]
[Secure=identity ${id}]
user: 인증번호 받기
user: {code}
user: 네
[Secure=credential 482913]`;

beforeAll(async () => {
  opened = await openTestApp({ at: '2026-11-23T10:00:00+09:00', environment: { PRODUCT_YEARS: 'personal=3' } });
  for (const id of Object.keys(people) as Id[]) {
    const player = new Player({}, `unused-${id}`, opened, id);
    await say(player, issue(id));
    serials.set(id, (await player.record()).issued?.serialHex ?? '');
  }
});

afterAll(async () => {
  await opened.close();
  expect(opened.log.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
});

async function house(at: string): Promise<void> {
  await opened.clock.set(Temporal.Instant.from(at));
  await opened.app.sendNotices();
  await opened.app.keepHouse();
}

async function standing(id: Id): Promise<Pick<CertificateDetails, 'state' | 'reason'>> {
  const details = await opened.app.certificates.details(serials.get(id) ?? '');
  if (!details) throw new Error('expected a certificate, found none');
  const { state, reason } = details;
  return { state, ...(reason && { reason }) };
}

async function messages(id: Id): Promise<string[]> {
  const all = (await opened.app.world?.phones.messages(people[id].phone)) ?? [];
  return all.map(({ text }) => text).filter((text) => text.includes('쓰지 않'));
}

test('a certificate that nobody used for twelve months ends with its place in the cloud, by day, and its owner is told', async () => {
  await house('2027-10-23T10:00:00+09:00');
  expect(await messages('hong')).toEqual([expect.stringContaining('11개월 동안 쓰지 않으셨어요')]);

  await house('2027-11-23T23:00:00+09:00');
  expect(await standing('hong')).toEqual({ state: 'active' });
  await house('2027-11-24T03:00:00+09:00');
  expect(await standing('hong')).toEqual({ state: 'active' });
  // Kim comes back in the night: the old place is gone, and by the code a new one is made.
  await say(new Player({}, 'later-kim', opened, 'kim'), issue('kim').split('\n').slice(0, 6).join('\n'));

  await house('2027-11-24T10:00:00+09:00');
  await house('2027-11-24T11:00:00+09:00');
  expect(await standing('hong')).toEqual({ state: 'revoked', reason: 'cessationOfOperation' });
  expect(await standing('kim')).toEqual({ state: 'active' });
  expect((await messages('hong')).slice(1)).toEqual([
    expect.stringMatching(/^홍\*동님 KB국민 개인용 인증서\([0-9A-F]{4}\)를 12개월 동안 쓰지 않아 폐기했어요/),
  ]);
});

test('asked about afterwards, it is said to be revoked', async () => {
  const said = await say(
    new Player({}, 'later-hong', opened, 'hong'),
    'user: 국민은행 인증서 만료일 알려줘\n[Secure=login hong]',
  );
  expect(said).toContain('폐기');
});
