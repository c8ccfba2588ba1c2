import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { needed } from '../../services/enrollment/plan/progress.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { expectGoodAnswer, interrupt, interrupts } from '../support/interrupts.ts';
import { Player } from '../transcripts/player.ts';
import { readScript } from '../transcripts/script.ts';

/** How a customer of their own comes to each step; `$` is a generated person. */
const ways: Readonly<Record<string, readonly string[]>> = {
  bank: ['user: 발급'],
  kind: ['user: 국민'],
  consent: ['user: 개인용'],
  bankLogin: ['user: 필수만 동의'],
  identity: ['[Secure=login $]'],
  smsCode: ['[Secure=identity $]'],
  smsCodeSent: ['user: 인증번호 받기'],
  confirmation: ['user: {code}'],
  credential: ['user: 네'],
};

let opened: TestApp;
let people = 0;

beforeAll(async () => {
  opened = await openTestApp({ people: 400 });
});
afterAll(() => opened.close());

async function at(step: string): Promise<Player> {
  people += 1;
  const player = new Player({}, `matrix-${people}`, opened);
  const names = Object.keys(ways);
  const lines = names.slice(0, names.indexOf(step) + 1).flatMap((name) => ways[name] ?? []);
  const person = `p${people}`;
  const bank = opened.app.world?.people.byId(person)?.accounts[0]?.bankCode ?? '004';
  const bankName = banks[bank] ?? '국민';
  for (const { act } of readScript(
    lines.map((line) => line.replace('$', person).replace('국민', bankName)).join('\n'),
  )) {
    if (act) await player.do(act);
  }
  player.see();
  return player;
}

const banks: Readonly<Record<string, string>> = {
  '004': '국민',
  '020': '우리',
  '088': '신한',
  '081': '하나',
  '011': '농협',
  '003': '기업',
};

async function fieldOf(player: Player): Promise<string | undefined> {
  const { enrollment } = await player.record();
  return enrollment && needed(enrollment, opened.clock.now());
}

describe.each(Object.keys(ways))('at %s', (step) => {
  test.each(Object.entries(interrupts))('%s', async (_name, { says, stays }) => {
    const player = await at(step);
    const before = await fieldOf(player);
    expect(before).toBe(step === 'smsCodeSent' ? 'smsCode' : step);
    await interrupt(player, says);
    const shown = player.shownNow;
    if (says !== '[Again]') expectGoodAnswer(shown);
    else expect(shown).toEqual([]);
    if (stays) expect(await fieldOf(player)).toBe(before);
    expect(opened.log.filter((line) => line.includes('a turn failed'))).toEqual([]);
  });
});
