import { isDeepStrictEqual } from 'node:util';
import { newCase, type CaseRecord } from './caseRecord.ts';
import type { CaseStore } from './caseStore.ts';
import { daysSince, isForgotten } from './handoff.ts';
import { MalformedCase } from './storedCase.ts';

/** How long a task that was left is kept, and how long what was said in a chat is (SECURITY §1, DOMAIN §8). */
export const taskKeptDays = 7;
export const chatKeptDays = 90;

/** What is purged, and where a conversation's words are kept. */
export interface CasePurgeParts {
  readonly cases: Pick<CaseStore, 'ids' | 'change'>;
  /** Removes all that the channels keep of a conversation; again for one that is gone it does nothing. */
  readonly forgetConversation: (conversationId: string) => Promise<void>;
  readonly log: { error(fields: object, message: string): void };
}

/**
 * Forgets what nobody came back for: personal data of a task after seven days, the whole chat after ninety. Of a chat only
 * its counts stay: ids, links and codes are made of them, and the next certificate must not be taken for the last one. A
 * case that somebody writes to meanwhile is judged anew. Answers how many cases were changed.
 */
export async function purgeCases(parts: CasePurgeParts, now: Temporal.Instant): Promise<number> {
  let changed = 0;
  for await (const caseId of parts.cases.ids()) {
    if (await purgeCase(parts, caseId, now)) changed += 1;
  }
  return changed;
}

async function purgeCase({ cases, log, ...parts }: CasePurgeParts, caseId: string, now: Temporal.Instant) {
  try {
    const { before, after } = await cases.change(caseId, (record) => record && forgotten(parts, record, now));
    return after !== before;
  } catch (error) {
    // one that can't be read is for people to look at; it keeps no other from being forgotten
    if (!(error instanceof MalformedCase)) throw error;
    log.error({ err: error, caseId }, 'a case that is none was left as it is');
    return false;
  }
}

/** The case without what has been kept long enough; undefined when it may stay as it is. */
async function forgotten(
  { forgetConversation }: Pick<CasePurgeParts, 'forgetConversation'>,
  record: CaseRecord,
  now: Temporal.Instant,
): Promise<CaseRecord | undefined> {
  const counts = countsOf(record);
  if (isDeepStrictEqual(counts, record)) return undefined;
  const days = daysSince(record.lastAt, now);
  if (days >= chatKeptDays) {
    for (const { id } of record.conversations) await forgetConversation(id);
    return counts;
  }
  const left = days >= taskKeptDays && (record.enrollment !== undefined || record.shelved !== undefined);
  const oldHandoff = isForgotten(record.handoff, now);
  if (!left && !oldHandoff) return undefined;
  return {
    ...record,
    ...(left && { enrollment: undefined, shelved: undefined, visit: undefined, asked: undefined }),
    ...(oldHandoff && { handoff: undefined }),
  };
}

/** The case reset, except counters used in ids; a customer who agreed to be known for longer stays known. */
function countsOf(record: CaseRecord): CaseRecord {
  const { id, createdAt, lastAt, locale, plain, turn, sequence, enrollments, visits, passages, codes } = record;
  const { handoffs, known } = record;
  const counts = { turn, sequence, enrollments, visits, passages, codes, ...(handoffs !== undefined && { handoffs }) };
  const fresh = newCase(id, Temporal.Instant.from(createdAt), locale);
  return { ...fresh, lastAt, plain, ...counts, ...(known && { known }) };
}
