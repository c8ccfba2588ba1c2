import { createHash } from 'node:crypto';
import type { Json } from '../shared/json.ts';
import type { CaseRecord, Outgoing } from './caseRecord.ts';
import { seenMost, seenSeconds } from './caseRecord.ts';
import type { Settled } from './settledMemory.ts';

/** A delivery key as the record keeps it: short, and nobody's words. */
function seenKey(deliveryKey: string): string {
  return createHash('sha256').update(deliveryKey).digest('base64url').slice(0, 16);
}

/** True when this delivery was handled within the last 24 hours. */
export function wasSeen(record: CaseRecord, deliveryKey: string): boolean {
  const key = seenKey(deliveryKey);
  return record.seen.some((seen) => seen.key === key);
}

/** What a turn adds to the record before it is written: the delivery, its answers, and one more turn. */
export interface TurnAddition {
  readonly deliveryKey: string;
  readonly now: Temporal.Instant;
  readonly conversationId: string | undefined;
  readonly activities: readonly Json[];
  /** Effects already done and replies already posted: this write takes them out of the record. */
  readonly settled: Readonly<Settled>;
}

/** The record as it is written: the turn counted, its delivery remembered, its replies in the outbox. */
export function sealTurn(record: CaseRecord, addition: TurnAddition): CaseRecord {
  const { deliveryKey, now, conversationId, activities, settled } = addition;
  const second = Math.floor(now.epochMilliseconds / 1000);
  const out: Outgoing[] = record.outbox.filter(({ sequence }) => sequence > settled.sequence);
  const speaks = conversationId !== undefined && activities.length > 0;
  const sequence = record.sequence + (speaks ? 1 : 0);
  if (speaks) out.push({ sequence, conversationId, activities });
  return {
    ...record,
    turn: record.turn + 1,
    sequence,
    outbox: out,
    effects: record.effects.filter(({ id }) => !settled.effects.has(id)),
    seen: [
      ...record.seen.filter(({ at }) => at > second - seenSeconds),
      { key: seenKey(deliveryKey), at: second },
    ].slice(-seenMost),
  };
}
