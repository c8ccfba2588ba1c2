import type { State } from '../state/state.ts';
import { authenticEntry } from './auditChain.ts';
import { AuditStreams } from './auditStreams.ts';

/** Which streams are retired. */
export interface AuditRetirement {
  readonly state: Pick<State, 'records' | 'streams'>;
  /** AUDIT_KEY. */
  readonly key: string;
  /** A stream whose last entry is older goes as a whole (certificate events: five years, DOMAIN §8). */
  readonly before: Temporal.Instant;
}

/**
 * Removes whole streams after their time; the signed directory says that it was on purpose, so the rest verifies as
 * before. Answers how many were retired. Outage: `Unavailable('store')`; run again, it goes on.
 */
export async function retireAudit({ state, key, before }: AuditRetirement): Promise<number> {
  const streams = new AuditStreams(state, key);
  let retired = 0;
  for (const { stream, state: listed } of await streams.list()) {
    // one that is listed as retired may still be there after a crash
    if (listed !== 'retired' && !(await endsBefore(streams, stream, before, key))) continue;
    if (listed !== 'retired') await streams.setState(stream, 'retired');
    await streams.remove(stream);
    retired += listed === 'retired' ? 0 : 1;
  }
  return retired;
}

async function endsBefore(
  streams: AuditStreams,
  stream: string,
  before: Temporal.Instant,
  key: string,
): Promise<boolean> {
  const head = await streams.head(stream);
  if (!head) return false;
  const [text = ''] = await streams.texts(stream, head.value.seq - 1, 1);
  const last = authenticEntry(text, key);
  return last !== undefined && Temporal.Instant.compare(Temporal.Instant.from(last.link.at), before) < 0;
}
