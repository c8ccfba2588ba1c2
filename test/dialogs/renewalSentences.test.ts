import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CaseRecord } from '../../services/cases/caseRecord.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { buttonsOf } from '../transcripts/draw.ts';
import { Player } from '../transcripts/player.ts';
import { readScript } from '../transcripts/script.ts';
import corpus from './renewalSentences.json' with { type: 'json' };

/** What somebody says who wants a renewal, and the bank they name with it. */
interface Sentence {
  readonly text: string;
  readonly bank?: string;
}

const sentences: readonly Sentence[] = [
  ...corpus,
  { text: '금융인증서 기간이 얼마 안 남았대서 갱신하러 왔어요' },
  { text: '우리은행 개인용 인증서 갱신 부탁드립니다', bank: 'woori' },
];
/** Of a hundred sentences so many must reach the page in two turns. */
const reached = 0.95;

const withinWindow = Temporal.Instant.from('2027-11-16T10:00:00+09:00');
/** The banks that generated people have accounts at. */
const names: Readonly<Record<string, string>> = {
  '004': '국민은행',
  '020': '우리은행',
  '088': '신한은행',
  '081': '하나은행',
  '011': '농협은행',
  '003': '기업은행',
};

let opened: TestApp;
/** By the id of their bank: the user of the channel who has a personal certificate there and wants to be known. */
const known = new Map<string, string>();

beforeAll(async () => {
  opened = await openTestApp({ people: 30 });
  for (let index = 1; known.size < 6; index += 1) await issueTo(`p${index}`);
  await opened.clock.set(withinWindow);
});
afterAll(() => opened.close());

async function issueTo(person: string): Promise<void> {
  const code = opened.app.world?.people.byId(person)?.accounts[0]?.bankCode ?? '';
  const bank = [...bankIds].find(([, one]) => one === code)?.[0];
  if (bank === undefined || known.has(bank)) return;
  const player = new Player({}, `issue-${person}`, opened, person);
  const script = `user: ${names[code]} 개인용으로 발급해 주세요
user: 모두 동의
[Secure=login ${person}]
[Secure=identity ${person}]
user: 인증번호 받기
user: {code}
user: 네
[Secure=credential 482913]`;
  for (const { act } of readScript(script)) if (act) await player.do(act);
  expect((await player.record()).issued?.bank).toBe(code);
  known.set(bank, person);
}

const bankIds: ReadonlyMap<string, string> = new Map([
  ['kb', '004'],
  ['woori', '020'],
  ['shinhan', '088'],
  ['hana', '081'],
  ['nh', '011'],
  ['ibk', '003'],
]);

/** A card of the renewal's page lies before the customer. */
function isAtVisit(player: Player, { enrollment, visit }: CaseRecord): boolean {
  const links = player.shownNow.flatMap((activity) => buttonsOf(activity)).filter(({ type }) => type === 'openUrl');
  return enrollment?.task === 'renew' && visit?.steps.includes('renewal') === true && links.length > 0;
}

/** Turns until the card, at the most two; what was said last when it was not reached. */
async function turnsOf(player: Player, { text, bank }: Sentence): Promise<number | string> {
  const name = names[bankIds.get(bank ?? '') ?? ''] ?? '국민은행';
  for (const [turn, said] of [text, name].entries()) {
    player.see();
    await player.do({ kind: 'say', text: said });
    if (isAtVisit(player, await player.record())) return turn + 1;
  }
  return player.shownNow.map(({ text: words }) => words ?? '[card]').join(' / ');
}

async function missesOf(people: (index: number, sentence: Sentence) => Player): Promise<readonly string[]> {
  const misses: string[] = [];
  for (const [index, sentence] of sentences.entries()) {
    const turns = await turnsOf(people(index, sentence), sentence);
    if (typeof turns === 'string') misses.push(`${sentence.text} → ${turns}`);
  }
  return misses;
}

function expectReached(who: string, misses: readonly string[]): void {
  const share = 1 - misses.length / sentences.length;
  // for who works on the language: what still fails, however few they are
  if (misses.length > 0) console.info(`${who}: ${(share * 100).toFixed(1)} %\n${misses.join('\n')}`);
  expect(share).toBeGreaterThanOrEqual(reached);
}

test('there are two hundred, each once', () => {
  expect(new Set(sentences.map(({ text }) => text)).size).toBeGreaterThanOrEqual(200);
});

test('somebody unknown says what they want and, where they named none, the bank: the page is before them', async () => {
  const misses = await missesOf((index) => new Player({}, `unknown-${index}`, opened, `stranger-${index}`));
  expectReached('unknown', misses);
});

test('somebody known says it in one sentence: the page is before them', async () => {
  const misses = await missesOf((index, { bank }) => {
    const user = known.get(bank ?? 'kb') ?? known.get('kb');
    return new Player({}, `known-${index}`, opened, user);
  });
  expectReached('known', misses);
});
