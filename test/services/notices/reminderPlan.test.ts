import { describe, expect, test } from '@jest/globals';
import { firstReminder, planReminders, type ReminderSubject } from '../../../services/notices/reminderPlan.ts';

/** DOMAIN §9: issued a year before its last day, 2026-12-01, and used lately. */
const usual: ReminderSubject = {
  state: 'active',
  notBefore: '2025-12-01T05:30:00Z',
  untilDay: '2026-12-01',
  lastUsedAt: '2026-08-20T00:00:00Z',
};
const none = new Set<string>();

function seoulTime(text: string): Temporal.Instant {
  return Temporal.Instant.from(`${text}+09:00`);
}

function plan(at: string, recorded: readonly string[] = [], changes: Partial<ReminderSubject> = {}) {
  const { due, overtaken, next } = planReminders({ ...usual, ...changes }, new Set(recorded), seoulTime(at));
  const seen = next?.toZonedDateTimeISO('Asia/Seoul').toPlainDateTime().toString({ smallestUnit: 'minute' });
  return { due: due.map(({ key, daysLeft }) => `${key} ${daysLeft}`), overtaken, next: seen };
}

describe('the stages of the end', () => {
  test.each([
    ['the evening before D-90', '2026-09-01T19:59:59', [], '2026-09-02T09:00'],
    ['a second before midnight', '2026-09-01T23:59:59', [], '2026-09-02T09:00'],
    ['D-90 at midnight waits for nine', '2026-09-02T00:00:00', [], '2026-09-02T09:00'],
    ['a second before nine', '2026-09-02T08:59:59', [], '2026-09-02T09:00'],
    ['nine on D-90', '2026-09-02T09:00:00', ['d90 90'], '2026-11-01T09:00'],
    ['a day late it is still D-90, 89 days left', '2026-09-03T10:00:00', ['d90 89'], '2026-11-01T09:00'],
    ['the last second of the day', '2026-09-02T19:59:59', ['d90 90'], '2026-11-01T09:00'],
    ['eight in the evening is too late', '2026-09-02T20:00:00', [], '2026-09-03T09:00'],
  ])('%s', (_, at, due, next) => {
    expect(plan(at)).toEqual({ due, overtaken: [], next });
  });

  const before = (stage: string): readonly string[] => {
    const all = ['d90', 'd30', 'd7', 'd1', 'dDay', 'ended'];
    return all.slice(0, all.indexOf(stage));
  };
  test.each([
    ['d30', '2026-10-31T23:59:59', '2026-11-01T00:00:00', 30, '2026-11-01T09:00', '2026-11-24T09:00'],
    ['d7', '2026-11-23T23:59:59', '2026-11-24T00:00:00', 7, '2026-11-24T09:00', '2026-11-30T09:00'],
    ['d1', '2026-11-29T23:59:59', '2026-11-30T00:00:00', 1, '2026-11-30T09:00', '2026-12-01T09:00'],
    ['dDay', '2026-11-30T23:59:59', '2026-12-01T00:00:00', 0, '2026-12-01T09:00', '2026-12-02T09:00'],
    ['ended', '2026-12-01T23:59:59', '2026-12-02T00:00:00', -1, '2026-12-02T09:00', undefined],
  ])('%s begins with its Seoul day and goes out at nine', (stage, last, first, daysLeft, nine, after) => {
    const done = before(stage);
    expect(plan(last, done)).toEqual({ due: [], overtaken: [], next: nine });
    expect(plan(first, done)).toEqual({ due: [], overtaken: [], next: nine });
    const due = plan(nine, done, stage === 'ended' ? { state: 'expired' } : {});
    expect(due).toEqual({ due: [`${stage} ${daysLeft}`], overtaken: [], next: after });
    expect(plan(nine, [...done, stage])).toEqual({ due: [], overtaken: [], next: after });
  });

  test('only the latest of several goes out, the others are overtaken', () => {
    expect(plan('2026-11-25T10:00:00')).toEqual({
      due: ['d7 6'],
      overtaken: ['d90', 'd30'],
      next: '2026-11-30T09:00',
    });
  });

  test('what comes due at night overtakes what could not be sent in the evening', () => {
    expect(plan('2026-11-30T20:30:00', before('d1')).due).toEqual([]);
    expect(plan('2026-12-01T09:00:00', before('d1'))).toMatchObject({ due: ['dDay 0'], overtaken: ['d1'] });
  });

  test('one that was sent late does not bring back an earlier one', () => {
    expect(plan('2026-11-26T10:00:00', ['d7'])).toMatchObject({ due: [], overtaken: ['d90', 'd30'] });
    expect(plan('2026-11-26T10:00:00', ['d7', 'd90', 'd30'])).toMatchObject({ due: [], overtaken: [] });
  });

  test('the end is told within a year of it, and not any more after', () => {
    const done = before('ended');
    expect(plan('2027-12-01T10:00:00', done, { state: 'expired' }).due).toEqual(['ended -365']);
    expect(plan('2027-12-02T10:00:00', done, { state: 'expired' })).toEqual({
      due: [],
      overtaken: ['ended'],
      next: undefined,
    });
  });

  test('the leap day ends like any other day', () => {
    const leap = { untilDay: '2028-02-29', notBefore: '2027-02-28T00:00:00Z', lastUsedAt: '2028-01-01T00:00:00Z' };
    expect(plan('2028-02-28T09:00:00', before('d1'), leap).due).toEqual(['d1 1']);
    expect(plan('2028-02-29T09:00:00', before('dDay'), leap).due).toEqual(['dDay 0']);
    expect(plan('2028-03-01T09:00:00', before('ended'), leap).due).toEqual(['ended -1']);
  });

  test.each(['revoked', 'superseded'] as const)('nothing is said of a %s one', (state) => {
    expect(plan('2026-11-24T10:00:00', [], { state })).toEqual({ due: [], overtaken: [], next: undefined });
  });

  test.each(['held', 'locked'] as const)('a %s one is told of its end', (state) => {
    expect(plan('2026-11-24T10:00:00', ['d90', 'd30'], { state }).due).toEqual(['d7 7']);
  });
});

describe('eleven months without a use', () => {
  const long = { notBefore: '2026-12-01T05:30:00Z', untilDay: '2029-12-01', lastUsedAt: undefined };

  test.each([
    ['2027-10-31T23:59:59', [], '2027-11-01T09:00'],
    ['2027-11-01T00:00:00', [], '2027-11-01T09:00'],
    ['2027-11-01T09:00:00', ['unused@2026-12-01 30'], '2028-10-01T09:00'],
    ['2027-11-30T19:59:00', ['unused@2026-12-01 1'], '2028-10-30T09:00'],
    ['2027-11-30T20:00:00', [], '2027-12-01T09:00'],
  ])('at %s', (at, due, next) => {
    expect(plan(at, [], long)).toEqual({ due, overtaken: [], next });
  });

  test('after twelve months it is too late for a word', () => {
    expect(plan('2027-12-01T09:00:00', [], long)).toMatchObject({ due: [], overtaken: ['unused@2026-12-01'] });
  });

  test('a use begins the count anew, and is reminded of again', () => {
    const used = { ...long, lastUsedAt: '2027-11-05T00:00:00Z' };
    expect(plan('2027-11-06T10:00:00', ['unused@2026-12-01'], used)).toEqual({
      due: [],
      overtaken: [],
      next: '2028-10-05T09:00',
    });
    expect(plan('2028-10-05T09:00:00', ['unused@2026-12-01'], used).due).toEqual(['unused@2027-11-05 31']);
  });

  test('the day of the last use is a Seoul day', () => {
    const late = { ...long, lastUsedAt: '2027-01-31T15:30:00Z' };
    expect(plan('2027-12-31T10:00:00', [], late).due).toEqual([]);
    expect(plan('2028-01-01T10:00:00', [], late).due).toEqual(['unused@2027-02-01 31']);
  });

  test('a one-year certificate that was never used hears of both, each on its own', () => {
    const never = { lastUsedAt: undefined };
    expect(plan('2026-11-01T09:00:00', ['d90'], never)).toMatchObject({ due: ['d30 30', 'unused@2025-12-01 30'] });
    expect(plan('2026-11-01T09:00:00', ['d90', 'd30'], never)).toMatchObject({ due: ['unused@2025-12-01 30'] });
  });

  test('it counts down to the end when that comes first, and is silent after it', () => {
    const late = { lastUsedAt: '2025-12-20T00:00:00Z' };
    expect(plan('2026-11-20T10:00:00', ['d90', 'd30'], late).due).toEqual(['unused@2025-12-20 11']);
    const after = { lastUsedAt: '2026-01-02T00:00:00Z', state: 'expired' } as const;
    expect(plan('2026-12-02T10:00:00', ['d90', 'd30', 'd7', 'd1', 'dDay'], after)).toEqual({
      due: ['ended -1'],
      overtaken: [],
      next: undefined,
    });
  });

  test('a held or locked one cannot be used: it waits from morning to morning, and hears of it once released', () => {
    for (const state of ['held', 'locked'] as const) {
      const found = plan('2027-11-01T09:00:00', [], { ...long, state });
      expect(found).toEqual({ due: [], overtaken: [], next: '2027-11-02T09:00' });
    }
    expect(plan('2027-11-20T09:00:00', [], long).due).toEqual(['unused@2026-12-01 11']);
  });
});

test.each([
  ['one year', '2025-12-01T05:30:00Z', '2026-12-01T14:59:59Z', '2026-09-02T09:00:00'],
  ['renewed 90 days early', '2025-09-02T05:30:00Z', '2026-12-01T14:59:59Z', '2026-08-02T09:00:00'],
  ['three years', '2026-12-01T05:30:00Z', '2029-12-01T14:59:59Z', '2027-11-01T09:00:00'],
])('the first look: %s', (_, notBefore, notAfter, first) => {
  expect(firstReminder({ notBefore, notAfter })).toEqual(seoulTime(first));
});

test('whenever it is looked at, nothing is missed: looks at `next` alone send every stage once', () => {
  for (const start of ['2026-08-30T13:00:00', '2026-10-31T21:00:00', '2026-11-23T00:00:00', '2026-11-30T23:00:00']) {
    const recorded = new Set<string>();
    const sent: string[] = [];
    let now: Temporal.Instant | undefined = seoulTime(start);
    for (let looks = 0; now && looks < 30; looks += 1) {
      const found = planReminders({ ...usual, state: 'active' }, recorded, now);
      for (const { key } of found.due) sent.push(key);
      for (const key of [...found.overtaken, ...found.due.map((one) => one.key)]) recorded.add(key);
      if (found.next) expect(Temporal.Instant.compare(found.next, now)).toBe(1);
      now = found.next;
    }
    expect(now).toBeUndefined();
    expect(new Set(sent).size).toBe(sent.length);
    expect([...recorded].toSorted()).toEqual(['d1', 'd30', 'd7', 'd90', 'dDay', 'ended']);
  }
});

test('nothing recorded and nothing due is nothing to do', () => {
  expect(planReminders(usual, none, seoulTime('2026-08-30T13:00:00')).due).toEqual([]);
});
