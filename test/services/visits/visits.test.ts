import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { finishedMinutes } from '../../../services/visits/visitRecord.ts';
import { visitMinutes } from '../../../services/visits/visits.ts';
import { bankLoginPage } from '../../../services/steps/bankLogin.ts';
import { identityPage } from '../../../services/steps/identity.ts';
import { Browser, identityForm, pageOf, VisitWorld, kindOf, stepOf } from './visitWorld.ts';

let state: State;
let world: VisitWorld;

beforeEach(async () => {
  state = await openSqliteState(':memory:');
  world = new VisitWorld(state);
});
afterEach(() => state.close());

describe('a link', () => {
  test('its token is derived from key, case and number, and stands nowhere', async () => {
    const token = await world.visit(['bankLogin']);
    expect(token).toBe(createHmac('sha256', 'token-key').update('visit|case-1|1').digest('base64url'));
    expect(token).toHaveLength(43);
    const stored = await world.stored();
    expect(stored).not.toContain(token);
    expect(stored).toContain(`visit:${createHash('sha256').update(token).digest('base64url')}`);
  });

  test('opening it again changes nothing, also under the key that was there before', async () => {
    const token = await world.visit(['identity']);
    const before = await world.stored();
    await world.visit(['bankLogin']);
    expect(await world.stored()).toBe(before);
    const rotated = new VisitWorld(state, ['newer-key', 'token-key']);
    await rotated.visit(['bankLogin']);
    expect(await rotated.stored()).toBe(before);
    const answer = await new Browser(rotated.view).begin(token);
    expect(answer).toMatchObject({ page: { step: { name: 'identity' } }, token });
  });

  test('twenty openings at once are one visit', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, () => world.visit(['bankLogin'])));
    expect(new Set(tokens).size).toBe(1);
    expect(stepOf(await new Browser(world.view).begin(tokens[0] ?? ''), bankLoginPage).outline.steps).toHaveLength(1);
  });

  test.each([
    ['one millisecond before it ends', visitMinutes * 60 - 0.001, 'start'],
    ['when it ends', visitMinutes * 60, 'gone'],
    ['a day later', 86_400, 'gone'],
    ['by a clock that is a minute behind', -60, 'start'],
    ['by a clock set back further', -61, 'gone'],
  ])('%s', async (_name, seconds, kind) => {
    const token = await world.visit(['bankLogin']);
    world.clock.at(seconds);
    expect(kindOf(await new Browser(world.view).show(token))).toBe(kind);
  });

  test('that ran out is not revived by a clock set back', async () => {
    const token = await world.visit(['bankLogin']);
    world.clock.at(601);
    await new Browser(world.view).show(token);
    world.clock.at(10);
    expect(kindOf(await new Browser(world.view).show(token))).toBe('gone');
  });

  test('a newer link of the case ends it, another case does not', async () => {
    const first = await world.visit(['bankLogin'], 1);
    await world.visit(['bankLogin'], 2, 'case-2');
    expect(kindOf(await new Browser(world.view).show(first))).toBe('start');
    const second = await world.visit(['bankLogin'], 2);
    expect(kindOf(await new Browser(world.view).show(first))).toBe('gone');
    await world.visit(['bankLogin'], 1);
    expect(kindOf(await new Browser(world.view).show(second))).toBe('start');
  });

  test('closed, it is over; closing one that never was is nothing', async () => {
    const token = await world.visit(['bankLogin']);
    await world.visits.close({ caseId: 'case-1', visitNumber: 1 });
    await world.visits.close({ caseId: 'case-9', visitNumber: 1 });
    expect(kindOf(await new Browser(world.view).show(token))).toBe('gone');
  });

  test('whatever ended it, the page is the same, for the same reads of the store', async () => {
    const reads: string[][] = [];
    const get = state.records.get.bind(state.records);
    state.records.get = (key) => {
      reads.at(-1)?.push(key.split(':')[0] ?? '');
      return get(key);
    };
    const expired = await world.visit(['bankLogin'], 1, 'case-3');
    world.clock.at(600);
    await new Browser(world.view).show(expired);
    const closed = await world.visit(['bankLogin'], 1, 'case-4');
    await world.visits.close({ caseId: 'case-4', visitNumber: 1 });
    const old = await world.visit(['bankLogin'], 1);
    await world.visit(['bankLogin'], 2);
    const answers: unknown[] = [];
    for (const token of [expired, closed, old, 'x'.repeat(43), '', 'short']) {
      reads.push([]);
      answers.push(await new Browser(world.view).show(token));
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"page":{"kind":"gone","told":false}}']),
    );
    expect(new Set(reads.map((list) => list.join()))).toEqual(new Set(['visit,visitNewest']));
    expect(world.handlers.factsRead).toBe(0);
  });

  test('a case that no longer waits for it answers neutrally', async () => {
    const token = await world.visit(['bankLogin']);
    world.handlers.known = undefined;
    expect(await new Browser(world.view).show(token)).toEqual({ page: { kind: 'gone', told: false } });
  });

  test('a record that is a day old is swept away, a younger one stays', async () => {
    const token = await world.visit(['bankLogin']);
    const browser = new Browser(world.view);
    await browser.begin(token);
    await world.view.away.leave(browser.visitor(token), 'bankLogin');
    world.clock.at(86_400);
    expect(await world.visits.purge()).toBe(0);
    world.clock.at(86_401);
    expect(await world.visits.purge()).toBe(1);
    expect(await world.stored()).toBe('');
  });
});

describe('the steps', () => {
  test('a visit begins with what it is, and looking changes nothing', async () => {
    const token = await world.visit(['bankLogin', 'identity']);
    const before = await world.stored();
    world.clock.at(10);
    const { outline } = pageOf(await new Browser(world.view).fetchLink(token).show(token), 'start');
    expect(outline).toMatchObject({ bankCode: '004', purpose: 'issue', secondsLeft: 590 });
    expect(outline.steps).toEqual([
      { step: 'bankLogin', done: false },
      { step: 'identity', done: false },
    ]);
    expect(await world.stored()).toBe(before);
  });

  test('a step done under an earlier link is not asked again', async () => {
    if (world.handlers.known) world.handlers.known = { ...world.handlers.known, done: ['bankLogin'] };
    const token = await world.visit(['identity'], 2);
    const { outline } = stepOf(await new Browser(world.view).begin(token), identityPage);
    expect(outline.steps).toEqual([
      { step: 'bankLogin', done: true },
      { step: 'identity', done: false },
    ]);
  });

  test('a link whose steps are all done shows a stranger nothing', async () => {
    const token = await world.visit(['identity']);
    if (world.handlers.known) world.handlers.known = { ...world.handlers.known, done: ['identity'] };
    expect(kindOf(await new Browser(world.view).show(token))).toBe('gone');
  });

  test('finished, the page stays for its browser a while, and for nobody else', async () => {
    const token = await world.visit(['identity']);
    const browser = new Browser(world.view);
    world.clock.at(599);
    const page = stepOf(await browser.begin(token), identityPage);
    expect(kindOf(await browser.submit(token, 'identity', await identityForm(page)))).toBe('finished');
    await world.visit(['credential'], 2);
    await world.visits.close({ caseId: 'case-1', visitNumber: 1 });
    world.clock.at(599 + finishedMinutes * 60 - 0.001);
    expect(kindOf(await browser.show(token))).toBe('finished');
    expect(kindOf(await new Browser(world.view).fetchLink(token).show(token))).toBe('gone');
    world.handlers.known = undefined;
    expect(await browser.show(token)).toEqual({ page: { kind: 'finished' }, token });
    world.clock.at(599 + finishedMinutes * 60);
    expect(kindOf(await browser.show(token))).toBe('gone');
  });

  test('what the case says is done is done, even when a crash kept it from being written here', async () => {
    const token = await world.visit(['identity']);
    const browser = new Browser(world.view);
    await browser.begin(token);
    if (world.handlers.known) world.handlers.known = { ...world.handlers.known, done: ['identity'] };
    expect(kindOf(await browser.show(token))).toBe('finished');
    world.clock.at(660);
    expect(kindOf(await browser.show(token))).toBe('gone');
  });
});
