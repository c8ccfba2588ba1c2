import type { CaseRecord } from '../services/cases/caseRecord.ts';
import type { KnownHere } from '../services/customers/knownCustomer.ts';
import type { ChannelUser } from '../services/customers/knownCustomers.ts';
import { withoutAnswer } from '../services/enrollment/plan/answers.ts';

/** Whom a user of a channel is known as, if they agreed to that before (services/customers/knownCustomers). */
export type Knows = (user: ChannelUser) => Promise<KnownHere | undefined>;

/**
 * The case as it may be gone on with: who was forgotten meanwhile, here or in another conversation, is not known in it
 * any more. Only a case that knows somebody is looked up.
 *
 * @param speaker who writes now; a purged case has forgotten its conversations, but not whom it knows
 */
export async function recall(record: CaseRecord, knows: Knows, speaker?: ChannelUser): Promise<CaseRecord> {
  const { known, conversations, effects } = record;
  // still to be written down where the others look
  if (!known || effects.some(({ kind }) => kind === 'customer.remember')) return record;
  const users = [...conversations, ...(speaker ? [speaker] : [])];
  if (users.length === 0) return record;
  const found = await Promise.all(users.map((one) => knows(one)));
  return found.some((one) => one?.personKey === known.personKey) ? record : withoutKnown(record);
}

/** What was begun on being known alone is proved another way. */
function withoutKnown({ enrollment, ...record }: CaseRecord): CaseRecord {
  const forgotten: CaseRecord = { ...record, known: undefined };
  if (!enrollment) return forgotten;
  const proven = enrollment.proof?.by === 'known' ? withoutAnswer(enrollment, 'proof') : enrollment;
  return { ...forgotten, enrollment: { ...proven, known: undefined } };
}
