import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ok, refuse } from '../../../services/shared/result.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import type { RenewalCard } from '../../../services/steps/renewal.ts';
import { ownershipPage } from '../../../services/steps/ownership.ts';
import { renewalPage } from '../../../services/steps/renewal.ts';
import { signaturePage } from '../../../services/steps/signature.ts';
import { newCredentialPage } from '../../../services/steps/newCredential.ts';
import type { KnownFacts, UseStep } from './recordedHandlers.ts';
import { Browser, changeForm, close, press, useForm, VisitWorld, kindOf, stepOf, usePages } from './visitWorld.ts';

let state: State;
let world: VisitWorld;
let browser: Browser;
let visits = 0;

const card: RenewalCard = { serialHex: '0a7f3a', years: 1, fee: 0, hash: 'hash-of-the-card' };
const facts: KnownFacts = {
  purpose: 'renew',
  bankCode: '004',
  product: 'personal',
  credentialPolicies: ['pin6', 'password'],
  done: [],
  use: { policy: 'pin6' },
  card,
  sample: 'a text',
};

beforeEach(async () => {
  state = await openSqliteState(':memory:');
  world = new VisitWorld(state);
  world.handlers.known = facts;
  browser = new Browser(world.view);
  visits += 1;
});

afterEach(() => state.close());

const open = (steps: Parameters<VisitWorld['visit']>[0]): Promise<string> => world.visit(steps, 1, `case-${visits}`);
const uses: readonly UseStep[] = ['ownership', 'renewal', 'signature'];

/** As the case does when the rest of a visit falls away: all of it counts as done. */
function endVisit(): void {
  world.handlers.known = { ...facts, done: ['ownership', 'renewal', 'newCredential', 'signature'] };
}

describe.each(uses)('the credential for %s', (step) => {
  test('reaches its one consumer as pressed, and is kept nowhere', async () => {
    const token = await open([step]);
    const page = stepOf(await browser.begin(token), usePages[step]);
    const answer = await browser.submit(token, step, await useForm(page, '804913'));
    expect(answer.page).toMatchObject({ kind: 'finished' });
    expect(answer.refusal).toBeUndefined();
    expect(world.handlers.uses).toEqual([
      { step, policy: 'pin6', secret: '804913', ...(step === 'renewal' && { confirmed: card.hash }) },
    ]);
    expect(await world.stored()).not.toContain('804913');
  });

  test('wrong, it comes back with a keypad of its own and the tries that are left', async () => {
    const token = await open([step]);
    world.handlers.nextUse = () => Promise.resolve(refuse('credential.wrong', { triesLeft: 4 }));
    const page = stepOf(await browser.begin(token), usePages[step]);
    const refused = await browser.submit(token, step, await useForm(page, '804914'));
    expect(refused.refusal).toEqual({ ok: false, code: 'credential.wrong', details: { triesLeft: 4 } });
    const again = stepOf(refused, usePages[step]);
    expect(again.keypads.current.id).not.toBe(page.keypads.current.id);
    world.handlers.nextUse = () => Promise.resolve(ok(undefined));
    expect(kindOf(await browser.submit(token, step, await useForm(again, '804913')))).toBe('finished');
  });

  test('ten submits at once are one entry, and one more is stale', async () => {
    const token = await open([step]);
    world.handlers.nextUse = () => Promise.resolve(refuse('credential.wrong', { triesLeft: 4 }));
    const page = stepOf(await browser.begin(token), usePages[step]);
    const envelope = await useForm(page, '804914');
    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.submit(token, step, envelope)));
    expect(world.handlers.uses).toHaveLength(1);
    expect(answers.filter(({ refusal }) => refusal?.code === 'visit.pageStale')).toHaveLength(9);
    expect((await browser.submit(token, step, envelope)).refusal?.code).toBe('visit.pageStale');
    expect(world.handlers.uses).toHaveLength(1);
  });

  test('typed in words, two submits at once are one entry too, and both end at the finished page', async () => {
    world.handlers.known = { ...facts, use: { policy: 'password' } };
    const token = await open([step]);
    const page = stepOf(await browser.begin(token), usePages[step]);
    const current = { policy: 'password', secret: 'Blue-Sky-4271' };
    const envelope = await useForm(page, '', { current });
    const answers = await Promise.all([1, 2].map(() => browser.submit(token, step, envelope)));
    expect(world.handlers.uses).toMatchObject([{ policy: 'password', secret: 'Blue-Sky-4271' }]);
    const last = await browser.show(token);
    expect(kindOf(last)).toBe('finished');
    expect(last.refusal).toBeUndefined();
    for (const answer of answers) if (answer.page.kind === 'finished') expect(answer.refusal).toBeUndefined();
  });

  test('again after it is done only answers the page that is due', async () => {
    const token = await open([step, 'credential']);
    const page = stepOf(await browser.begin(token), usePages[step]);
    const envelope = await useForm(page, '804913');
    await browser.submit(token, step, envelope);
    const again = await browser.submit(token, step, envelope);
    expect(kindOf(again)).toBe('credential');
    expect(again.refusal).toBeUndefined();
    expect(world.handlers.uses).toHaveLength(1);
  });

  test.each<[string, (page: Parameters<typeof useForm>[0]) => Promise<string>]>([
    ['of another step', (page) => useForm(page, '804913', { step: uses.find((other) => other !== step) })],
    ['of the page that chooses one', (page) => useForm(page, '804913', { step: 'credential' })],
    ['with a field too many', (page) => useForm(page, '804913', { serialHex: '0b' })],
    ['with digits instead of cells', (page) => useForm(page, '', { current: { policy: 'pin6', secret: '804913' } })],
    ['without a credential', (page) => close({ step: page.step.name }, page.envelope)],
    ['with a hash that is a list', (page) => useForm(page, '804913', { confirmed: ['x'] })],
    ['of another visit', (page) => useForm({ ...page, envelope: { ...page.envelope, kid: 'another' } }, '804913')],
    ['that is none', () => Promise.resolve('x')],
  ])('an envelope %s is a stale page', async (_name, forge) => {
    const token = await open([step]);
    const page = stepOf(await browser.begin(token), usePages[step]);
    const answer = await browser.submit(token, step, await forge(page));
    expect(kindOf(answer)).toBe(step);
    expect(answer.refusal).toEqual({ ok: false, code: 'visit.pageStale' });
    expect(world.handlers.uses).toHaveLength(0);
  });

  test('the lock ends the visit: its page says why, after a reload too', async () => {
    const token = await open([step]);
    world.handlers.nextUse = () => {
      endVisit();
      return Promise.resolve(refuse('credential.locked'));
    };
    const page = stepOf(await browser.begin(token), usePages[step]);
    const refused = await browser.submit(token, step, await useForm(page, '804914'));
    expect(refused).toMatchObject({ page: { kind: 'finished' }, refusal: { code: 'credential.locked' } });
    expect(await browser.show(token)).toMatchObject({
      page: { kind: 'finished' },
      refusal: { code: 'credential.locked' },
    });
  });

  test('a certificate that ended while the link was open leaves nothing to enter, and no fault', async () => {
    const token = await open([step]);
    const page = stepOf(await browser.begin(token), usePages[step]);
    world.handlers.known = { ...facts, use: undefined, card: undefined };
    const stopped = { kind: 'finished', stopped: true };
    expect((await browser.show(token)).page).toMatchObject(stopped);
    expect((await browser.submit(token, step, await useForm(page, '804913'))).page).toMatchObject(stopped);
    expect(world.handlers.uses).toHaveLength(0);
  });

  test('a case that went on without it ends the visit', async () => {
    const token = await open([step]);
    world.handlers.nextUse = () => Promise.resolve(refuse('visit.stepGone'));
    const page = stepOf(await browser.begin(token), usePages[step]);
    const answer = await browser.submit(token, step, await useForm(page, '804913'));
    expect(answer).toEqual({ page: { kind: 'gone', told: false } });
  });

  test('an outage is thrown, and the next page can be sent', async () => {
    const token = await open([step]);
    world.handlers.nextUse = () => Promise.reject(new Unavailable('ca'));
    const page = stepOf(await browser.begin(token), usePages[step]);
    await expect(browser.submit(token, step, await useForm(page, '804913'))).rejects.toThrow(Unavailable);
    world.handlers.nextUse = () => Promise.resolve(ok(undefined));
    const again = stepOf(await browser.show(token), usePages[step]);
    expect(kindOf(await browser.submit(token, step, await useForm(again, '804913')))).toBe('finished');
  });
});

describe('a renewal', () => {
  test('that is another one by now is shown anew, with its own hash to say yes to', async () => {
    const token = await open(['renewal']);
    world.handlers.nextUse = () => {
      world.handlers.known = { ...facts, card: { ...card, fee: 4400, hash: 'another' } };
      return Promise.resolve(refuse('issue.confirmationChanged'));
    };
    const page = stepOf(await browser.begin(token), renewalPage);
    const refused = await browser.submit(token, 'renewal', await useForm(page, '804913'));
    expect(refused.refusal?.code).toBe('issue.confirmationChanged');
    const again = stepOf(refused, renewalPage);
    expect(again.shown.card).toMatchObject({ fee: 4400, hash: 'another' });
    world.handlers.nextUse = () => Promise.resolve(ok(undefined));
    await browser.submit(token, 'renewal', await useForm(again, '804913'));
    expect(world.handlers.uses.map(({ confirmed }) => confirmed)).toEqual([card.hash, 'another']);
  });

  test('that was paused stops with the reason, and goes on in the same link once it may', async () => {
    const token = await open(['renewal']);
    world.handlers.nextUse = () => {
      world.handlers.known = { ...facts, use: undefined, card: undefined };
      return Promise.resolve(refuse('issue.paused'));
    };
    const page = stepOf(await browser.begin(token), renewalPage);
    const paused = { page: { kind: 'finished', stopped: true }, refusal: { code: 'issue.paused' } };
    expect(await browser.submit(token, 'renewal', await useForm(page, '804913'))).toMatchObject(paused);
    expect(await browser.show(token)).toMatchObject(paused);
    world.handlers.known = facts;
    world.handlers.nextUse = () => Promise.resolve(ok(undefined));
    const again = stepOf(await browser.show(token), renewalPage);
    const done = await browser.submit(token, 'renewal', await useForm(again, '804913'));
    expect(kindOf(done)).toBe('finished');
    for (const answer of [done, await browser.show(token)]) expect(answer.refusal).toBeUndefined();
  });

  test('without a card asks for nothing', async () => {
    world.handlers.known = { ...facts, card: undefined };
    const token = await open(['renewal']);
    expect((await browser.begin(token)).page).toMatchObject({ kind: 'finished', stopped: true });
  });
});

describe('changing the credential', () => {
  const pins = { current: '804913', secret: '271828', confirmation: '271829' };

  test('takes three entries from three keypads, each as pressed', async () => {
    const token = await open(['newCredential']);
    const page = stepOf(await browser.begin(token), newCredentialPage);
    expect(new Set(Object.values(page.keypads).map(({ id }) => id)).size).toBe(3);
    const answer = await browser.submit(token, 'newCredential', await changeForm(page, pins));
    expect(kindOf(answer)).toBe('finished');
    const next = { policy: 'pin6', secret: '271828', confirmation: '271829' };
    expect(world.handlers.changes).toEqual([{ current: { policy: 'pin6', secret: '804913' }, next }]);
    expect(await world.stored()).not.toMatch(/804913|27182[89]/);
  });

  test('goes from digits to words', async () => {
    const token = await open(['newCredential']);
    const page = stepOf(await browser.begin(token), newCredentialPage);
    const next = { policy: 'password', secret: ' Blue-Sky 42!', confirmation: ' Blue-Sky 42!' };
    await browser.submit(token, 'newCredential', await changeForm(page, pins, { next }));
    expect(world.handlers.changes).toEqual([{ current: { policy: 'pin6', secret: '804913' }, next }]);
  });

  test.each([
    ['credential.wrong', { triesLeft: 3 }],
    ['credential.previous', undefined],
    ['credential.personal', undefined],
  ] as const)('refused (%s), all three keypads are new', async (code, details) => {
    world.handlers.nextChange = () => Promise.resolve(refuse(code, details));
    const token = await open(['newCredential']);
    const page = stepOf(await browser.begin(token), newCredentialPage);
    const refused = await browser.submit(token, 'newCredential', await changeForm(page, pins));
    expect(refused.refusal).toEqual(refuse(code, details));
    const again = stepOf(refused, newCredentialPage);
    const ids = [page, again].flatMap(({ keypads }) => Object.values(keypads).map(({ id }) => id));
    expect(new Set(ids).size).toBe(6);
  });

  test.each<[string, (page: Parameters<typeof changeForm>[0]) => Promise<string>]>([
    ['with the keypads exchanged', (page) => changeForm({ ...page, keypads: exchanged(page.keypads) }, pins)],
    ['of the page that only asks', (page) => changeForm(page, pins, { step: 'ownership' })],
    ['without the one there is', (page) => changeForm(page, pins, { current: undefined })],
    [
      'with one entry of the next',
      (page) => changeForm(page, pins, { next: { policy: 'pin6', secret: press(page.keypads.secret, '271828') } }),
    ],
  ])('an envelope %s is a stale page', async (_name, forge) => {
    const token = await open(['newCredential']);
    const page = stepOf(await browser.begin(token), newCredentialPage);
    const answer = await browser.submit(token, 'newCredential', await forge(page));
    expect(kindOf(answer)).toBe('newCredential');
    expect(answer.refusal?.code).toBe('visit.pageStale');
    expect(world.handlers.changes).toHaveLength(0);
  });

  test('to a kind that the product does not have is refused before anybody sees it', async () => {
    world.handlers.known = { ...facts, credentialPolicies: ['password'] };
    const token = await open(['newCredential']);
    const page = stepOf(await browser.begin(token), newCredentialPage);
    const answer = await browser.submit(token, 'newCredential', await changeForm(page, pins));
    expect(answer.refusal?.code).toBe('credential.form');
    expect(world.handlers.changes).toHaveLength(0);
  });

  function exchanged<T>({ current, secret, confirmation }: { current: T; secret: T; confirmation: T }) {
    return { current: secret, secret: current, confirmation };
  }
});

describe('a signed sample', () => {
  test('is given to the browser that signed, until its page is over; at rest it is sealed', async () => {
    world.handlers.signed = new TextEncoder().encode('canary-signed');
    const token = await open(['signature']);
    const page = stepOf(await browser.begin(token), signaturePage);
    const id = page.outline.visit;
    const { cookieOf } = browser.visitor(token);
    expect(page.shown.sample).toBe('a text');
    expect(await world.view.takeAway.sample(id, cookieOf)).toBeUndefined();
    const { page: last } = await browser.submit(token, 'signature', await useForm(page, '804913'));
    expect(last).toMatchObject({ kind: 'finished', hasSample: true });
    expect((await world.view.takeAway.sample(id, cookieOf))?.toString()).toBe('canary-signed');
    expect(await world.view.takeAway.sample(id, () => 'another')).toBeUndefined();
    expect(await world.view.takeAway.sample(id, () => undefined)).toBeUndefined();
    expect(await world.view.takeAway.sample('unknown', cookieOf)).toBeUndefined();
    const stored = await world.stored();
    for (const form of ['utf8', 'base64url'] as const)
      expect(stored).not.toContain(Buffer.from('canary-signed').toString(form));
    world.clock.at(601);
    expect(await world.view.takeAway.sample(id, cookieOf)).toBeUndefined();
  });

  test('is none where the credential was wrong, or nothing was signed', async () => {
    const token = await open(['ownership', 'signature']);
    const first = stepOf(await browser.begin(token), ownershipPage);
    const second = await browser.submit(token, 'ownership', await useForm(first, '804913'));
    world.handlers.nextUse = () => {
      endVisit();
      return Promise.resolve(refuse('credential.locked'));
    };
    const page = stepOf(second, signaturePage);
    const last = await browser.submit(token, 'signature', await useForm(page, '804914'));
    expect(last.page).toMatchObject({ kind: 'finished', hasSample: false });
    expect(await world.view.takeAway.sample(page.outline.visit, browser.visitor(token).cookieOf)).toBeUndefined();
  });
});
