import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refuse } from '../../../services/shared/result.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { usualEnvelopeLength, makeEnvelopeKeys } from '../../../services/secureEntry/envelope.ts';
import { drawKeypad } from '../../../services/secureEntry/keypad.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { identityPage } from '../../../services/steps/identity.ts';
import { credentialPage } from '../../../services/steps/credential.ts';
import { Browser, close, identityForm, pinForm, press, VisitWorld, kindOf, stepOf } from './visitWorld.ts';

let state: State;
let world: VisitWorld;
let browser: Browser;
let visits = 0;

beforeEach(async () => {
  state = await openSqliteState(':memory:');
  world = new VisitWorld(state);
  browser = new Browser(world.view);
  visits += 1;
});

afterEach(() => state.close());

const open = (steps: Parameters<VisitWorld['visit']>[0]): Promise<string> => world.visit(steps, 1, `case-${visits}`);
const back = (token: string, query: string) =>
  browser.tap((view) =>
    view.away.comeBack(browser.visitor(token), new URL(`https://us.example/secure/return?${query}`)),
  );

describe('the bank log-in', () => {
  let token: string;
  beforeEach(async () => {
    token = await open(['bankLogin', 'identity']);
    await browser.begin(token);
  });

  test('goes out with a state of its own and comes back to the next step', async () => {
    const leaving = new URL((await world.view.away.leave(browser.visitor(token), 'bankLogin')) ?? '');
    expect(leaving.searchParams.get('state')).toBe('state-1');
    const stored = await world.stored();
    for (const secret of ['state-1', 'canary-nonce', 'canary-verifier']) expect(stored).not.toContain(secret);
    const answer = await back(token, 'code=right&state=state-1');
    expect(kindOf(answer)).toBe('identity');
    expect(world.handlers.logins).toMatchObject([{ bankCode: '004', ci: 'ci-1' }]);
  });

  test('is found by the state alone, for a browser whose tab forgot the link', async () => {
    await world.view.away.leave(browser.visitor(token), 'bankLogin');
    const callback = new URL('https://us.example/secure/return?code=right&state=state-1');
    const answer = await world.view.away.comeBack(browser.visitor({ state: 'state-1' }), callback);
    expect(answer).toMatchObject({ page: { step: { name: 'identity' } }, token });
  });

  test('that comes back in another browser asks for the number first, and then goes on', async () => {
    await world.view.away.leave(browser.visitor(token), 'bankLogin');
    const chrome = new Browser(world.view);
    const visitor = chrome.visitor({ state: 'state-1' });
    const callback = new URL('https://us.example/secure/return?code=right&state=state-1');
    const before = await chrome.tap((view) => view.away.comeBack(visitor, callback));
    expect(before).toEqual({ page: { kind: 'rebind', asked: false } });
    await chrome.tap((view) => view.rebinder.askNumber(visitor));
    const [number = ''] = world.handlers.numbers;
    const taken = await chrome.tap((view) => view.rebinder.enterNumber(visitor, number));
    expect(taken).toMatchObject({ page: { step: { name: 'bankLogin' } }, token });
    expect(kindOf(await chrome.tap((view) => view.away.comeBack(visitor, callback)))).toBe('identity');
  });

  test.each([
    ['the customer said no', 'error=access_denied&state=state-1', 'bankLogin.refused'],
    ['another code', 'code=wrong&state=state-1', 'bankLogin.refused'],
  ])('refused (%s): the step is offered again', async (_name, query, code) => {
    await world.view.away.leave(browser.visitor(token), 'bankLogin');
    expect(await back(token, query)).toMatchObject({ page: { step: { name: 'bankLogin' } }, refusal: { code } });
    await world.view.away.leave(browser.visitor(token), 'bankLogin');
    expect(kindOf(await back(token, 'code=right&state=state-2'))).toBe('identity');
  });

  test.each(['state=state-9&code=right', 'code=right', ''])(
    'a return nobody asked for (%s) does nothing',
    async (query) => {
      expect(kindOf(await back(token, query))).toBe('bankLogin');
      expect(world.bank.finished).toBe(0);
    },
  );

  test('a return is dealt with once, however often it is loaded', async () => {
    await world.view.away.leave(browser.visitor(token), 'bankLogin');
    const answers = await Promise.all(Array.from({ length: 10 }, () => back(token, 'code=right&state=state-1')));
    expect(world.bank.finished).toBe(1);
    expect(world.handlers.logins).toHaveLength(1);
    expect(answers.filter((answer) => kindOf(answer) === 'identity').length).toBeGreaterThan(0);
    expect(kindOf(await back(token, 'code=right&state=state-1'))).toBe('identity');
  });

  test('two tabs may both be at the bank; the fourth log-in forgets the first', async () => {
    for (let i = 0; i < 4; i += 1) await world.view.away.leave(browser.visitor(token), 'bankLogin');
    await back(token, 'code=right&state=state-1');
    expect(world.bank.finished).toBe(0);
    expect(kindOf(await back(token, 'code=right&state=state-2'))).toBe('identity');
  });

  test('done, the bank is not visited again', async () => {
    await world.view.away.leave(browser.visitor(token), 'bankLogin');
    await back(token, 'code=right&state=state-1');
    expect(await world.view.away.leave(browser.visitor(token), 'bankLogin')).toBeUndefined();
    expect(world.bank.begun).toBe(1);
  });

  test('by another person is refused', async () => {
    world.handlers.nextLogin = () => Promise.resolve(refuse('bankLogin.otherPerson'));
    await world.view.away.leave(browser.visitor(token), 'bankLogin');
    const answer = await back(token, 'code=right&state=state-1');
    expect(answer).toMatchObject({ page: { step: { name: 'bankLogin' } }, refusal: { code: 'bankLogin.otherPerson' } });
  });

  test('at a bank that does not answer leaves the visit where it was', async () => {
    world.bank.before = () => Promise.reject(new Unavailable('bank'));
    await expect(world.view.away.leave(browser.visitor(token), 'bankLogin')).rejects.toThrow(Unavailable);
    expect(kindOf(await browser.show(token))).toBe('bankLogin');
  });
});

describe('the identity form', () => {
  test('reaches its one consumer as typed and pressed, and is kept nowhere', async () => {
    const token = await open(['identity', 'credential']);
    const page = stepOf(await browser.begin(token), identityPage);
    const answer = await browser.submit(token, 'identity', await identityForm(page, { phone: ' ０１０ 1234 5678 ' }));
    expect(kindOf(answer)).toBe('credential');
    expect(world.handlers.identities).toEqual([
      { name: '홍길동', residentNumber: '9001011234568', phone: '010 1234 5678', email: 'hong@example.com' },
    ]);
    expect(await world.stored()).not.toMatch(/900101|1234568|홍길동|hong@/);
  });

  test('a name in parts (macOS) arrives whole', async () => {
    const token = await open(['identity']);
    const page = stepOf(await browser.begin(token), identityPage);
    await browser.submit(token, 'identity', await identityForm(page, { name: '홍길동'.normalize('NFD') }));
    expect(world.handlers.identities[0]?.name).toBe('홍길동');
  });

  test('refused, it comes back with a keypad of its own and can be put right', async () => {
    const token = await open(['identity']);
    world.handlers.nextIdentity = () => Promise.resolve(refuse('identity.phoneForm', { field: 'phone' }));
    const page = stepOf(await browser.begin(token), identityPage);
    const refused = await browser.submit(token, 'identity', await identityForm(page));
    const again = stepOf(refused, identityPage);
    expect(refused.refusal).toEqual({ ok: false, code: 'identity.phoneForm', details: { field: 'phone' } });
    expect(again.keypads.residentNumberBack.id).not.toBe(page.keypads.residentNumberBack.id);
    world.handlers.nextIdentity = () => Promise.resolve({ ok: true, value: undefined });
    expect(kindOf(await browser.submit(token, 'identity', await identityForm(again)))).toBe('finished');
  });

  test('too few or too many digits are for the consumer to judge, twenty-one are not read', async () => {
    const token = await open(['identity']);
    world.handlers.nextIdentity = () => Promise.resolve(refuse('identity.residentNumberForm'));
    let page = stepOf(await browser.begin(token), identityPage);
    for (const digits of ['', '123456', '1'.repeat(20)]) {
      const residentNumberBack = press(page.keypads.residentNumberBack, digits);
      const answer = await browser.submit(token, 'identity', await identityForm(page, { residentNumberBack }));
      expect(world.handlers.identities.at(-1)?.residentNumber).toBe(`900101${digits}`);
      page = stepOf(answer, identityPage);
    }
    const residentNumberBack = press(page.keypads.residentNumberBack, '1'.repeat(21));
    const answer = await browser.submit(token, 'identity', await identityForm(page, { residentNumberBack }));
    expect(answer.refusal?.code).toBe('visit.pageStale');
    expect(world.handlers.identities).toHaveLength(3);
  });

  test('an envelope is opened once: sent again it is stale, and ten at once are one', async () => {
    const token = await open(['identity']);
    world.handlers.nextIdentity = () => Promise.resolve(refuse('identity.failed'));
    const page = stepOf(await browser.begin(token), identityPage);
    const envelope = await identityForm(page);
    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.submit(token, 'identity', envelope)));
    expect(world.handlers.identities).toHaveLength(1);
    expect(answers.filter(({ refusal }) => refusal?.code === 'visit.pageStale')).toHaveLength(9);
    expect((await browser.submit(token, 'identity', envelope)).refusal?.code).toBe('visit.pageStale');
  });

  test('a step that is done only answers the page that is due', async () => {
    const token = await open(['identity', 'credential']);
    const page = stepOf(await browser.begin(token), identityPage);
    const envelope = await identityForm(page);
    await browser.submit(token, 'identity', envelope);
    const again = await browser.submit(token, 'identity', envelope);
    expect(kindOf(again)).toBe('credential');
    expect(again.refusal).toBeUndefined();
    expect(world.handlers.identities).toHaveLength(1);
  });

  test('a step that is not yet due is not taken', async () => {
    const token = await open(['bankLogin', 'identity']);
    await browser.begin(token);
    expect(kindOf(await browser.submit(token, 'identity', 'x'))).toBe('bankLogin');
  });

  test('the newest page has the keypad: a reload or a second tab makes the first one stale', async () => {
    const token = await open(['identity']);
    const first = stepOf(await browser.begin(token), identityPage);
    const second = stepOf(await browser.show(token), identityPage);
    const order = ({ keypads }: typeof first): string =>
      keypads.residentNumberBack.keys.map((key) => key.digit).join('');
    expect(order(second)).not.toBe(order(first));
    expect((await browser.submit(token, 'identity', await identityForm(first))).refusal?.code).toBe('visit.pageStale');
    const third = stepOf(await browser.show(token), identityPage);
    const mixed = { ...third.keypads.residentNumberBack, id: second.keypads.residentNumberBack.id };
    const form = await identityForm({ ...third, keypads: { residentNumberBack: mixed } });
    expect((await browser.submit(token, 'identity', form)).refusal?.code).toBe('visit.pageStale');
    expect(world.handlers.identities).toHaveLength(0);
  });

  test('what ran out while it was filled in is not acted on', async () => {
    const token = await open(['identity']);
    const page = stepOf(await browser.begin(token), identityPage);
    const envelope = await identityForm(page);
    world.clock.at(600);
    expect(kindOf(await browser.submit(token, 'identity', envelope))).toBe('gone');
    expect(world.handlers.identities).toHaveLength(0);
    world.clock.at(0);
  });

  test('an outage is thrown, nothing is done, and the next page can be sent', async () => {
    const token = await open(['identity']);
    world.handlers.nextIdentity = () => Promise.reject(new Unavailable('identity'));
    const page = stepOf(await browser.begin(token), identityPage);
    await expect(browser.submit(token, 'identity', await identityForm(page))).rejects.toThrow(Unavailable);
    world.handlers.nextIdentity = () => Promise.resolve({ ok: true, value: undefined });
    const again = stepOf(await browser.show(token), identityPage);
    expect(kindOf(await browser.submit(token, 'identity', await identityForm(again)))).toBe('finished');
  });

  test('a case that went on without it ends the visit', async () => {
    const token = await open(['identity']);
    world.handlers.nextIdentity = () => Promise.resolve(refuse('visit.stepGone'));
    const page = stepOf(await browser.begin(token), identityPage);
    const answer = await browser.submit(token, 'identity', await identityForm(page));
    expect(answer).toEqual({ page: { kind: 'gone', told: false } });
  });
});

describe('an envelope', () => {
  test.each<[string, (page: Parameters<typeof identityForm>[0]) => Promise<string>]>([
    ['no JWE at all', () => Promise.resolve('{"step":"identity"}')],
    ['empty', () => Promise.resolve('')],
    ['too long', () => Promise.resolve('a'.repeat(usualEnvelopeLength + 1))],
    ['altered', async (page) => `${(await identityForm(page)).slice(0, -4)}AAAA`],
    [
      'closed for another key',
      async (page) => {
        const { publicKey } = await makeEnvelopeKeys();
        return identityForm({ ...page, envelope: { ...page.envelope, publicKey } });
      },
    ],
    ['of another visit', (page) => identityForm({ ...page, envelope: { ...page.envelope, kid: 'another' } })],
    ['of another step', (page) => identityForm(page, { step: 'credential' })],
    ['with a field too many', (page) => identityForm(page, { isAdmin: true })],
    ['with digits instead of cells', (page) => identityForm(page, { residentNumberBack: '1234568' })],
    ['that holds a list', (page) => close([], page.envelope)],
    ['compressed', (page) => close({}, page.envelope, { zip: 'DEF' })],
  ])('%s is a stale page, and nothing more is said', async (_name, forge) => {
    const token = await open(['identity']);
    const page = stepOf(await browser.begin(token), identityPage);
    const answer = await browser.submit(token, 'identity', await forge(page));
    expect(answer.refusal).toEqual({ ok: false, code: 'visit.pageStale' });
    expect(kindOf(answer)).toBe('identity');
    expect(world.handlers.identities).toHaveLength(0);
  });

  test('its private half is not in the store', async () => {
    await open(['identity']);
    expect(await world.stored()).not.toContain('"d":');
  });
});

describe('the credential form', () => {
  test('digits arrive as pressed, twice, from two keypads', async () => {
    const token = await open(['credential']);
    const page = stepOf(await browser.begin(token), credentialPage);
    expect(page.keypads.secret.id).not.toBe(page.keypads.confirmation.id);
    const answer = await browser.submit(token, 'credential', await pinForm(page, '271828', '271829'));
    expect(kindOf(answer)).toBe('finished');
    expect(world.handlers.credentials).toEqual([{ policy: 'pin6', secret: '271828', confirmation: '271829' }]);
    expect(await world.stored()).not.toMatch(/27182[89]/);
  });

  test('words arrive as typed', async () => {
    const token = await open(['credential']);
    const page = stepOf(await browser.begin(token), credentialPage);
    const fields = { step: 'credential', policy: 'password', secret: ' Blue-Sky 42!', confirmation: ' Blue-Sky 42!' };
    await browser.submit(token, 'credential', await close(fields, page.envelope));
    expect(world.handlers.credentials).toMatchObject([{ policy: 'password', secret: ' Blue-Sky 42!' }]);
  });

  test('the keypads can not be exchanged for one another', async () => {
    const token = await open(['credential']);
    const page = stepOf(await browser.begin(token), credentialPage);
    const swapped = { secret: page.keypads.confirmation, confirmation: page.keypads.secret };
    const answer = await browser.submit(token, 'credential', await pinForm({ ...page, keypads: swapped }, '271828'));
    expect(answer.refusal?.code).toBe('visit.pageStale');
  });

  test('a kind that the product does not have is refused before anybody sees it', async () => {
    if (world.handlers.known) world.handlers.known = { ...world.handlers.known, credentialPolicies: ['password'] };
    const token = await open(['credential']);
    const page = stepOf(await browser.begin(token), credentialPage);
    const answer = await browser.submit(token, 'credential', await pinForm(page, '271828'));
    expect(answer.refusal?.code).toBe('credential.form');
    expect(world.handlers.credentials).toHaveLength(0);
  });

  test('what was issued is given to the browser that finished, until its page is over', async () => {
    const token = await open(['credential']);
    const { page } = await browser.begin(token);
    const credential = stepOf({ page }, credentialPage);
    const id = credential.outline.visit;
    const cookieOf = browser.visitor(token).cookieOf;
    expect(await world.view.takeAway.issued(id, cookieOf)).toBeUndefined();
    const issued = { serialHex: '0a', notAfter: '2027-12-01T14:59:59Z', isNew: true };
    if (world.handlers.known) world.handlers.known = { ...world.handlers.known, issued };
    await browser.submit(token, 'credential', await pinForm(credential, '271828'));
    expect(await world.view.takeAway.issued(id, cookieOf)).toEqual({ ...issued, bankCode: '004', product: 'personal' });
    expect(await world.view.takeAway.issued(id, () => 'another')).toBeUndefined();
    expect(await world.view.takeAway.issued(id, () => undefined)).toBeUndefined();
    expect(await world.view.takeAway.issued('unknown', cookieOf)).toBeUndefined();
    world.clock.at(601);
    expect(await world.view.takeAway.issued(id, cookieOf)).toBeUndefined();
    world.clock.at(0);
  });
});

test('a keypad has each digit once, in each place about as often as in any other', () => {
  const random = seededRandom('keypads');
  const first = new Map<string, number>();
  for (let i = 0; i < 2000; i += 1) {
    const { keys } = drawKeypad(random);
    expect(
      keys
        .map((key) => key.digit)
        .sort()
        .join(''),
    ).toBe('0123456789');
    expect(new Set(keys.map((key) => key.cell)).size).toBe(10);
    const digit = keys[0]?.digit ?? '';
    first.set(digit, (first.get(digit) ?? 0) + 1);
  }
  for (const count of first.values()) expect(Math.abs(count - 200)).toBeLessThan(60);
});
