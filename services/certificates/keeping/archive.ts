import { createHash } from 'node:crypto';
import type { Register, RegisterEntry } from '../../register/register.ts';
import { findAll } from '../../register/registerQueries.ts';
import type { Records } from '../../state/records.ts';
import type { Schedule } from '../../state/schedule.ts';
import { certificateKinds } from '../certificateRegister.ts';
import { issuanceQueue } from '../issue/journaledIssuance.ts';
import type { IssuanceOrder } from '../issue/journaledIssuance.ts';

/** The hot records of this module, by the first part of their key. */
const certificateRecordKinds = ['holder', 'key', 'place', 'issuance', 'use', 'crl', 'ocsp'] as const;

/** The stores that an archive is made of and restored into. */
export interface ArchivedStores {
  readonly register: Register;
  readonly records: Records;
  readonly schedule: Schedule;
}

type Line =
  | { readonly entry: RegisterEntry }
  | { readonly record: { readonly key: string; readonly value: unknown } }
  | { readonly end: { readonly lines: number; readonly sha256: string } };

/**
 * Everything of this module as lines of JSON, the last with a count and a hash. What is personal stays sealed, so an
 * archive is worth nothing without pepper and credentials; the authorities' files are copied apart (`{DATA_DIR}/ca`).
 * Journal entries come last: what is issued meanwhile is completed by recovery after a restore.
 */
export async function* archiveLines({ register, records }: ArchivedStores): AsyncIterable<string> {
  const hash = createHash('sha256');
  let lines = 0;
  const text = (line: Line): string => {
    const json = JSON.stringify(line);
    hash.update(`${json}\n`);
    lines += 1;
    return json;
  };
  for (const kind of certificateKinds)
    for await (const entry of findAll(register, { kind, index: 'at' })) yield text({ entry });
  for (const kind of certificateRecordKinds)
    for await (const key of records.keys(`${kind}:`)) {
      const found = await records.get<unknown>(key);
      if (found) yield text({ record: { key, value: found.value } });
    }
  yield JSON.stringify({ end: { lines, sha256: hash.digest('hex') } } satisfies Line);
}

/**
 * Puts an archive back into empty stores; again into half-restored ones it goes on.
 * @throws Error when the archive is cut short, altered, or contradicts what is there
 */
export async function restoreArchive(lines: AsyncIterable<string>, stores: ArchivedStores): Promise<number> {
  const hash = createHash('sha256');
  let read = 0;
  let isWhole = false;
  for await (const json of lines) {
    const line = JSON.parse(json) as Line; // checked by count and hash at its end
    if ('end' in line) {
      isWhole = line.end.lines === read && line.end.sha256 === hash.digest('hex');
      break;
    }
    hash.update(`${json}\n`);
    read += 1;
    await ('entry' in line ? restoreEntry(line.entry, stores) : restoreRecord(line.record, stores));
  }
  if (!isWhole) throw new Error(`expected a whole archive, found ${read} lines of another one`);
  return read;
}

async function restoreEntry(entry: RegisterEntry, { register }: ArchivedStores): Promise<void> {
  if (await register.insert([entry])) return;
  const there = await register.get(entry.kind, entry.id);
  if (there?.value !== entry.value) throw new Error(`expected ${entry.kind} ${entry.id} as archived, found another`);
}

async function restoreRecord(
  { key, value }: { readonly key: string; readonly value: unknown },
  { records, schedule }: ArchivedStores,
): Promise<void> {
  const written = await records.putIfVersion(key, value, 0);
  const there = written === false ? await records.get<unknown>(key) : undefined;
  if (there && JSON.stringify(there.value) !== JSON.stringify(value))
    throw new Error(`expected record ${key.split(':')[0]} as archived, found another`);
  if (!key.startsWith('issuance:')) return;
  // Only this module writes these records.
  const { enrollmentId, certificate } = value as IssuanceOrder;
  const at = Temporal.Instant.fromEpochMilliseconds(0);
  await schedule.put(issuanceQueue, { id: certificate.keyId, at, payload: enrollmentId });
}
