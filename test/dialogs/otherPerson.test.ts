import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { needed } from '../../services/enrollment/plan/progress.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { Player } from '../transcripts/player.ts';
import { readScript } from '../transcripts/script.ts';

const pin = '482913';
const phones = { hong: '01012345678', kim: '01023456789' } as const;

let opened: TestApp;
const serials = new Map<string, string>();

beforeAll(async () => {
  opened = await openTestApp();
  for (const person of ['hong', 'kim'] as const) {
    const player = new Player({}, `holder-${person}`, opened, person);
    await say(
      player,
      `user: 국민은행 개인용으로 발급해 주세요
user: 필수만 동의
[Secure=login ${person}]
[Secure=identity ${person}]
user: 인증번호 받기
user: {code}
user: 네
[Secure=credential ${pin}]`,
    );
    const { serialHex = '' } = (await player.record()).issued ?? {};
    serials.set(person, serialHex);
    const actor = { kind: 'customer', name: 'customer' } as const;
    expect((await opened.app.certificates.hold({ requestId: person, serialHex, actor })).ok).toBe(true);
  }
  await opened.clock.advance(60 * 60);
});
afterAll(() => opened.close());

async function say(player: Player, script: string): Promise<string> {
  const said: string[] = [];
  for (const { act } of readScript(script)) if (act) said.push(...(await player.act(act)));
  return said.join('\n');
}

async function fieldOf(player: Player): Promise<string | undefined> {
  const { enrollment } = await player.record();
  return enrollment && needed(enrollment, opened.clock.now());
}

async function codesTo(person: keyof typeof phones): Promise<number> {
  const messages = (await opened.app.world?.phones.messages(phones[person])) ?? [];
  return messages.filter(({ text }) => text.includes('인증번호')).length;
}

async function stateOf(person: string): Promise<string | undefined> {
  return (await opened.app.certificates.details(serials.get(person) ?? ''))?.state;
}

test('who has proved their own phone and logs in as somebody else is asked for the code of that one’s phone', async () => {
  const player = new Player({}, 'two people', opened, 'two people');
  await say(player, 'user: 정지 풀어주세요\nuser: 국민은행\n[Secure=login kim]\nuser: 인증번호 받기\nuser: {code}');
  expect(await fieldOf(player)).toBe('confirmation');
  const before = await codesTo('hong');
  // the log-in of a release counts for ten minutes, the code for an hour
  await opened.clock.advance(10 * 60 + 1);
  await say(player, 'user: 네');
  expect(await fieldOf(player)).toBe('proof');
  await say(player, '[Secure=login hong]');
  expect(await fieldOf(player)).toBe('smsCode');
  expect((await player.record()).enrollment?.proof?.contact?.maskedPhone).toBe('010-****-5678');
  await say(player, 'user: 네');
  expect([await stateOf('hong'), await stateOf('kim')]).toEqual(['held', 'held']);
  expect(await codesTo('hong')).toBe(before + 1);
});

test('the same person who logs in again needs no second code', async () => {
  await opened.clock.advance(60 * 60);
  const player = new Player({}, 'one person', opened, 'one person');
  await say(player, 'user: 정지 풀어주세요\nuser: 국민은행\n[Secure=login kim]\nuser: 인증번호 받기\nuser: {code}');
  await opened.clock.advance(10 * 60 + 1);
  await say(player, 'user: 네\n[Secure=login kim]');
  expect(await fieldOf(player)).toBe('confirmation');
  const answer = await say(player, 'user: 네');
  expect(answer).toContain('정지 해제가 완료됐어요');
  expect([await stateOf('hong'), await stateOf('kim')]).toEqual(['held', 'active']);
});
