import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { seoul } from '../../services/shared/clock.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { opensslFolder, type OpensslFolder } from '../services/certificates/openssl.ts';
import { Player } from '../transcripts/player.ts';
import { readScript } from '../transcripts/script.ts';

/** Everybody is issued to on this day; the certificates end on 2027-11-22. */
const firstDay = Temporal.PlainDate.from('2026-11-22');
const lastDay = Temporal.PlainDate.from('2027-12-31');
const pin = '482913';

/** Who they are, where they are issued to, and how a notice names them. */
const people = {
  hong: { bank: '국민', phone: '01012345678', named: /^홍\*동님 KB국민 개인용 인증서\(([0-9A-F]{4})\)/ },
  nam: { bank: '신한', phone: '01034567890', named: /^남\*\*수님 신한 개인용 인증서\(([0-9A-F]{4})\)/ },
  kim: { bank: '우리', phone: '01023456789', named: /^김\*희님 우리 개인용 인증서\(([0-9A-F]{4})\)/ },
  // somebody whose number was changed yesterday, as Park's always was, is sent no code
  tanaka: { bank: '하나', phone: '01045678901', named: /^T\*+ \*+I님 하나 개인용 인증서\(([0-9A-F]{4})\)/ },
} as const;
type Id = keyof typeof people;

let opened: TestApp;
let openssl: OpensslFolder;
const players = new Map<Id, Player>();
/** Notices as they came, by person, each with the Seoul day. */
const received = new Map<Id, [day: string, text: string][]>();
/** What each person was shown because of an act, by day. */
const answers = new Map<string, string>();
const serials = new Map<string, string>();
const standings: string[] = [];

/** What somebody does on a day, in the conversation they began with. */
const acts: Readonly<Record<string, readonly [Id, string][]>> = {
  '2026-12-20': [
    ['kim', `user: 비밀번호 바꾸고 싶어요\nuser: 우리은행\n[Secure=login kim]\n[Secure=change ${pin} 591738]`],
  ],
  '2027-01-15': [['kim', 'user: 폰 잃어버렸어요\nuser: 우리은행\n[Secure=login kim]']],
  '2027-01-20': [
    [
      'kim',
      'user: 정지 풀어주세요\nuser: 우리은행\n[Secure=login kim]\nuser: [인증번호 받기]\nuser: {code}\nuser: [네]',
    ],
  ],
  '2027-05-03': [
    ['kim', 'user: 폐기\nuser: 우리은행\nuser: [이제 안 써요]\n[Secure=login kim]\nuser: [네]\nuser: [네]'],
  ],
  '2027-11-02': [['nam', `user: 신한은행 인증서 갱신해줘\n[Secure=login nam]\n[Secure=renewal ${pin}]`]],
};

function player(id: Id): Player {
  const found = players.get(id) ?? new Player({}, `year-${id}`, opened, id);
  players.set(id, found);
  return found;
}

async function say(id: Id, script: string): Promise<string> {
  const said: string[] = [];
  for (const { line, act } of readScript(script)) {
    if (!act) continue;
    said.push(line);
    const heard = await player(id)
      .act(act)
      .catch((error: unknown) => {
        throw new Error(said.join('\n'), { cause: error });
      });
    said.push(...heard);
  }
  return said.join('\n');
}

beforeAll(async () => {
  [opened, openssl] = await Promise.all([
    openTestApp({ at: `${firstDay.toString()}T10:00:00+09:00` }),
    opensslFolder(),
  ]);
  await openssl.writePem('root.pem', opened.app.certificates.rootCertificate);
  await openssl.writePem('issuing.pem', opened.app.certificates.issuingCertificate);
  for (const [id, { bank }] of Object.entries(people)) {
    const script = `user: ${bank}은행 개인용으로 발급해 주세요
user: 필수만 동의
[Secure=login ${id}]
[Secure=identity ${id}]${id === 'nam' ? '\n[Secure=identity nam]' : ''}
user: 인증번호 받기
user: {code}
user: 네
[Secure=credential ${pin}]`;
    answers.set(`issue ${id}`, await say(id as Id, script));
    serials.set(id, (await player(id as Id).record()).issued?.serialHex ?? '');
  }
  answers.set('opt out', await say('tanaka', 'user: 알림 그만'));
  for (let day = firstDay; Temporal.PlainDate.compare(day, lastDay) <= 0; day = day.add({ days: 1 })) await live(day);
}, 300_000);

afterAll(async () => {
  await opened.close();
  await openssl.remove();
  expect(opened.log.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
});

/** One day at ten in the morning: what is due is sent, what is to be forgotten is forgotten, who wants something comes. */
async function live(day: Temporal.PlainDate): Promise<void> {
  const morning = day.toZonedDateTime({ timeZone: seoul, plainTime: '10:00' }).toInstant();
  if (day !== firstDay) await opened.clock.set(morning);
  await opened.app.sendNotices();
  await opened.app.keepHouse();
  for (const [id, script] of acts[day.toString()] ?? []) {
    if (id === 'nam') await stand('before');
    answers.set(`${id} ${day.toString()}`, await say(id, script));
    await opened.app.sendNotices();
    if (id === 'nam') await stand('after');
  }
  for (const id of Object.keys(people) as Id[]) await look(id, day.toString());
}

/** The renewed person's certificates as openssl reads their standing out of our OCSP answers at this very instant. */
async function stand(moment: string): Promise<void> {
  const { certificates } = opened.app;
  const details = await certificates.details(serials.get('nam') ?? '');
  for (const { serialHex, state, notBefore, notAfter } of await certificates.ofPerson(details?.personKey ?? '')) {
    const isValid = Temporal.Instant.compare(notBefore, opened.clock.now()) <= 0;
    const isOver = Temporal.Instant.compare(notAfter, opened.clock.now()) < 0;
    const which = serialHex === serials.get('nam') ? 'old' : 'new';
    standings.push(
      `${moment} ${which} ${state} ${await ocspOf(serialHex)} ${isValid && !isOver ? 'valid' : 'not valid'}`,
    );
  }
}

async function ocspOf(serialHex: string): Promise<string> {
  const path = (name: string): string => openssl.path(name);
  const which = ['-issuer', path('issuing.pem'), '-serial', `0x${serialHex}`, '-no_nonce'];
  await openssl.run('ocsp', ...which, '-reqout', path('request.der'));
  await openssl.write('response.der', await opened.app.certificates.ocsp(await readFile(path('request.der'))));
  // openssl itself lives today
  const at = String(Math.floor(opened.clock.now().epochMilliseconds / 1000));
  const chain = ['-CAfile', path('root.pem'), '-verify_other', path('issuing.pem'), '-attime', at];
  const said = await openssl.run(
    'ocsp',
    ...which,
    '-respin',
    path('response.der'),
    ...chain,
    '-validity_period',
    '1000000000',
  );
  expect(said).toContain('Response verify OK');
  return /: (good|revoked|unknown)/.exec(said)?.[1] ?? said;
}

async function look(id: Id, day: string): Promise<void> {
  const messages = (await opened.app.world?.phones.messages(people[id].phone)) ?? [];
  const notices = messages.map(({ text }) => text).filter((text) => !text.includes('인증번호'));
  const before = received.get(id) ?? [];
  received.set(id, [...before, ...notices.slice(before.length).map((text): [string, string] => [day, text])]);
}

/** What a notice is about, in a word. */
function kinds(id: Id): string[] {
  const about =
    /D-Day|D-\d+|만료됐어요|11개월|재?발급됐어요|갱신됐어요|폐기됐어요|정지됐어요|정지가 풀렸어요|비밀번호가 바뀌었어요/;
  return (received.get(id) ?? []).map(([day, text]) => `${day} ${about.exec(text)?.[0] ?? text}`);
}

test('who never renews is told once a stage, and no more after the last', () => {
  expect(kinds('hong')).toEqual([
    '2026-11-22 발급됐어요',
    '2027-08-24 D-90',
    '2027-10-22 11개월',
    '2027-10-23 D-30',
    '2027-11-15 D-7',
    '2027-11-21 D-1',
    '2027-11-22 D-Day',
    '2027-11-23 만료됐어요',
  ]);
});

test('who renews twenty days before the end hears no more of the old one', () => {
  expect(kinds('nam')).toEqual([
    '2026-11-22 발급됐어요',
    '2027-08-24 D-90',
    '2027-10-22 11개월',
    '2027-10-23 D-30',
    '2027-11-02 갱신됐어요',
  ]);
  expect(answers.get('nam 2027-11-02')).toContain('갱신이 완료됐어요');
});

test('who revokes is told of what was done, each once, and is never reminded', () => {
  expect(kinds('kim')).toEqual([
    '2026-11-22 발급됐어요',
    '2026-12-20 비밀번호가 바뀌었어요',
    '2027-01-15 정지됐어요',
    '2027-01-20 정지가 풀렸어요',
    '2027-05-03 폐기됐어요',
  ]);
});

test('who said 알림 그만 is not reminded', () => {
  expect(answers.get('opt out')).toContain('알림');
  expect(kinds('tanaka')).toEqual(['2026-11-22 발급됐어요']);
});

test.each(Object.keys(people) as Id[])(
  'every notice to %s names them masked, with bank, kind and serial, and no link',
  (id) => {
    const notices = (received.get(id) ?? []).map(([, text]) => text);
    expect(notices.length).toBeGreaterThan(0);
    const own = new Set(notices.map((text) => people[id].named.exec(text)?.[1]));
    const issued = serials.get(id)?.slice(-4).toUpperCase();
    expect(own).toContain(issued);
    expect(own).not.toContain(undefined);
    expect(own.size).toBe(id === 'nam' ? 2 : 1);
    for (const text of notices) {
      expect(text).not.toMatch(/https?:|www\.|\/secure\//);
      expect(text).not.toMatch(/홍길동|남궁민수|김영희|TANAKA YUKI/);
    }
  },
);

test('old and new: never none, never two', () => {
  expect(standings).toEqual([
    'before old active good valid',
    'after old superseded revoked valid',
    'after new active good valid',
  ]);
});

test('the renewed one ends a year after the old one, on the same day', async () => {
  const { certificates } = opened.app;
  const details = await certificates.details(serials.get('nam') ?? '');
  const [old, fresh] = await certificates.ofPerson(details?.personKey ?? '');
  expect([old?.untilDay, fresh?.untilDay]).toEqual(['2027-11-22', '2028-11-22']);
  expect(fresh?.lineageId).toBe(old?.lineageId);
});

test('a reminder that is pasted is ours; one that was altered is not', async () => {
  const [, reminder] = (received.get('hong') ?? []).find(([, text]) => text.includes('D-7')) ?? [];
  expect(reminder).toBeDefined();
  const ask = (text: string): Promise<string> => say('hong', `user: [Web발신] ${text} 이 문자 진짜예요?`);
  expect(await ask(reminder ?? '')).toContain('저희가 보낸 문자가 맞아요');
  expect(await ask((reminder ?? '').replace('D-7', 'D-3'))).not.toContain('저희가 보낸 문자가 맞아요');
});
