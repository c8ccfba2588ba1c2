import { expect, test } from '@jest/globals';
import type { CertificateDetails } from '../../../services/certificates/certificateLifeCycle.ts';
import { UnusedCertificates, unusedQueue } from '../../../services/cloudAccount/unusedCertificates.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import { FixedClock } from '../../support/fixedClock.ts';

const now = '2027-12-02T10:00:00+09:00';

function certificate(changes: Partial<CertificateDetails>): CertificateDetails {
  // what is looked at here
  return { serialHex: '01', state: 'active', notBefore: '2026-12-01T05:30:00Z', ...changes } as CertificateDetails;
}

/** Somebody whose account went, with these certificates. */
async function person(all: readonly CertificateDetails[], comesBack = false) {
  const state = await openSqliteState(':memory:');
  const [ended, told]: [string[], string[]] = [[], []];
  let failures = 0;
  const unused = new UnusedCertificates({
    schedule: state.schedule,
    accounts: { has: () => Promise.resolve(comesBack) },
    certificates: {
      ofPerson: () => Promise.resolve(all),
      revoke: ({ serialHex }) => {
        ended.push(serialHex);
        return Promise.resolve({ ok: true, value: undefined });
      },
    },
    tell: ({ id }) => {
      if (failures > 0) {
        failures -= 1;
        return Promise.reject(new Error('the process ends here'));
      }
      told.push(id);
      return Promise.resolve();
    },
    clock: new FixedClock(now),
    leaseSeconds: 0,
  });
  await unused.expect('person');
  const waiting = () => state.schedule.claim(unusedQueue, Temporal.Instant.from(now), 10, 0);
  return { unused, ended, told, waiting, fail: () => (failures = 1), close: () => state.close() };
}

test.each([
  ['active', {}, 1],
  ['locked', { state: 'locked' }, 1],
  ['held', { state: 'held' }, 1],
  ['expired', { state: 'expired' }, 0],
  ['revoked already', { state: 'revoked' }, 0],
  ['replaced already', { state: 'superseded' }, 0],
  ['used on the first of the twelve months', { lastUsedAt: '2026-12-01T14:59:59Z' }, 1],
  ['used a second later, on the next day', { lastUsedAt: '2026-12-01T15:00:01Z' }, 0],
  ['renewed since', { notBefore: '2027-06-01T00:00:00Z' }, 0],
] as const)('one that is %s', async (_name, changes, count) => {
  const { unused, ended, told, close } = await person([certificate(changes)]);
  expect(await unused.run()).toBe(count);
  expect(ended).toHaveLength(count);
  expect(told).toEqual(count ? ['unused-01'] : []);
  expect(await unused.run()).toBe(0);
  await close();
});

test('who came back meanwhile keeps theirs, and is not looked at again', async () => {
  const { unused, ended, waiting, close } = await person([certificate({})], true);
  expect(await unused.run()).toBe(0);
  expect([ended, await waiting()]).toEqual([[], []]);
  await close();
});

test('what could not be told is not ended either, until both are done', async () => {
  const { unused, ended, told, waiting, fail, close } = await person([
    certificate({}),
    certificate({ serialHex: '02' }),
  ]);
  fail();
  await expect(unused.run()).rejects.toThrow('the process ends here');
  expect([ended, told]).toEqual([[], []]);
  expect(await unused.run()).toBe(2);
  expect([ended, told]).toEqual([
    ['01', '02'],
    ['unused-01', 'unused-02'],
  ]);
  expect(await waiting()).toEqual([]);
  await close();
});
