import { isForgotten } from './handoff.ts';
import { isDeepStrictEqual } from 'node:util';
import type { Records, Versioned } from '../state/records.ts';
import type { Streams } from '../state/streams.ts';
import { caseKey, newCase, type CaseRecord } from './caseRecord.ts';

/** How long a task that was left is kept, and how long what was said in a chat is (SECURITY §1, DOMAIN §8). */
export const taskKeptDays = 7;
export const chatKeptDays = 90;

/** What is purged, and where a conversation's words are kept. */
export interface CasePurgeParts {
  readonly records: Records;
  readonly streams: Pick<Streams, 'empty'>;
  /** Streams of a conversation, e.g. `directline:{id}`. */
  readonly streamsOf: (conversationId: string) => readonly string[];
  /** Records of a conversation, e.g. `kakao:{id}`. */
  readonly recordsOf?: (conversationId: string) => readonly string[];
}

/**
 * Forgets what nobody came back for: personal data of a task after seven days, the whole chat after ninety. Of a chat only
 * its counts stay: ids, links and codes are made of them, and the next certificate must not be taken for the last one. A case that
 * somebody writes to meanwhile stays as it is; the next run looks again. Answers how many cases were changed.
 */
export async function purgeCases(parts: CasePurgeParts, now: Temporal.Instant): Promise<number> {
  let changed = 0;
  for await (const key of parts.records.keys('case:')) {
    const stored = await parts.records.get<CaseRecord>(key);
    if (!stored || key !== caseKey(stored.value.id)) continue;
    if (await purgeCase(parts, stored, now)) changed += 1;
  }
  return changed;
}

async function purgeCase(
  parts: CasePurgeParts,
  { value, version }: Versioned<CaseRecord>,
  now: Temporal.Instant,
): Promise<boolean> {
  const forgottenChat = countsOf(value);
  if (isDeepStrictEqual(forgottenChat, value)) return false;
  const days = now.since(Temporal.Instant.from(value.lastAt)).total('hours') / 24;
  if (days >= chatKeptDays) {
    for (const { id } of value.conversations) {
      for (const stream of parts.streamsOf(id)) await parts.streams.empty(stream);
      for (const record of parts.recordsOf?.(id) ?? []) await remove(parts.records, record);
    }
    return (await parts.records.putIfVersion(caseKey(value.id), forgottenChat, version)) !== false;
  }
  const left = days >= taskKeptDays && (value.enrollment !== undefined || value.shelved !== undefined);
  const oldHandoff = isForgotten(value.handoff, now);
  if (!left && !oldHandoff) return false;
  const forgotten: CaseRecord = {
    ...value,
    ...(left ? { enrollment: undefined, shelved: undefined, visit: undefined, asked: undefined } : {}),
    ...(oldHandoff ? { handoff: undefined } : {}),
  };
  return (await parts.records.putIfVersion(caseKey(value.id), forgotten, version)) !== false;
}

/** The case as new, but that it goes on counting, and knows a customer who agreed to that for longer. */
function countsOf(value: CaseRecord): CaseRecord {
  const { id, createdAt, lastAt, locale, plain, turn, sequence, enrollments, visits, passages, codes } = value;
  const { handoffs, known } = value;
  const counts = { turn, sequence, enrollments, visits, passages, codes, ...(handoffs !== undefined && { handoffs }) };
  const fresh = newCase(id, Temporal.Instant.from(createdAt), locale);
  return { ...fresh, lastAt, plain, ...counts, ...(known && { known }) };
}

async function remove(records: Records, key: string): Promise<void> {
  const stored = await records.get(key);
  if (stored) await records.putIfVersion(key, undefined, stored.version);
}
