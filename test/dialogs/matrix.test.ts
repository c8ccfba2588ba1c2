import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Activity, CardAction } from 'botbuilder';
import { limits } from '../../dialogs/replies.ts';
import { needed } from '../../services/enrollment/fields.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { buttonsOf } from '../transcripts/draw.ts';
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

/** What comes in between, and whether the way stays where it was. */
const interrupts: Readonly<Record<string, { readonly says: string; readonly stays: boolean }>> = {
  'a question': { says: 'user: 수수료', stays: true },
  help: { says: 'user: 도움말', stays: true },
  repeat: { says: 'user: 다시 말해줘', stays: true },
  why: { says: 'user: 왜 필요해요?', stays: true },
  'a person': { says: 'user: 상담원', stays: true },
  'a break': { says: 'user: 잠시만요', stays: true },
  cancel: { says: 'user: 취소', stays: true },
  nonsense: { says: 'user: 뷁뷁뷁', stays: true },
  nothing: { says: 'user: \u3164', stays: true },
  'a resident number': { says: 'user: 900101-1234568', stays: true },
  'a very long message': { says: `user: ${'발급 '.repeat(600)}`, stays: true },
  'an older button': { says: 'old', stays: true },
  'the same delivery': { says: '[Again]', stays: true },
  'another bank': { says: 'user: 아니 신한은행으로 할게요', stays: false },
  back: { says: 'user: 이전', stays: false },
  'start over': { says: 'user: 처음으로', stays: false },
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

async function interrupt(player: Player, says: string): Promise<void> {
  if (says !== 'old') {
    for (const { act } of readScript(says)) if (act) await player.do(act);
    return;
  }
  const value = { step: 'finished-long-ago', token: '1' };
  await opened.app.bot.deliver({
    channel: 'terminal',
    conversationId: player.conversationId,
    userId: 'customer',
    deliveryKey: 'an old button',
    activity: { type: 'message', text: '개인용', value },
    locale: 'ko-KR',
  });
}

/** Whatever happens: one to three bubbles within every channel's limits, and a way on. */
function expectGoodAnswer(shown: readonly Partial<Activity>[]): void {
  expect(shown.length).toBeGreaterThanOrEqual(1);
  expect(shown.length).toBeLessThanOrEqual(limits.bubbles);
  const buttons: readonly CardAction[] = shown.flatMap((activity) => buttonsOf(activity));
  expect(buttons.length).toBeGreaterThan(0);
  expect(buttons.filter(({ title }) => title.length > limits.label)).toEqual([]);
  expect(shown.flatMap(({ suggestedActions }) => suggestedActions?.actions ?? []).length).toBeLessThanOrEqual(
    limits.quickReplies,
  );
  expect(shown.filter(({ text }) => (text ?? '').length > 500)).toEqual([]);
}
