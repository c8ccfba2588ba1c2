import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CloudAccounts } from '../../../services/cloudAccount/cloudAccounts.ts';
import { systemRandom } from '../../../services/shared/random.ts';
import { openSqliteState } from '../../../services/state/sqliteState.ts';
import type { State } from '../../../services/state/state.ts';

const now = Temporal.Instant.from('2026-11-22T14:13:00+09:00');
let state: State;
let accounts: CloudAccounts;
let next = 0;

beforeAll(async () => {
  state = await openSqliteState(':memory:');
  accounts = new CloudAccounts({ records: state.records, random: systemRandom, key: 'person key' });
});
afterAll(() => state.close());

/** An owner of its own for each test. */
function newOwner(): { name: string; birthDate: string; phone: string } {
  next += 1;
  return { name: '홍길동', birthDate: '1990-01-01', phone: `0109${String(next).padStart(7, '0')}` };
}

test('the first connection makes an account, the next finds it', async () => {
  const owner = newOwner();
  expect(await accounts.find(owner)).toBeUndefined();
  const made = await accounts.connect({ ...owner, now });
  const found = await accounts.connect({ ...owner, now: now.add({ hours: 1 }) });
  expect(found.accountId).toBe(made.accountId);
  expect(found).toMatchObject({ createdAt: '2026-11-22T05:13:00Z', lastUsedAt: '2026-11-22T06:13:00Z' });
  expect(await accounts.find(owner)).toEqual(found);
});

test('fifty connections at once make one account', async () => {
  const owner = newOwner();
  const all = await Promise.all(Array.from({ length: 50 }, () => accounts.connect({ ...owner, now })));
  expect(new Set(all.map(({ accountId }) => accountId)).size).toBe(1);
});

test('a name typed on another keyboard is the same account', async () => {
  const owner = newOwner();
  const made = await accounts.connect({ ...owner, now });
  const found = await accounts.connect({ ...owner, name: owner.name.normalize('NFD'), now });
  expect(found.accountId).toBe(made.accountId);
});

test.each([
  ['another phone', { phone: '01087654321' }],
  ['another birth date', { birthDate: '1990-01-02' }],
  ['another name', { name: '홍길순' }],
  ['parts that only read the same together', { name: '홍길동\n1990-01-01', birthDate: '' }],
])('%s is another account', async (_what, change) => {
  const owner = newOwner();
  const made = await accounts.connect({ ...owner, now });
  expect((await accounts.find({ ...owner, ...change }))?.accountId).not.toBe(made.accountId);
});

test('a clock that was set back takes no use away', async () => {
  const owner = newOwner();
  await accounts.connect({ ...owner, now });
  const again = await accounts.connect({ ...owner, now: now.subtract({ hours: 1 }) });
  expect(again.lastUsedAt).toBe('2026-11-22T05:13:00Z');
});

test('the store holds nothing that says whose it is', async () => {
  const owner = newOwner();
  await accounts.connect({ ...owner, now });
  for await (const key of state.records.keys('cloudAccount:')) {
    const stored = JSON.stringify([key, (await state.records.get(key))?.value]);
    for (const part of [owner.name, owner.phone, owner.birthDate, '19900101']) expect(stored).not.toContain(part);
  }
});

test('with another key nobody is found, and without one nothing is opened', async () => {
  const owner = newOwner();
  await accounts.connect({ ...owner, now });
  const others = new CloudAccounts({ records: state.records, random: systemRandom, key: 'other key' });
  expect(await others.find(owner)).toBeUndefined();
  expect(() => new CloudAccounts({ records: state.records, random: systemRandom, key: '' })).toThrow('expected a key');
});
