import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseBirthDate } from '../../../services/cloudAccount/birthDate.ts';
import { askedMilliseconds } from '../../../services/cloudAccount/deviceConnecting.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { openRedisState } from '../../../services/state/redisState.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { startRedisServer } from '../../support/redisServer.ts';
import { today } from '../certificates/certificateWorld.ts';
import { CloudBrowser, codeIn, openCloud, type CloudPerson, type CloudWorld } from './cloudWorld.ts';

const stores: readonly (readonly [string, () => Promise<{ state: State; close: () => Promise<void> }>])[] = [
  [
    'SQLite',
    async () => {
      const state = await openSqliteState(':memory:');
      return { state, close: () => state.close() };
    },
  ],
  [
    'Redis',
    async () => {
      const server = await startRedisServer();
      const state = await openRedisState(server.url);
      return { state, close: () => state.close().then(() => server.stop()) };
    },
  ],
];

/** Another six digits than these. */
const wrong = (code: string): string => (code === '111111' ? '222222' : '111111');

describe.each(stores)('connecting a browser on %s', (_name, open) => {
  let store: Awaited<ReturnType<typeof open>>;
  let world: CloudWorld;
  let person: CloudPerson;

  beforeAll(async () => {
    store = await open();
    world = await openCloud(store.state);
  });
  beforeEach(async () => {
    world.certificates.clock.at = today;
    world.carrierFault = undefined;
    person = await world.person();
    world.sent.length = 0;
    world.waited.length = 0;
  });
  afterAll(async () => {
    await world.close();
    await store.close();
  });

  const later = (seconds: number): void =>
    void (world.certificates.clock.at = world.certificates.clock.at.add({ seconds }));
  const stranger = () => ({ ...person.owner, birthDate: '1990-01-02' });

  test('name, birth date, phone and the code that arrived there connect it, once', async () => {
    const browser = new CloudBrowser(world);
    expect(await browser.show()).toMatchObject({ kind: 'connect', disconnected: false });
    expect(await browser.ask(person.owner)).toMatchObject({
      kind: 'code',
      maskedPhone: expect.stringMatching(/^010-\*{4}-\d{4}$/),
    });
    await world.connecting.idle();
    expect(world.sent).toHaveLength(1);
    expect(world.sent[0]?.to).toBe(person.owner.phone);
    const code = codeIn(world.sent);
    expect(await browser.enter(`${code.slice(0, 3)} ${code.slice(3)}`)).toMatchObject({
      kind: 'home',
      certificates: [{ serialHex: person.certificate.serialHex, state: 'active', bankCode: '020' }],
      devices: [{ description: 'Chrome · Windows' }],
    });
    const other = new CloudBrowser(world);
    await other.ask(person.owner);
    expect(other.refusal).toBe('sms.tooSoon');
    const again = new CloudBrowser(world);
    Object.assign(again, { cookie: browser.cookie });
    expect(await again.show()).toMatchObject({ kind: 'connect' });
    await again.enter(code);
    expect(again.refusal).toBe('sms.codeUsed');
    expect(await world.devices.devicesOf(person.personKey)).toHaveLength(1);
  });

  test('the right code to a number that was changed lately connects nothing, and that is audited', async () => {
    const browser = new CloudBrowser(world);
    await browser.ask(person.owner);
    await world.connecting.idle();
    world.phoneChangedAt = world.certificates.clock.now().subtract({ hours: 71 });
    await browser.enter(codeIn(world.sent));
    world.phoneChangedAt = undefined;
    expect(browser.refusal).toBe('cloud.phoneTooNew');
    expect(await world.devices.devicesOf(person.personKey)).toEqual([]);
  });

  test('fifty entries of the right code at once connect one device', async () => {
    const browser = new CloudBrowser(world);
    await browser.ask(person.owner);
    await world.connecting.idle();
    const envelope = await browser.close({ step: 'code', code: codeIn(world.sent) });
    const answers = await Promise.all(Array.from({ length: 50 }, () => world.view.connect(browser.visitor, envelope)));
    expect(answers.filter(({ token }) => token !== undefined)).toHaveLength(1);
    expect(await world.devices.devicesOf(person.personKey)).toHaveLength(1);
  });

  test('fifty taps for a code at once are one SMS', async () => {
    const browser = new CloudBrowser(world);
    await browser.show();
    await Promise.all(
      Array.from({ length: 50 }, async () =>
        world.view.ask(browser.visitor, await browser.close({ step: 'connect', ...person.owner })),
      ),
    );
    await world.connecting.idle();
    expect(world.sent).toHaveLength(1);
  });

  test('somebody unknown meets the same pages, waits and refusals, and nothing is sent', async () => {
    const walk = async (owner: typeof person.owner) => {
      const browser = new CloudBrowser(world);
      const seen: unknown[] = [];
      const note = (page: object): void => void seen.push(without(page), browser.answer?.refusal);
      note(await browser.show());
      note(await browser.ask(owner));
      note(await browser.askAgain());
      later(30);
      note(await browser.askAgain());
      await world.connecting.idle();
      const right = codeIn(world.sent);
      for (let guess = 0; guess < 6; guess += 1) note(await browser.enter(wrong(right)));
      later(181);
      note(await browser.enter(wrong(right)));
      return seen;
    };
    const known = await walk(person.owner);
    expect(world.sent).toHaveLength(2);
    const unknown = await walk(stranger());
    expect(world.sent).toHaveLength(2);
    expect(unknown).toEqual(known);
    expect(world.waited).toEqual(Array(6).fill(askedMilliseconds));
    expect(JSON.stringify(known)).toContain('"triesLeft":4');
    expect(JSON.stringify(known)).toContain('sms.tooManyTries');
  });

  test('even the code that nobody was sent connects nothing', async () => {
    const browser = new CloudBrowser(world);
    await browser.ask(stranger());
    const { id } = await world.visits.open(browser.cookie);
    // The same code as the view would have sent: it is made of the visit and the key.
    const { VerificationCodes } = await import('../../../services/sms/verificationCode.ts');
    const code = new VerificationCodes({ tokenKey: 'token key' }).codeOf({ caseId: `cloud:${id}`, send: 1 });
    await browser.enter(code);
    expect(browser.answer?.refusal).toEqual({ ok: false, code: 'sms.codeWrong', details: { triesLeft: 4 } });
    expect(browser.token).toBeUndefined();
  });

  test('five wrong entries end a code; the right one then helps no more, a new one does', async () => {
    const browser = new CloudBrowser(world);
    await browser.ask(person.owner);
    await world.connecting.idle();
    const code = codeIn(world.sent);
    for (const triesLeft of [4, 3, 2, 1]) {
      await browser.enter(wrong(code));
      expect(browser.answer?.refusal).toMatchObject({ code: 'sms.codeWrong', details: { triesLeft } });
    }
    await browser.enter(wrong(code));
    expect(browser.refusal).toBe('sms.tooManyTries');
    await browser.enter(code);
    expect(browser.refusal).toBe('sms.tooManyTries');
    later(30);
    await browser.askAgain();
    await world.connecting.idle();
    expect(await browser.enter(codeIn(world.sent))).toMatchObject({ kind: 'home' });
  });

  test('a hundred parallel guesses are five', async () => {
    const browser = new CloudBrowser(world);
    await browser.ask(person.owner);
    await world.connecting.idle();
    const right = codeIn(world.sent);
    const guesses = Array.from({ length: 100 }, (_, n) => String(n).padStart(6, '0')).filter((code) => code !== right);
    const answers = await Promise.all(
      guesses.map(async (code) => world.view.connect(browser.visitor, await browser.close({ step: 'code', code }))),
    );
    const codes = answers.map(({ refusal }) => refusal?.code);
    expect(codes.filter((code) => code === 'sms.codeWrong')).toHaveLength(4);
    expect(new Set(codes)).toEqual(new Set(['sms.codeWrong', 'sms.tooManyTries', 'sms.locked']));
  });

  test('fifteen wrong entries a day, over all browsers, close the phone', async () => {
    let code = '';
    for (let round = 0; round < 3; round += 1) {
      const browser = new CloudBrowser(world);
      await browser.ask(person.owner);
      await world.connecting.idle();
      code = codeIn(world.sent);
      for (let guess = 0; guess < 5; guess += 1) await browser.enter(wrong(code));
      later(60);
    }
    const browser = new CloudBrowser(world);
    await browser.ask(person.owner);
    expect(browser.refusal).toBe('sms.locked');
    later(86_400);
    const tomorrow = new CloudBrowser(world);
    await tomorrow.ask(person.owner);
    expect(tomorrow.refusal).toBeUndefined();
  });

  test('a code lives 180 seconds, and a clock that is set back revives none', async () => {
    const browser = new CloudBrowser(world);
    await browser.ask(person.owner);
    await world.connecting.idle();
    later(181);
    await browser.enter(codeIn(world.sent));
    expect(browser.refusal).toBe('sms.codeExpired');
    later(-100);
    await browser.enter(codeIn(world.sent));
    expect(browser.refusal).toBe('sms.codeExpired');
    later(100);
    await browser.askAgain();
    await world.connecting.idle();
    later(180);
    expect(await browser.enter(codeIn(world.sent))).toMatchObject({ kind: 'home' });
  });

  test('a code for my own phone does not connect me to somebody else', async () => {
    const other = await world.person();
    const browser = new CloudBrowser(world);
    await browser.ask(person.owner);
    await world.connecting.idle();
    const mine = codeIn(world.sent);
    await world.view.startOver(browser.visitor);
    browser.answer = undefined;
    await browser.ask(other.owner);
    await browser.enter(mine);
    expect(browser.refusal).toBe('sms.codeWrong');
    expect(await world.devices.devicesOf(other.personKey)).toEqual([]);
  });

  test('the code before the last is told apart and costs no guess', async () => {
    const browser = new CloudBrowser(world);
    await browser.ask(person.owner);
    await world.connecting.idle();
    const first = codeIn(world.sent);
    later(30);
    await browser.askAgain();
    await browser.enter(first);
    expect(browser.refusal).toBe('sms.codeOld');
    await world.connecting.idle();
    expect(await browser.enter(codeIn(world.sent))).toMatchObject({ kind: 'home' });
  });

  test.each([
    ['a name of digits', { name: '홍길동1' }, 'identity.nameForm'],
    ['a day that never was', { birthDate: '1990-02-30' }, 'cloud.birthDateForm'],
    ['a phone of old', { phone: '016-123-4567' }, 'identity.phoneLegacy'],
    ['a phone at home', { phone: '02-123-4567' }, 'identity.phoneForm'],
  ])('%s is refused by its form, whoever it is', async (_what, change, code) => {
    for (const owner of [person.owner, stranger()]) {
      const browser = new CloudBrowser(world);
      expect(await browser.ask({ ...owner, ...change })).toMatchObject({ kind: 'connect' });
      expect(browser.refusal).toBe(code);
    }
    expect(world.sent).toEqual([]);
  });

  test('what is no code costs no try', async () => {
    const browser = new CloudBrowser(world);
    await browser.enter('123456').catch(() => undefined);
    expect(browser.refusal).toBe('cloud.codeFirst');
    await browser.ask(person.owner);
    for (const typed of ['12345', '', '1234567', 'abcdef', '١٢٣٤٥٦']) {
      await browser.enter(typed);
      expect(browser.refusal).toBe('sms.codeForm');
    }
    await browser.enter('111111');
    expect(browser.answer?.refusal?.details).toEqual({ triesLeft: 4 });
  });

  test('an envelope of another visit, an altered one and one of another form say nothing but that the page is old', async () => {
    const [browser, other] = [new CloudBrowser(world), new CloudBrowser(world)];
    await Promise.all([browser.show(), other.show()]);
    const fields = { step: 'connect', ...person.owner };
    const theirs = await other.close(fields);
    for (const envelope of [
      theirs,
      `${(await browser.close(fields)).slice(0, -4)}AAAA`,
      'x',
      await browser.close({ ...fields, more: 1 }),
      await browser.close({ step: 'code', code: '123456' }),
    ]) {
      const answer = await world.view.ask(browser.visitor, envelope);
      expect(answer.refusal).toEqual({ ok: false, code: 'visit.pageStale' });
    }
    expect(world.sent).toEqual([]);
  });

  test('strangers that are asked for a thousand times stop nobody’s SMS', async () => {
    for (let round = 0; round < 6; round += 1) {
      const browser = new CloudBrowser(world);
      await browser.ask(stranger());
      expect(browser.refusal).toBe(round < 5 ? undefined : 'sms.tooManySends');
      later(60);
    }
    const { counters } = store.state;
    const now = world.certificates.clock.now();
    const before = await counters.read({ key: 'sms.sends', windowSeconds: 3600, now });
    const browser = new CloudBrowser(world);
    await browser.ask(person.owner);
    expect(browser.refusal).toBeUndefined();
    expect(await counters.read({ key: 'sms.sends', windowSeconds: 3600, now })).toBe(before + 1);
  });

  test('a carrier that does not answer is asked three times, is told to the log, and shows in no answer', async () => {
    world.carrierFault = new Unavailable('sms');
    const browser = new CloudBrowser(world);
    expect(await browser.ask(person.owner)).toMatchObject({ kind: 'code' });
    await world.connecting.idle();
    expect(world.faults.at(-1)).toBe(world.carrierFault);
    expect(browser.refusal).toBeUndefined();
  });

  test('a visit that is over begins anew, and its codes are not made again', async () => {
    const browser = new CloudBrowser(world);
    await browser.ask(person.owner);
    await world.connecting.idle();
    const first = codeIn(world.sent);
    later(1800);
    browser.answer = undefined;
    expect(await browser.show()).toMatchObject({ kind: 'connect' });
    await browser.ask(person.owner);
    await world.connecting.idle();
    expect(codeIn(world.sent)).not.toBe(first);
    expect(await world.visits.purge()).toBeGreaterThan(0);
    expect(await world.visits.purge()).toBe(0);
    expect(await browser.enter(codeIn(world.sent))).toMatchObject({ kind: 'home' });
  });

  test('nothing that is stored says who asked, or holds a code', async () => {
    const browser = new CloudBrowser(world);
    await browser.ask(person.owner);
    await world.connecting.idle();
    const stored = JSON.stringify((await world.visits.open(browser.cookie)).visit);
    for (const part of [person.owner.phone, person.owner.name, '1990-01-01', codeIn(world.sent), browser.cookie])
      expect(stored).not.toContain(part);
  });
});

/** A page without what is random in it. */
function without(page: object): object {
  return { ...page, envelope: undefined, maskedPhone: undefined };
}

test.each([
  ['19900101', '1990-01-01'],
  ['1990-01-01', '1990-01-01'],
  ['1990.01.01', '1990-01-01'],
  ['1990/1/1', undefined],
  ['１９９００１０１', '1990-01-01'],
  ['900101', undefined],
  ['19900230', undefined],
  ['18991231', undefined],
  ['20261201', '2026-12-01'],
  ['20261202', undefined],
  ['', undefined],
  ['19900101x', undefined],
])('the birth date %j is %s', (typed, date) => {
  const read = parseBirthDate(typed, today);
  expect(read.ok ? read.value : undefined).toBe(date);
});
