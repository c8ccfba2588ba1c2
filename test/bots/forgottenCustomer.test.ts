import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTestApp, type TestApp } from '../support/app.ts';
import { Player } from '../transcripts/player.ts';
import { readScript } from '../transcripts/script.ts';

let opened: TestApp;
let conversations = 0;

beforeAll(async () => {
  opened = await openTestApp({ people: 4 });
});
afterAll(() => opened.close());

/** A conversation of a user of the channel. */
function conversation(userId: string): Player {
  conversations += 1;
  return new Player({}, `recall-${conversations}`, opened, userId);
}

async function say(player: Player, script: string): Promise<string> {
  const said: string[] = [];
  for (const { act } of readScript(script)) if (act) said.push(...(await player.act(act)));
  return said.join('\n');
}

/** Somebody who has a certificate and wants to be known. */
async function known(person: string): Promise<Player> {
  const player = conversation(person);
  const bank = opened.app.world?.people.byId(person)?.accounts[0]?.bankCode ?? '';
  const name = { '004': '국민', '020': '우리', '088': '신한', '081': '하나', '011': '농협', '003': '기업' }[bank] ?? '';
  const answer = await say(
    player,
    `user: ${name}은행 개인용으로 발급해 주세요
user: 모두 동의
[Secure=login ${person}]
[Secure=identity ${person}]
user: 인증번호 받기
user: {code}
user: 네
[Secure=credential 482913]`,
  );
  expect(answer).toContain('발급이 완료됐어요');
  return player;
}

async function stepsOf(player: Player): Promise<readonly string[] | undefined> {
  return (await player.record()).visit?.steps;
}

test('known in another conversation, until a word in the first one forgets them in both', async () => {
  const first = await known('p1');
  const second = conversation('p1');
  await say(second, 'user: 만료일 조회');
  expect((await second.record()).known).toBeDefined();
  expect(await stepsOf(second)).toEqual(['ownership']);
  await say(first, 'user: 저를 잊어 주세요');
  await say(second, 'user: 처음으로\nuser: 만료일 조회');
  const { known: still, enrollment } = await second.record();
  expect([still, enrollment?.known, enrollment?.proof]).toEqual([undefined, undefined, undefined]);
});

test('what was begun on being known alone is proved another way once they are forgotten', async () => {
  await opened.clock.set(Temporal.Instant.from('2026-11-22T14:12:00+09:00'));
  const first = await known('p2');
  const second = conversation('p2');
  await opened.clock.set(Temporal.Instant.from('2027-11-16T10:00:00+09:00'));
  await say(second, 'user: 갱신해줘');
  expect(await stepsOf(second)).toEqual(['renewal']);
  await say(first, 'user: 만료일 조회\n[Secure=ownership 482913]\nuser: 내 정보\nuser: [지울 것 지우기]\nuser: [네]');
  await say(second, 'user: 어디까지 했죠?');
  const { known: still, enrollment } = await second.record();
  expect([still, enrollment?.task, enrollment?.known, enrollment?.proof]).toEqual([
    undefined,
    'renew',
    undefined,
    undefined,
  ]);
});

test('known for longer than the words of a conversation are kept', async () => {
  await opened.clock.set(Temporal.Instant.from('2026-11-22T14:12:00+09:00'));
  const first = await known('p4');
  await opened.clock.set(Temporal.Instant.from('2027-11-16T10:00:00+09:00'));
  await opened.app.keepHouse();
  expect((await first.record()).conversations).toEqual([]);
  await say(first, 'user: 갱신해줘');
  expect(await stepsOf(first)).toEqual(['renewal']);
});

test('who is known somewhere else as well stays known where nobody forgot them', async () => {
  await opened.clock.set(Temporal.Instant.from('2026-11-22T14:12:00+09:00'));
  const first = await known('p3');
  const other = conversation('somebody else');
  await say(other, 'user: 저를 잊어 주세요');
  await say(first, 'user: 만료일 조회');
  expect((await first.record()).known).toBeDefined();
});
