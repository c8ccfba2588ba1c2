import { runKills, type KillPlan } from '../../test/reliability/kills.ts';
import { startRedisServer } from '../../test/support/redisServer.ts';
import { row, type Row } from '../row.ts';

/** Kills an issuance at every call to a store, bank, bureau, SMS carrier and signer: on SQLite, on Redis, and twice. */
export async function soakKills(most?: number): Promise<Row[]> {
  const limit = most === undefined ? {} : { most };
  const redis = await startRedisServer();
  try {
    // each on a process, a port and a store of its own
    const rows = await Promise.all([
      rowsOf('on SQLite', limit),
      rowsOf('on Redis', { ...limit, redisUrl: redis.url }),
      rowsOf('on SQLite, and again while it comes back', { ...limit, twice: true }),
    ]);
    return rows.flat();
  } finally {
    await redis.stop();
  }
}

async function rowsOf(where: string, plan: KillPlan): Promise<Row[]> {
  const { calls, killed, faults, seconds } = await runKills({
    ...plan,
    say: (fault) => console.error(`${where}: ${fault}`),
  });
  for (const fault of faults.slice(-5)) console.error(`${where}: ${fault}`);
  return [
    row('kills', `calls of one issuance, ${where}`, calls, ''),
    row('kills', `kill -9, ${where}`, killed, ''),
    row('kills', `not as if nothing had happened, ${where}`, faults.length, 'faults'),
    row('kills', `time, ${where}`, seconds, 's'),
  ];
}
