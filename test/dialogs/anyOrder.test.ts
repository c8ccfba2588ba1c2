import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openTestApp, type TestApp } from '../support/app.ts';
import { Player } from '../transcripts/player.ts';

/** What a customer may say before the secure view; answers and corrections name what the enrollment must hold after. */
const banks = {
  '004': '국민은행이요',
  '020': '우리은행으로 할게요',
  '088': '아니 신한으로 바꿀래요',
  '081': '하나은행',
} as const;
const sideways = ['도움말', '상담원', '왜 필요해요?', '다시 말해줘', '잠시만요', '뷁', '수수료', '쉬운 말로'] as const;

const saying = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...Object.keys(banks)).map((bank) => ({ kind: 'bank' as const, bank })) },
  { weight: 1, arbitrary: fc.constant({ kind: 'personal' as const }) },
  { weight: 4, arbitrary: fc.constantFrom(...sideways).map((text) => ({ kind: 'sideways' as const, text })) },
);
type Saying = typeof saying extends fc.Arbitrary<infer One> ? One : never;

let opened: TestApp;
let conversations = 0;

beforeAll(async () => {
  opened = await openTestApp({});
});
afterAll(() => opened.close());

async function talk(sayings: readonly Saying[]): Promise<Player> {
  conversations += 1;
  const player = new Player({}, `any-order-${conversations}`, opened);
  await player.do({ kind: 'say', text: '발급' });
  for (const one of sayings) await player.do({ kind: 'say', text: wordsOf(one) });
  return player;
}

function wordsOf(one: Saying): string {
  if (one.kind === 'bank') return banks[one.bank as keyof typeof banks]; // a key of banks
  return one.kind === 'personal' ? '개인용이요' : one.text;
}

test('any order of answers, corrections and interruptions comes to the same answers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(saying, { maxLength: 8 }), async (sayings) => {
      const { enrollment } = await (await talk(sayings)).record();
      const bank = sayings.findLast(({ kind }) => kind === 'bank');
      expect(enrollment?.bank).toBe(bank?.kind === 'bank' ? bank.bank : undefined);
      expect(enrollment?.kind).toBe(sayings.some(({ kind }) => kind === 'personal') ? 'personal' : undefined);
    }),
    { numRuns: 60, seed: 20261122 },
  );
});

test('the same words into a fresh store give the same bytes', async () => {
  const sayings: Saying[] = [
    { kind: 'sideways', text: '수수료' },
    { kind: 'bank', bank: '004' },
    { kind: 'personal' },
    { kind: 'bank', bank: '088' },
  ];
  const drawn = await Promise.all([1, 2].map(() => talkAlone(sayings)));
  expect(drawn[0]).toBe(drawn[1]);
});

async function talkAlone(sayings: readonly Saying[]): Promise<string> {
  const alone = await openTestApp({});
  const player = new Player({}, 'alone', alone);
  for (const one of sayings) await player.do({ kind: 'say', text: wordsOf(one) });
  const shown = JSON.stringify(alone.shown.get('alone'));
  await alone.close();
  return shown;
}
