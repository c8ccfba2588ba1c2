import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { SqliteRegister } from '../../../services/register/sqliteRegister.ts';
import { Unavailable } from '../../../services/shared/unavailable.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { registerContract } from './contract.ts';

const folder = temporaryFolder();

registerContract('SQLite', () => SqliteRegister.open(join(folder, 'register.db')));

test('a register on disk lasts', async () => {
  const file = join(folder, 'lasts.db');
  const entry = {
    kind: 'certificate',
    id: '0a',
    at: '2026-12-01T00:00:00.000000000Z',
    value: '{}',
    indexes: { person: 'p' },
  };
  const before = await SqliteRegister.open(file);
  await before.insert([entry]);
  await before.close();
  await expect(before.get('certificate', '0a')).rejects.toThrow(Unavailable);
  const after = await SqliteRegister.open(file);
  expect(await after.find({ kind: 'certificate', index: 'person', equals: 'p', limit: 1 })).toEqual([entry]);
  expect(await after.insert([entry])).toBe(false);
  await after.close();
});
