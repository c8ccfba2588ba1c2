import { openNotices } from '../../composition/notices.ts';
import { ReminderWatch, reminderQueue } from '../../services/notices/reminderWatch.ts';
import { certificateEntry, instantText } from '../../services/certificates/certificateRegister.ts';
import type { CertificateEntry } from '../../services/certificates/certificateRegister.ts';
import { endOfSeoulDay } from '../../services/certificates/authority/validity.ts';
import { withConcurrency } from '../../services/shared/withConcurrency.ts';
import { FixedClock } from '../../test/support/fixedClock.ts';
import { wrapCalls } from '../../test/reliability/calls.ts';
import { openWorkerRoom } from '../../test/reliability/reminderWorkers.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { row, type Row } from '../row.ts';

const certificates = 100_000;
const inEntries = 100;
const passes = 200;

/** What a look costs that finds nothing due, with 100,000 certificates on the list (SQLite). */
export async function reminderCost(): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'certificate-reminder-cost-'));
  const clock = new FixedClock('2027-08-20T12:00:00+09:00');
  const room = await openWorkerRoom({ DATA_DIR: directory, LOG_LEVEL: 'silent' }, clock);
  try {
    const { state, register } = room.foundation;
    const batches = Array.from({ length: certificates / inEntries }, (_, index) => index);
    await withConcurrency(batches, 4, async (batch) => {
      const all = Array.from({ length: inEntries }, (_, index) => entryOf(batch * inEntries + index));
      await register.insert(all.map((one) => certificateEntry(one, instantText(one.notBefore))));
    });
    const parts = { records: state.records, schedule: state.schedule, certificates: room.services.certificates };
    const begun = performance.now();
    const listed = await new ReminderWatch(parts).list(clock.now());
    const listing = performance.now() - begun;
    const due = await state.schedule.claim(reminderQueue, clock.now(), 1, 0.001);
    if (listed !== certificates || due.length > 0) throw new Error('expected all listed and none due, found otherwise');
    let calls = 0;
    const wrap = wrapCalls((point) => Promise.resolve(void (calls += point.endsWith('before') ? 1 : 0)));
    const counted = wrap.stores?.({ state, register });
    const notices = openNotices({ ...room.foundation, ...counted }, room.services);
    const before = performance.now();
    for (let pass = 0; pass < passes; pass += 1) await notices.run();
    return [
      row('reminders', 'listing 100,000 certificates, once', listing / 1000, 's'),
      row('reminders', 'a pass with nothing due, 100,000 on the list', (performance.now() - before) / passes, 'ms'),
      row('reminders', 'calls to the stores in it', calls / passes, ''),
    ];
  } finally {
    await room.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Issued eight months before the list is made: old enough to be on it, and nothing is due yet. */
function entryOf(index: number): CertificateEntry {
  const serialHex = `1a${index.toString(16).padStart(30, '0')}`;
  const day = Temporal.PlainDate.from('2026-11-25').add({ days: index % 28 });
  const notBefore = day.toZonedDateTime({ timeZone: 'Asia/Seoul', plainTime: '11:00' }).toInstant();
  return {
    schema: 1,
    serialHex,
    kind: 'issue',
    product: 'personal',
    bankCode: '004',
    personKey: `person-${index}`,
    lineageId: `lineage-${index}`,
    enrollmentId: `enrollment-${index}`,
    caseId: `case-${index}`,
    keyId: `key-${index}`,
    account: '0'.repeat(18),
    notBefore: notBefore.toString(),
    notAfter: endOfSeoulDay(day.add({ years: 1 })).toString(),
  };
}
