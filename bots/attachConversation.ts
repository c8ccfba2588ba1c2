import type { CaseRecord } from '../services/cases/caseRecord.ts';
import type { Delivery } from './conversationPort.ts';

/** Messages remembered for the limit of thirty a minute; the dialogs do the counting. */
const mostRecent = 40;

/** The case with this conversation as the one in use from now on. One that takes over is told of to the one before. */
export function attachConversation(record: CaseRecord, delivery: Delivery, now: Temporal.Instant): CaseRecord {
  const { conversationId, channel, userId } = delivery;
  const others = record.conversations.filter(({ id }) => id !== conversationId);
  const isNew = others.length === record.conversations.length;
  const before = record.activeConversation;
  const takesOver = isNew && before !== undefined && before !== conversationId;
  return {
    ...record,
    ...(takesOver && { hopped: { to: conversationId, told: false } }),
    conversations: [...others, { id: conversationId, channel, userId, lastAt: now.toString() }],
    activeConversation: conversationId,
  };
}

/** The case with one more message in the last minute. */
export function countMessage(record: CaseRecord, now: Temporal.Instant): CaseRecord {
  const second = Math.floor(now.epochMilliseconds / 1000);
  const recent = [...record.recent.filter((at) => at > second - 60), second].slice(-mostRecent);
  return { ...record, recent };
}
