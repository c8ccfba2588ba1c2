/* Writes records for ever and prints each key once its write was answered; the test kills it. */
import { openSqliteState } from '../../../services/state/sqliteState.ts';

const state = await openSqliteState(String(process.argv[2]));

async function writeForEver(writer: number): Promise<void> {
  for (let index = 0; ; index += 1) {
    const key = `case:${writer}:${index}`;
    await state.records.putIfVersion(key, { index }, 0);
    process.stdout.write(`${key}\n`);
  }
}

await Promise.all([0, 1, 2, 3].map(writeForEver));
