import { runFailures } from '../../test/reliability/failures.ts';
import { startRedisServer } from '../../test/support/redisServer.ts';
import { row, type Row } from '../row.ts';

/** Lets every call of an issuance fail once, on both stores. */
export async function soakFailures(most?: number): Promise<Row[]> {
  const limit = most === undefined ? {} : { most };
  const redis = await startRedisServer();
  try {
    return [...(await rowsOf('on SQLite', limit)), ...(await rowsOf('on Redis', { ...limit, redisUrl: redis.url }))];
  } finally {
    await redis.stop();
  }
}

async function rowsOf(where: string, plan: Parameters<typeof runFailures>[0]): Promise<Row[]> {
  const { failed, faults, seconds } = await runFailures(plan);
  for (const fault of faults) console.error(`${where}: ${fault}`);
  return [
    row('failures', `failed calls, ${where}`, failed, ''),
    row('failures', `not one certificate in the end, ${where}`, faults.length, 'faults'),
    row('failures', `time, ${where}`, seconds, 's'),
  ];
}
