import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { CaseRecord } from '../../services/cases/caseRecord.ts';
import { needed } from '../../services/enrollment/plan/progress.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { expectGoodAnswer, interrupt, interrupts } from '../support/interrupts.ts';
import { Player } from '../transcripts/player.ts';
import { readScript } from '../transcripts/script.ts';

/** How a holder of their own comes to a step of a certificate's later life, and what answers it there. */
interface Way {
  readonly person: 'hong' | 'kim' | 'tanaka';
  readonly says: string;
  /** The field that is asked for. */
  readonly field: string;
  /** Said after what came in between: it is the answer still. Absent where it would change the certificate for good. */
  readonly answer?: string;
}

const way = (person: Way['person'], field: string, says: string, answer?: string): Way => ({
  person,
  field,
  says,
  ...(answer !== undefined && { answer }),
});

const revoked = 'user: 폐기\nuser: 국민은행\nuser: 이제 안 써요';
const released = 'user: 정지 풀어주세요\nuser: 우리은행\n[Secure=login kim]';

/** Hong's certificate is in use and may be renewed, Kim's is on hold, Tanaka has two. */
const ways: Readonly<Record<string, Way>> = {
  'the bank of a renewal': way('hong', 'bank', 'user: 갱신', 'user: 국민은행'),
  'the bank of a lost phone': way('hong', 'bank', 'user: 폰 잃어버렸어요', 'user: 국민은행'),
  'the reason of a revocation': way('hong', 'reason', 'user: 폐기\nuser: 국민은행', 'user: 이제 안 써요'),
  'the reason of a reissue': way('hong', 'reason', 'user: 재발급\nuser: 국민은행', 'user: 비밀번호를 잊었어요'),
  'the proof of a revocation': way('hong', 'proof', revoked, '[Secure=login hong]'),
  'the proof of a look at the dates': way('hong', 'proof', 'user: 만료일 조회\nuser: 국민은행', '[Secure=login hong]'),
  'the log-in of a renewal': way('hong', 'proof', 'user: 국민은행 인증서 갱신해줘', '[Secure=login hong]'),
  'which of two': way(
    'tanaka',
    'chosen',
    'user: 폐기\nuser: 하나은행\nuser: 이제 안 써요\n[Secure=login tanaka]',
    'user: 개인용',
  ),
  'the code of a release': way('kim', 'smsCode', released),
  'the digits of a release': way('kim', 'smsCode', `${released}\nuser: 인증번호 받기`, 'user: {code}'),
  'the yes to a release': way('kim', 'confirmation', `${released}\nuser: 인증번호 받기\nuser: {code}`),
  'the yes to a revocation': way('hong', 'confirmation', `${revoked}\n[Secure=login hong]`, 'user: 네'),
  'the second yes': way('hong', 'secondConfirmation', `${revoked}\n[Secure=login hong]\nuser: 네`),
  'another institution': way(
    'hong',
    'institution',
    'user: 다른 은행에 등록해 주세요\nuser: 국민은행\n[Secure=login hong]',
    'user: 하나은행',
  ),
  'the yes to an institution': way(
    'hong',
    'confirmation',
    'user: 다른 은행에 등록해 주세요\nuser: 국민은행\n[Secure=login hong]\nuser: 하나은행',
  ),
  'the page of a renewal': way('hong', 'renewal', 'user: 국민은행 인증서 갱신해줘\n[Secure=login hong]'),
  'the page of a new credential': way(
    'hong',
    'newCredential',
    'user: 비밀번호 바꾸고 싶어요\nuser: 국민은행\n[Secure=login hong]',
  ),
  'the page of a signature': way('hong', 'signature', 'user: 서명해 보기\nuser: 국민은행\n[Secure=login hong]'),
  'the list of devices': way('hong', 'outcome', 'user: 기기 연결 해제해 주세요\nuser: 국민은행\n[Secure=login hong]'),
  'what is kept': way('hong', 'outcome', 'user: 내 정보 보여 주세요\nuser: 국민은행\n[Secure=login hong]'),
  'whether to erase': way(
    'hong',
    'outcome',
    'user: 내 정보 보여 주세요\nuser: 국민은행\n[Secure=login hong]\nuser: [지울 것 지우기]',
  ),
};

const pin = '482913';
/** Codes to one phone: five an hour, ten a day (SECURITY §1). */
const hoursBetween = 3;

let opened: TestApp;
let conversations = 0;
/** Whose certificates these are, and the serial of the personal one. */
const holders = new Map<string, { readonly personKey: string; readonly serialHex: string }>();

beforeAll(async () => {
  opened = await openTestApp();
  await holds('hong', '국민');
  await holds('kim', '우리');
  await holds('tanaka', '하나');
  await opened.clock.set(Temporal.Instant.from('2027-09-01T10:00:00+09:00'));
  await hold('kim');
  await hasAnother('tanaka');
  await hasDevices('hong');
});
afterAll(() => opened.close());

async function holds(person: string, bank: string): Promise<void> {
  const player = new Player({}, `holder-${person}`, opened, person);
  await go(
    player,
    `user: ${bank}은행 개인용으로 발급해 주세요
user: 필수만 동의
[Secure=login ${person}]
[Secure=identity ${person}]
user: 인증번호 받기
user: {code}
user: 네
[Secure=credential ${pin}]`,
  );
  const { serialHex = '' } = (await player.record()).issued ?? {};
  const { personKey = '' } = (await opened.app.certificates.details(serialHex)) ?? {};
  expect(personKey).not.toBe('');
  holders.set(person, { personKey, serialHex });
}

function holder(person: string): { readonly personKey: string; readonly serialHex: string } {
  const found = holders.get(person);
  if (!found) throw new Error(`expected ${person} to hold a certificate`);
  return found;
}

async function hold(person: string): Promise<void> {
  const { serialHex } = holder(person);
  const actor = { kind: 'customer', name: 'customer' } as const;
  const held = await opened.app.certificates.hold({ requestId: `hold ${person}`, serialHex, actor });
  expect(held.ok).toBe(true);
}

/** A second certificate, of a kind that can't be asked for in the chat yet. */
async function hasAnother(person: string): Promise<void> {
  const { certificates } = opened.app;
  const enrollmentId = `another of ${person}`;
  const name = 'TANAKA YUKI';
  const { vid } = await certificates.bindIdentity({ enrollmentId, name, number: '9505056543216' });
  const { personKey } = holder(person);
  const subject = {
    enrollmentId,
    caseId: 'none',
    personKey,
    product: 'businessFinance',
    bankCode: '081',
    name,
    vid,
  } as const;
  const now = opened.clock.now();
  const confirmedHash = certificates.summary(subject, now).hash;
  const credential = { policy: 'pin6', secret: pin } as const;
  const issued = await certificates.issue({ subject, credential, confirmedHash, replaceConsent: false, now });
  expect(issued.ok).toBe(true);
  await certificates.delivered(enrollmentId);
}

async function hasDevices(person: string): Promise<void> {
  const index = await opened.app.state.records.get<{ accounts: readonly string[] }>(
    `cloudPerson:${holder(person).personKey}`,
  );
  const [address = ''] = index?.value.accounts ?? [];
  for (const userAgent of ['Firefox/120.0 (Windows NT 10.0)', 'Chrome/131.0 (Android 14)'])
    expect(await opened.app.cloudDevices.connect({ address, userAgent })).toBeDefined();
}

async function go(player: Player, script: string): Promise<void> {
  for (const { act } of readScript(script)) if (act) await player.do(act);
}

async function at({ person, says }: Way): Promise<Player> {
  conversations += 1;
  const player = new Player({}, `life-${conversations}`, opened, `life-${conversations}`);
  if (person === 'kim') await opened.clock.advance(hoursBetween * 60 * 60);
  await go(player, says);
  player.see();
  return player;
}

function fieldOf({ enrollment }: CaseRecord): string | undefined {
  return enrollment && needed(enrollment, opened.clock.now());
}

/** What was talked of was not done: nobody said the last word to it. */
afterEach(async () => {
  const states = await Promise.all(
    ['hong', 'kim', 'tanaka'].map(async (person) => {
      const all = await opened.app.certificates.ofPerson(holder(person).personKey);
      return [person, ...all.map(({ state, institutions }) => `${state} ${institutions.length}`)];
    }),
  );
  expect(states).toEqual([
    ['hong', 'active 0'],
    ['kim', 'held 0'],
    ['tanaka', 'active 0', 'active 0'],
  ]);
  const { personKey } = holder('hong');
  expect(await opened.app.cloudDevices.devicesOf(personKey)).toHaveLength(2);
  expect(await opened.app.notices.contact(personKey)).toBeDefined();
  expect(await opened.app.notices.remindersOn(personKey)).toBe(true);
  expect(opened.log.filter((line) => line.includes('a turn failed'))).toEqual([]);
});

describe.each(Object.entries(ways))('at %s', (_name, step) => {
  test.each(Object.entries(interrupts))('%s', async (_between, { says, stays }) => {
    const player = await at(step);
    expect(fieldOf(await player.record())).toBe(step.field);
    await interrupt(player, says);
    const shown = player.shownNow;
    if (says !== '[Again]') expectGoodAnswer(shown);
    else expect(shown).toEqual([]);
    if (!stays) return;
    expect(fieldOf(await player.record())).toBe(step.field);
    if (step.answer === undefined) return;
    player.see();
    await go(player, step.answer);
    // the page of a log-in goes on by itself, without a word in the chat
    if (player.shownNow.length > 0) expectGoodAnswer(player.shownNow);
    expect(fieldOf(await player.record())).not.toBe(step.field);
  });
});
