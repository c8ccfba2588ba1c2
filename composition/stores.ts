import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Register } from '../services/register/register.ts';
import type { State } from '../services/state/state.ts';

/** The hot state and the register, over one database. */
export interface Stores {
  readonly state: State;
  readonly register: Register;
}

/** Opens SQLite below DATA_DIR, or Redis when REDIS_URL is set. Only the adapter that is used is loaded. */
export async function openStores(config: Config): Promise<Stores> {
  if (config.redisUrl === undefined) return openSqlite(config.directory);
  const { openRedisState } = await import('../services/state/redisState.ts');
  const { openRedisRegister } = await import('../services/register/redisRegister.ts');
  const state = await openRedisState(config.redisUrl);
  return { state, register: await openRedisRegister(config.redisUrl) };
}

async function openSqlite(directory: string): Promise<Stores> {
  mkdirSync(directory, { recursive: true });
  const { openSqliteState } = await import('../services/state/sqliteState.ts');
  const { SqliteRegister } = await import('../services/register/sqliteRegister.ts');
  const state = await openSqliteState(join(directory, 'state.sqlite'));
  return { state, register: await SqliteRegister.open(join(directory, 'register.sqlite')) };
}
