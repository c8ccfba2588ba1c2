import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openTestApp, type TestApp } from '../support/app.ts';
import { Player } from '../transcripts/player.ts';
import { readScript } from '../transcripts/script.ts';

/** How a customer of their own comes to each step; `$` is a generated person. */
const way = [
  ['menu', '[Join]'],
  ['bank', 'user: 발급'],
  ['kind', 'user: 국민'],
  ['consent', 'user: 개인용'],
  ['bankLogin', 'user: 필수만 동의'],
  ['identity', '[Secure=login $]'],
  ['smsCode', '[Secure=identity $]'],
  ['smsCodeSent', 'user: 인증번호 받기'],
  ['confirmation', 'user: {code}'],
  ['credential', 'user: 네'],
] as const;
const nonsense = ['뷁', '뷁뷁', '쀍', '뛟뛟', '뷁뷁뷁', '쀍쀍', '뛟'];

let opened: TestApp;
let people = 0;
beforeAll(async () => {
  opened = await openTestApp({ people: 200 });
});
afterAll(() => opened.close());

async function play(player: Player, lines: readonly string[]): Promise<void> {
  for (const { act } of readScript(lines.join('\n'))) if (act) await player.do(act);
}

/** Somebody at a step, who has an account at KB국민은행. */
async function at(step: number, plain: boolean): Promise<Player> {
  do people += 1;
  while (opened.app.world?.people.byId(`p${people}`)?.accounts[0]?.bankCode !== '004');
  const player = new Player({}, `misses-${people}-${plain}`, opened);
  await play(player, plain ? ['user: 쉬운 말로'] : []);
  await play(
    player,
    way.slice(0, step + 1).map(([, line]) => line.replace('$', `p${people}`)),
  );
  player.see();
  return player;
}

describe.each([true, false])('in plain words: %s', (plain) => {
  test.each(way.map(([name], index) => [name, index] as const))(
    'at %s nobody who is not understood hears the same twice in a row',
    async (_name, step) => {
      const player = await at(step, plain);
      const heard: string[] = [];
      for (const text of nonsense) {
        await player.do({ kind: 'say', text });
        heard.push(player.shownNow[0]?.text?.split('\n')[0] ?? '');
        player.see();
      }
      expect(heard.filter((text) => text === '')).toEqual([]);
      expect(heard.filter((text, index) => text === heard[index - 1])).toEqual([]);
    },
  );
});
