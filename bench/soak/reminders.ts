import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runReminders } from '../../test/reliability/reminders.ts';
import { startRedisServer } from '../../test/support/redisServer.ts';
import { row, type Row } from '../row.ts';
import { reminderCost } from './reminderCost.ts';

/** As many as the proof asks for (SECURITY §3), unless another number is given. */
const usualCertificates = 10_000;
/** Deaths between what is due and what is sent, of as many certificates; a few come too late to happen. */
const usualKills = 108;
/** Their ends lie within so many days. */
const days = 150;

/**
 * Three workers in processes of their own on one Redis, killed between due and sent, while people renew, revoke, hold and
 * opt out. With a number: so many certificates, and kills in proportion.
 */
export async function soakReminders(most = usualCertificates): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'certificate-reminders-'));
  const redis = await startRedisServer();
  try {
    const kills = Math.max(3, Math.round((usualKills * most) / usualCertificates));
    const settings = { DATA_DIR: directory, REDIS_URL: redis.url };
    const plan = { certificates: most, days, kills, processes: true, settings, seed: 'soak' };
    const report = await runReminders(plan);
    for (const fault of [...report.missed, ...report.doubled, ...report.isFalse].slice(0, 20)) console.error(fault);
    console.log(`${report.due} due, ${report.sent} on the phones, in ${report.steps} steps of time`);
    console.log([...report.deaths].map(([point, count]) => `killed ${count} times at ${point}`).join('\n'));
    return [
      row('reminders', 'certificates', most, ''),
      row('reminders', 'renewed, revoked meanwhile', report.renewed + report.revoked, ''),
      row('reminders', 'kill -9 between due and sent', report.killed, ''),
      row('reminders', 'reminders due', report.due, ''),
      row('reminders', 'reminders on the phones', report.sent, ''),
      row('reminders', 'missed', report.missed.length, 'faults'),
      row('reminders', 'doubled', report.doubled.length, 'faults'),
      row('reminders', 'false: renewed, revoked, opted out, wrong stage or hour', report.isFalse.length, 'faults'),
      row('reminders', 'time', report.seconds, 's'),
      ...(await reminderCost()),
    ];
  } finally {
    await redis.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
