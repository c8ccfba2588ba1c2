import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { renewalsAllowed } from '../../../services/visits/secureView.ts';
import { visitId } from '../../../services/visits/visitToken.ts';
import { identityPage } from '../../../services/steps/identity.ts';
import { Browser, identityForm, VisitWorld, kindOf, stepOf } from './visitWorld.ts';

let state: State;
let world: VisitWorld;
let token: string;
let visits = 0;

beforeAll(async () => {
  state = await openSqliteState(':memory:');
});
afterAll(() => state.close());
beforeEach(async () => {
  world = new VisitWorld(state);
  visits += 1;
  token = await world.visit(['bankLogin', 'identity'], 1, `case-${visits}`);
});

const newBrowser = (): Browser => new Browser(world.view).fetchLink(token);
const ask = (browser: Browser) => browser.tap((view) => view.rebinder.askNumber(browser.visitor(token)));
const enter = (browser: Browser, number: string) =>
  browser.tap((view) => view.rebinder.enterNumber(browser.visitor(token), number));
const shownNumber = (): string => world.handlers.numbers.at(-1) ?? '';
const wrongNumber = (): string => (shownNumber() === '11' ? '22' : '11');

describe('the first real interaction', () => {
  test('binds, under a cookie that is not the one the browser came with', async () => {
    const browser = newBrowser();
    const cameWith = browser.cookies.get(visitId(token));
    const answer = await browser.begin(token);
    expect(kindOf(answer)).toBe('bankLogin');
    expect(answer.cookie?.value).toMatch(/^[\w-]{43}$/);
    expect(answer.cookie?.value).not.toBe(cameWith);
    const stored = await world.stored();
    expect(stored).not.toContain(answer.cookie?.value);
    expect(stored).not.toContain(String(cameWith));
  });

  test('without any cookie does not bind', async () => {
    const browser = new Browser(world.view);
    const answer = await browser.tap((view) => view.begin(browser.visitor(token)));
    expect(answer).toMatchObject({ page: { kind: 'start' }, refusal: { code: 'visit.cookiesOff' } });
    expect(kindOf(await newBrowser().begin(token))).toBe('bankLogin');
  });

  test('a cookie that somebody planted is worth nothing once the page is in use', async () => {
    const victim = new Browser(world.view);
    victim.cookies.set(visitId(token), 'planted');
    await victim.begin(token);
    await victim.tap(async (view) => {
      await view.away.leave(victim.visitor(token), 'bankLogin');
      return view.show(victim.visitor(token));
    });
    const attacker = new Browser(world.view);
    attacker.cookies.set(visitId(token), 'planted');
    expect(kindOf(await attacker.show(token))).toBe('rebind');
    expect(kindOf(await attacker.begin(token))).toBe('rebind');
    expect(kindOf(await victim.show(token))).toBe('bankLogin');
  });

  test('two taps whose answers cross, and an answer that got lost, are one browser', async () => {
    const browser = newBrowser();
    const [one, two] = await Promise.all([
      world.view.begin(browser.visitor(token)),
      world.view.begin(browser.visitor(token)),
    ]);
    await world.view.begin(browser.visitor(token));
    for (const answer of [two, one]) {
      browser.cookies.set(visitId(token), answer?.cookie?.value ?? '');
      expect(kindOf(await browser.show(token))).toBe('bankLogin');
    }
  });

  test('of two browsers at once one has the visit', async () => {
    const kinds = await Promise.all([newBrowser(), newBrowser()].map(async (one) => kindOf(await one.begin(token))));
    expect(kinds.sort()).toEqual(['bankLogin', 'rebind']);
  });

  test('two visits in one browser do not disturb each other', async () => {
    const other = await world.visit(['identity'], 1, `other-${visits}`);
    const browser = newBrowser();
    await browser.begin(token);
    await browser.begin(other);
    expect(kindOf(await browser.show(token))).toBe('bankLogin');
    expect(kindOf(await browser.show(other))).toBe('identity');
  });
});

describe('another browser', () => {
  test('is told nothing of the visit, and its taps do nothing', async () => {
    await newBrowser().begin(token);
    const read = world.handlers.factsRead;
    const stranger = newBrowser();
    expect(await stranger.show(token)).toEqual({ page: { kind: 'rebind', asked: false } });
    expect(await world.view.away.leave(stranger.visitor(token), 'bankLogin')).toBeUndefined();
    expect(kindOf(await stranger.submit(token, 'identity', 'x'))).toBe('rebind');
    expect((await enter(stranger, '11')).refusal?.code).toBe('visit.numberGone');
    expect(world.handlers.factsRead).toBe(read);
    expect(world.handlers.numbers).toEqual([]);
  });

  test('takes the visit over with the number that the chat was shown', async () => {
    const first = newBrowser();
    await first.begin(token);
    const second = newBrowser();
    expect(await ask(second)).toMatchObject({ page: { kind: 'rebind', asked: true } });
    expect(shownNumber()).toMatch(/^\d\d$/);
    expect(await world.stored()).not.toMatch(new RegExp(`"${shownNumber()}"`));
    const answer = await enter(second, ` ${shownNumber()} `);
    expect(answer).toMatchObject({ page: { step: { name: 'bankLogin' } }, token });
    expect(kindOf(await second.show(token))).toBe('bankLogin');
    expect((await first.show(token)).page).toEqual({ kind: 'rebind', asked: false });
  });

  test('whose answer got lost may send the number again', async () => {
    await newBrowser().begin(token);
    const second = newBrowser();
    await ask(second);
    await world.view.rebinder.enterNumber(second.visitor(token), shownNumber());
    expect(kindOf(await enter(second, shownNumber()))).toBe('bankLogin');
    expect(kindOf(await second.show(token))).toBe('bankLogin');
  });

  test('two wrong numbers are forgiven, the third ends the link for everybody', async () => {
    const first = newBrowser();
    await first.begin(token);
    const second = newBrowser();
    await ask(second);
    expect((await enter(second, wrongNumber())).refusal).toMatchObject({ details: { triesLeft: 2 } });
    expect((await enter(second, 'ab')).refusal).toMatchObject({ details: { triesLeft: 1 } });
    const third = await enter(second, '');
    expect(third).toEqual({ page: { kind: 'gone', told: false } });
    expect(kindOf(await enter(second, shownNumber()))).toBe('gone');
    expect(kindOf(await first.show(token))).toBe('gone');
  });

  test('the third try may still be the right one', async () => {
    await newBrowser().begin(token);
    const second = newBrowser();
    await ask(second);
    await enter(second, wrongNumber());
    await enter(second, wrongNumber());
    expect(kindOf(await enter(second, shownNumber()))).toBe('bankLogin');
  });

  test('asking again, or from a third browser, does not give new tries', async () => {
    await newBrowser().begin(token);
    const second = newBrowser();
    await ask(second);
    await enter(second, wrongNumber());
    await ask(second);
    await enter(second, wrongNumber());
    const third = newBrowser();
    await ask(third);
    expect(kindOf(await enter(third, wrongNumber()))).toBe('gone');
  });

  test('a hundred guesses at once are three', async () => {
    await newBrowser().begin(token);
    const second = newBrowser();
    await ask(second);
    const wrong = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0')).filter((n) => n !== shownNumber());
    const answers = await Promise.all(wrong.map((n) => world.view.rebinder.enterNumber(second.visitor(token), n)));
    const counted = answers.filter((answer) => answer.refusal?.code === 'visit.numberWrong');
    expect(counted).toHaveLength(2);
    expect(kindOf(await enter(second, shownNumber()))).toBe('gone');
  });

  test('the number belongs to the browser that asked last', async () => {
    await newBrowser().begin(token);
    const second = newBrowser();
    await ask(second);
    const seen = shownNumber();
    const third = newBrowser();
    await ask(third);
    expect((await enter(second, seen)).refusal?.code).toBe('visit.numberGone');
    expect(kindOf(await enter(third, shownNumber()))).toBe('bankLogin');
  });

  test('the chat is shown three numbers at the most', async () => {
    await newBrowser().begin(token);
    const second = newBrowser();
    for (let i = 0; i < 5; i += 1) expect((await ask(second)).page).toEqual({ kind: 'rebind', asked: true });
    expect(world.handlers.numbers).toHaveLength(3);
    expect(kindOf(await enter(second, shownNumber()))).toBe('bankLogin');
  });
});

describe('a new link', () => {
  beforeEach(() => world.clock.at(0));

  test('goes straight on in the browser that had the old one', async () => {
    const browser = newBrowser();
    await browser.begin(token);
    world.clock.at(601);
    const next = await world.visit(['identity'], 2, `case-${visits}`);
    world.handlers.nextLink = () => Promise.resolve(next);
    const answer = await browser.tap((view) => view.renew(browser.visitor(token)));
    expect(answer).toMatchObject({ page: { step: { name: 'identity' } }, token: next });
    const page = stepOf(await browser.show(next), identityPage);
    expect(kindOf(await browser.submit(next, 'identity', await identityForm(page)))).toBe('finished');
    expect(world.handlers.renewals).toEqual([
      { owner: { caseId: `case-${visits}`, visitNumber: 1 }, ownBrowser: true },
    ]);
  });

  test('is shown in the chat when anybody else asks, and the page tells nothing', async () => {
    await newBrowser().begin(token);
    world.clock.at(601);
    world.handlers.nextLink = () => Promise.resolve('must-not-be-given');
    const stranger = newBrowser();
    const told = { page: { kind: 'gone', told: true } };
    expect(await world.view.renew(stranger.visitor(token))).toEqual(told);
    expect(await world.view.renew(stranger.visitor('x'.repeat(43)))).toEqual(told);
    expect(world.handlers.renewals.map(({ ownBrowser }) => ownBrowser)).toEqual([false]);
  });

  test('nobody floods the chat with one old link', async () => {
    world.clock.at(601);
    for (let i = 0; i < renewalsAllowed + 2; i += 1) await world.view.renew(newBrowser().visitor(token));
    expect(world.handlers.renewals).toHaveLength(renewalsAllowed);
  });

  test('is not needed while the old one lives', async () => {
    const browser = newBrowser();
    await browser.begin(token);
    expect(kindOf(await world.view.renew(browser.visitor(token)))).toBe('bankLogin');
    expect(world.handlers.renewals).toEqual([]);
  });
});
