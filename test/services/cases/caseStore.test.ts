import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { purgeCases } from '../../../services/cases/casePurge.ts';
import { caseIdOf, newCase, type CaseRecord } from '../../../services/cases/caseRecord.ts';
import { CaseStore } from '../../../services/cases/caseStore.ts';
import { MalformedCase, readStoredCase, upgradeCase } from '../../../services/cases/storedCase.ts';
import { caseSchema, caseUpgrades } from '../../../services/cases/upgradeCase.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';
import { caseKey } from '../../support/storedCase.ts';

const now = Temporal.Instant.from('2026-11-22T05:00:00Z');
const folder = join(import.meta.dirname, 'samples');
/** Files named `case.v{schema}….json`: one of every form that a version of the product wrote. */
const samples = readdirSync(folder).map((name) => ({
  name,
  schema: Number(/^case\.v(\d+)\b/.exec(name)?.[1]),
  text: readFileSync(join(folder, name), 'utf8'),
}));

let state: State;
let cases: CaseStore;
beforeAll(async () => {
  state = await openSqliteState(':memory:');
  cases = new CaseStore(state);
});
afterAll(() => state.close());

async function put(caseId: string, value: unknown): Promise<void> {
  await state.records.putIfVersion(caseKey(caseId), value, 0);
}

async function stored(caseId: string): Promise<unknown> {
  return (await state.records.get(caseKey(caseId)))?.value;
}

const fresh = (id: string): CaseRecord => newCase(id, now, 'ko');

describe('a stored case', () => {
  test.each(samples)('$name is of its schema, and reads as one of today’s', ({ schema, text }) => {
    const sample: unknown = JSON.parse(text);
    expect(sample).toMatchObject({ schema });
    expect(readStoredCase('case', sample)).toMatchObject({ schema: caseSchema, id: 'case' });
  });

  test('there is a sample of every schema, and what upgrades each but today’s', () => {
    const schemas = Array.from({ length: caseSchema }, (_, index) => index + 1);
    expect([...new Set(samples.map(({ schema }) => schema))].sort((a, b) => a - b)).toEqual(schemas);
    expect(Object.keys(caseUpgrades).map(Number)).toEqual(schemas.slice(0, -1));
  });

  test('of schema 1 that waits for a code is, upgraded, the one of schema 2', () => {
    const [before, after] = ['case.v1.code.json', 'case.v2.code.json'].map((wanted): unknown =>
      JSON.parse(samples.find(({ name }) => name === wanted)?.text ?? ''),
    );
    expect(upgradeCase('case', before, caseUpgrades, 2)).toEqual(after);
  });

  test.each([
    ['again', { form: 'shownAgain' }],
    ['erase', { form: 'whetherToErase' }],
    ['sms.codeOld', { refused: 'sms.codeOld' }],
  ])('of schema 1 whose question was put because of “%s” says the same today', (refused, says) => {
    const asked = { what: 'outcome', token: '2', misses: 1 };
    const before = { ...fresh('a'), schema: 1, asked: { ...asked, refused } };
    expect(upgradeCase('a', before, caseUpgrades, 2)).toEqual({ ...before, schema: 2, asked: { ...asked, ...says } });
  });

  test('goes through every upgrade that it has missed, in order', () => {
    const upgrades = {
      1: (old: object) => ({ ...old, schema: 2, way: ['1→2'] }),
      2: (old: object) => ({ ...old, schema: 3, way: [...('way' in old ? (old.way as string[]) : []), '2→3'] }), // made above
    };
    expect(upgradeCase('a', { schema: 1, kept: true }, upgrades, 3)).toEqual({
      schema: 3,
      kept: true,
      way: ['1→2', '2→3'],
    });
    expect(upgradeCase('a', { schema: 2 }, upgrades, 3)).toEqual({ schema: 3, way: ['2→3'] });
    expect(upgradeCase('a', { schema: 3 }, upgrades, 3)).toEqual({ schema: 3 });
  });

  test.each([undefined, null, 'text', 7, [], {}, { schema: '1' }, { schema: 0 }, { schema: caseSchema + 1 }])(
    'that is %j is none',
    (value) => {
      expect(() => readStoredCase('a', value)).toThrow(MalformedCase);
    },
  );

  const faults: readonly (readonly [string, object])[] = [
    ['turn', { turn: -1 }],
    ['turn', { turn: '3' }],
    ['locale', { locale: 'fr' }],
    [
      'conversations.1.userId',
      {
        conversations: [
          { id: 'a', channel: 'kakao', userId: 'b' },
          { id: 'a', channel: 'kakao' },
        ],
      },
    ],
    ['seen', { seen: { 0: 'a' } }],
    ['outbox.0.activities', { outbox: [{ sequence: 1, conversationId: 'a' }] }],
    ['effects.0.kind', { effects: [{ id: 'a' }] }],
    ['enrollment.task', { enrollment: { id: 'a.1', evidence: [] } }],
    ['shelved.evidence', { shelved: { id: 'a.1', task: 'issue' } }],
    ['visit.number', { visit: { number: 1.5, steps: [] } }],
    ['handoff.state', { handoff: { id: 'a.1', state: 'lost', words: [] } }],
    ['another id', { id: 'b' }],
  ];
  test.each(faults)('with a fault at %s is none; the error says where, and not what stands there', (place, change) => {
    const read = (): unknown => readStoredCase('a', { ...fresh('a'), secret: '482913', ...change });
    expect(read).toThrow(MalformedCase);
    expect(read).toThrow(place);
    expect(read).not.toThrow(/482913|fr\b|lost/);
  });
});

describe('the door to cases', () => {
  test('knows nothing of a case that never began', async () => {
    expect(await cases.read('nobody')).toBeUndefined();
    expect(await cases.change('nobody', () => undefined)).toEqual({ before: undefined, after: undefined });
  });

  test('begins a case, changes it, and leaves it as it is', async () => {
    const begun = await cases.change('one', () => fresh('one'));
    expect([begun.before, begun.after]).toEqual([undefined, fresh('one')]);
    const changed = await cases.change('one', (record) => record && { ...record, turn: 1 });
    expect([changed.before?.turn, changed.after?.turn]).toEqual([0, 1]);
    const left = await cases.change('one', () => undefined);
    expect(left.after).toBe(left.before);
    expect(await cases.read('one')).toEqual({ ...fresh('one'), turn: 1 });
  });

  test('loses none of twenty changes at once', async () => {
    await put('many', fresh('many'));
    const turn = (): Promise<unknown> =>
      cases.change('many', async (record) => {
        await new Promise((resolve) => setImmediate(resolve));
        return record && { ...record, turn: record.turn + 1 };
      });
    await Promise.all(Array.from({ length: 20 }, turn));
    expect((await cases.read('many'))?.turn).toBe(20);
  });

  test('lists every case, moved ones too, and nothing else', async () => {
    await put('listed', fresh('listed'));
    await state.records.putIfVersion('caseload:1', 1, 0);
    const ids: string[] = [];
    for await (const id of cases.ids()) ids.push(id);
    expect(ids).toContain('listed');
    expect(ids).not.toContain('1');
  });
});

describe('a conversation that goes on in another one’s case', () => {
  const conversation = 'the browser';
  beforeAll(async () => {
    await put('home', fresh('home'));
    await cases.join(conversation, 'home');
  });

  test('is read there', async () => {
    expect((await cases.read(caseIdOf(conversation)))?.id).toBe('home');
  });

  test('is not changed in its own place: where it went is told, and nobody is asked', async () => {
    let isAsked = false;
    const changed = await cases.change(caseIdOf(conversation), () => {
      isAsked = true;
      return undefined;
    });
    expect(changed).toEqual({ before: undefined, after: undefined, movedTo: 'home' });
    expect(isAsked).toBe(false);
  });

  test('moves once: another code later leads it nowhere else', async () => {
    await put('elsewhere', fresh('elsewhere'));
    await cases.join(conversation, 'elsewhere');
    expect((await cases.read(caseIdOf(conversation)))?.id).toBe('home');
  });

  test('one that has a case of its own stays in it', async () => {
    const own = caseIdOf('somebody else');
    await put(own, fresh(own));
    await cases.join('somebody else', 'home');
    expect((await cases.read(own))?.id).toBe(own);
  });

  test('is never read round and round', async () => {
    await put('first', { movedTo: 'second' });
    await put('second', { movedTo: 'first' });
    await expect(cases.read('first')).rejects.toThrow('found one that moved on');
  });
});

describe('a record that is no case', () => {
  const broken = { ...fresh('broken'), turn: 'three' };

  test('is neither read nor changed, and stays as it is', async () => {
    await put('broken', broken);
    await expect(cases.read('broken')).rejects.toThrow(MalformedCase);
    await expect(cases.change('broken', () => fresh('broken'))).rejects.toThrow(MalformedCase);
    expect(await stored('broken')).toEqual(broken);
  });

  test('keeps no other from being forgotten in time, and is told of in the log', async () => {
    const enrollment = { id: 'z-left', task: 'issue', startedAt: now.toString(), evidence: [] };
    await put('a-broken', { ...broken, id: 'a-broken' });
    await put('z-left', { ...fresh('z-left'), enrollment });
    const told: object[] = [];
    const log = { error: (fields: object) => void told.push(fields) };
    const forgetConversation = (): Promise<void> => Promise.resolve();
    await purgeCases({ cases, forgetConversation, log }, now.add({ hours: 24 * 7 }));
    expect((await cases.read('z-left'))?.enrollment).toBeUndefined();
    expect(await stored('a-broken')).toEqual({ ...broken, id: 'a-broken' });
    expect(told).toContainEqual(expect.objectContaining({ caseId: 'a-broken' }));
  });
});
