import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { CaseEvent } from '../../../services/cases/caseEvents.ts';
import { caseIdOf, newCase, type CaseRecord } from '../../../services/cases/caseRecord.ts';
import { CaseStore } from '../../../services/cases/caseStore.ts';
import type { Effect } from '../../../services/cases/effect.ts';
import { Outbox } from '../../../services/cases/outbox.ts';
import { sealTurn } from '../../../services/cases/turnCommit.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { eventually } from '../../support/eventually.ts';

const now = Temporal.Instant.from('2026-11-22T05:00:00Z');
const conversations = [{ id: 'chat', channel: 'kakao', userId: 'user', lastAt: now.toString() }];

let state: State;
let cases: CaseStore;
let count = 0;
let caseId = '';
/** What was done, in order: an effect by its kind, an answer by its text. */
let done: string[];
/** What fails next, by the same names. */
let faults: Map<string, Error>;
/** What the effects come to, by their kind. */
let outcomes: Map<string, CaseEvent>;
let warnings: object[];
let outbox: Outbox;

beforeAll(async () => {
  state = await openSqliteState(':memory:');
  cases = new CaseStore(state);
});
afterAll(() => state.close());
beforeEach(() => {
  caseId = `case-${(count += 1)}`;
  [done, faults, outcomes, warnings] = [[], new Map(), new Map(), []];
  outbox = openOutbox();
});

function failOnce(name: string): void {
  const fault = faults.get(name);
  faults.delete(name);
  if (fault) throw fault;
}

function openOutbox(hear?: (id: string, event: CaseEvent) => Promise<void>): Outbox {
  return new Outbox({
    cases,
    effects: {
      run: async (_record, { kind }) => {
        failOnce(kind);
        done.push(kind);
        return outcomes.get(kind);
      },
    },
    post: async (channel, conversationId, shown) => {
      failOnce('post');
      done.push(...shown.map(({ id, activity }) => `${channel} ${conversationId} ${id} ${JSON.stringify(activity)}`));
    },
    hear: hear ?? ((_id, { name }) => Promise.resolve(void done.push(`heard ${name}`))),
    inTurn: (_id, task) => task(),
    log: { warn: (fields) => void warnings.push(fields) },
  });
}

const close = (id: string): Effect => ({ id, kind: 'visit.close', visit: 1 });
const key = (id: string): Effect => ({ id, kind: 'key.ahead', enrollmentId: 'e' });
const connect = (id: string): Effect => ({ id, kind: 'cloud.connect', enrollmentId: 'e' });
const says = (sequence: number, ...activities: { id?: string; text: string }[]) => ({
  sequence,
  conversationId: 'chat',
  activities,
});

/** A case that holds these, as its turn left it in the store. */
async function left(parts: Partial<CaseRecord>): Promise<CaseRecord> {
  const { after } = await cases.change(caseId, () => ({ ...newCase(caseId, now, 'ko'), conversations, ...parts }));
  if (!after) throw new Error('expected a case, found none');
  return after;
}

describe('what a turn decided', () => {
  test('is brought out in order: what must be done before, the answers, the rest', async () => {
    const effects = [key('1'), close('2'), connect('3')];
    await outbox.settle(await left({ effects, outbox: [says(7, { text: 'a' }), says(8, { text: 'b' })] }));
    const answers = ['7.0 {"text":"a"}', '8.0 {"text":"b"}'].map((shown) => `kakao chat chat|000000${shown}`);
    expect(done).toEqual(['visit.close', ...answers, 'key.ahead', 'cloud.connect']);
  });

  test('is shown under the id that it has, else under that of its place', async () => {
    await outbox.settle(await left({ outbox: [says(3, { id: 'own', text: 'a' }, { text: 'b' })] }));
    expect(done).toEqual(['kakao chat own {"id":"own","text":"a"}', 'kakao chat chat|0000003.1 {"text":"b"}']);
  });

  test('is not done or shown again while its record still holds it, and is taken out with the next write', async () => {
    const record = await left({ effects: [key('1'), close('2')], outbox: [says(1, { text: 'a' })], sequence: 1 });
    await outbox.settle(record);
    const before = [...done];
    await outbox.settle(record);
    expect(done).toEqual(before);
    const addition = {
      deliveryKey: 'd',
      now,
      conversationId: 'chat',
      activities: [],
      settled: outbox.settledOf(caseId),
    };
    expect(sealTurn(record, addition)).toMatchObject({ effects: [], outbox: [] });
  });

  test('is forgotten once the record holds it no more', async () => {
    await outbox.settle(await left({ effects: [key('1')] }));
    expect(outbox.settledOf(caseId).effects.has('1')).toBe(true);
    await outbox.settle(await left({ effects: [] }));
    expect(outbox.settledOf(caseId).effects.size).toBe(0);
  });

  test('and what an effect comes to is heard as the case’s next turn', async () => {
    outcomes.set('cloud.connect', { id: 'e', name: 'code.uncertain', send: 1 });
    await outbox.settle(await left({ effects: [connect('1'), key('2')] }));
    expect(done).toEqual(['cloud.connect', 'heard code.uncertain', 'key.ahead']);
  });

  test('is done once, though the outcome’s turn settles within the turn before it', async () => {
    outcomes.set('cloud.connect', { id: 'e1', name: 'code.uncertain', send: 1 });
    outcomes.set('key.ahead', { id: 'e2', name: 'visit.renew', shown: false });
    const own: Outbox = openOutbox(async () => {
      const { after } = await cases.change(caseId, (record) => {
        const settled = own.settledOf(caseId);
        return record && { ...record, effects: record.effects.filter(({ id }) => !settled.effects.has(id)) };
      });
      if (after) await own.settle(after);
    });
    await own.settle(await left({ effects: [connect('1'), key('2')] }));
    expect(done).toEqual(['cloud.connect', 'key.ahead']);
  });
});

describe('what can’t be done now', () => {
  const outage = new Unavailable('store');

  test('before the answers keeps them in, so that no link is shown that does not work, and is tried again by itself', async () => {
    const record = await left({ effects: [close('1'), key('2')], outbox: [says(1, { text: 'a' })] });
    faults.set('visit.close', outage);
    await expect(outbox.settle(record)).rejects.toThrow(Unavailable);
    expect(done).toEqual([]);
    await eventually(() => done.length === 3);
    expect(done).toEqual(['visit.close', 'kakao chat chat|0000001.0 {"text":"a"}', 'key.ahead']);
  });

  test('before the answers because of a bug of ours is left for later; the answers are shown', async () => {
    faults.set('visit.close', new Error('expected something else'));
    await outbox.settle(await left({ effects: [close('1')], outbox: [says(1, { text: 'a' })] }));
    expect(done).toEqual(['kakao chat chat|0000001.0 {"text":"a"}']);
    expect(warnings).toContainEqual(expect.objectContaining({ caseId, effect: 'visit.close' }));
    await eventually(() => done.length === 2);
    expect(done.at(-1)).toBe('visit.close');
  });

  test('of the answers holds up what comes after them', async () => {
    faults.set('post', outage);
    const record = await left({ effects: [key('1')], outbox: [says(1, { text: 'a' }), says(2, { text: 'b' })] });
    await expect(outbox.settle(record)).rejects.toThrow(Unavailable);
    expect(done).toEqual([]);
    await eventually(() => done.length === 3);
    expect(done.at(-1)).toBe('key.ahead');
  });

  test('after the answers holds up nothing else, and is tried again by itself', async () => {
    faults.set('cloud.connect', outage);
    await outbox.settle(await left({ effects: [connect('1'), key('2')] }));
    expect(done).toEqual(['key.ahead']);
    await eventually(() => done.length === 2);
    expect(done).toEqual(['key.ahead', 'cloud.connect']);
  });

  test('is done once more when the turn of its outcome failed', async () => {
    outcomes.set('cloud.connect', { id: 'e', name: 'code.uncertain', send: 1 });
    let turns = 0;
    const own = openOutbox(() => ((turns += 1) === 1 ? Promise.reject(outage) : Promise.resolve()));
    await own.settle(await left({ effects: [connect('1')] }));
    await eventually(() => turns === 2);
    expect(done).toEqual(['cloud.connect', 'cloud.connect']);
  });

  test('is left to the next start once the outbox is closed', async () => {
    faults.set('cloud.connect', outage);
    await outbox.settle(await left({ effects: [connect('1')] }));
    outbox.close();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(done).toEqual([]);
    expect(await openOutbox().bringOut(caseId)).toBe(true);
    expect(done).toEqual(['cloud.connect']);
  });
});

describe('after a crash', () => {
  test('there is nothing to bring out of a case that holds nothing, never began, or moved', async () => {
    await left({});
    await cases.join('moved', caseId);
    expect(await outbox.bringOut(caseId)).toBe(false);
    expect(await outbox.bringOut('nobody')).toBe(false);
    await left({ effects: [key('1')] });
    expect(await outbox.bringOut(caseIdOf('moved'))).toBe(false);
    expect(done).toEqual([]);
  });
});
