import { expect, test } from '@jest/globals';
import { planNudge, saysNudge } from '../../dialogs/events/nudges.ts';
import { newCase, type CaseRecord } from '../../services/cases/caseRecord.ts';

const begin = Temporal.Instant.from('2026-11-22T05:00:00Z');
const at = (seconds: number): Temporal.Instant => begin.add({ seconds });

/** Somebody who was asked for a bank. */
function asked(changes: Partial<CaseRecord> = {}): CaseRecord {
  return {
    ...newCase('case', begin, 'ko'),
    enrollment: { id: 'case.1', task: 'issue', startedAt: begin.toString(), evidence: [] },
    asked: { what: 'bank', token: '1', misses: 0 },
    nudges: { said: [], waiting: 'case.1/bank' },
    ...changes,
  };
}

test('before its time it is looked at again, at its time it is said, half an hour later it is none', () => {
  expect(planNudge(asked(), at(239))).toEqual({ again: at(240) });
  expect(planNudge(asked(), at(240))).toEqual({ say: 'case.1/bank' });
  expect(planNudge(asked(), at(240 + 1800))).toEqual({ say: 'case.1/bank' });
  expect(planNudge(asked(), at(240 + 1801))).toBe('never');
});

test('a clock that was set back says nothing early', () => {
  expect(planNudge(asked(), at(-600))).toEqual({ again: at(240) });
});

const bank = { bank: '004' };
test.each<[string, Partial<CaseRecord>]>([
  ['no task is under way', { enrollment: undefined }],
  ['nothing was asked', { asked: undefined }],
  ['the customer is asked whether to stop', { asked: { what: 'cancel', token: '1', misses: 0 } }],
  ['the customer is asked for a message they got', { asked: { what: 'pasted', token: '', misses: 0 } }],
  ['it was said', { nudges: { said: ['case.1/bank'], waiting: 'case.1/bank' } }],
  ['nothing was put aside', { nudges: undefined }],
  [
    'the step is over',
    { enrollment: { id: 'case.1', task: 'issue', startedAt: begin.toString(), evidence: [], ...bank } },
  ],
  ['it is another task', { enrollment: { id: 'case.2', task: 'issue', startedAt: begin.toString(), evidence: [] } }],
])('never when %s', (_name, changes) => {
  expect(planNudge(asked(changes), at(300))).toBe('never');
  expect(saysNudge(asked(changes), 'case.1/bank', at(300))).toBe(false);
});

test('it is said at the very step it was told for', () => {
  expect(saysNudge(asked(), 'case.1/bank', at(300))).toBe(true);
  expect(saysNudge(asked(), 'case.1/kind', at(300))).toBe(false);
  expect(saysNudge(asked(), 'case.1/bank', at(100))).toBe(false);
});
