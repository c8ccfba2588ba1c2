import { saysNudge } from '../dialogs/events/nudges.ts';
import type { Stimulus } from '../dialogs/turn/stimulus.ts';
import type { CaseEvent } from '../services/cases/caseEvents.ts';
import type { CaseRecord } from '../services/cases/caseRecord.ts';
import type { ReadTwice } from '../services/language/azure/secondOpinion.ts';
import type { Understand } from '../services/language/understanding.ts';
import { attachConversation, countMessage } from './attachConversation.ts';
import type { Delivery } from './conversationPort.ts';
import { deliveryName } from './deliveryQueue.ts';
import { hear, type Heard } from './readActivity.ts';

/** A trigger as it was read in the light of the case. */
export interface ReadTrigger {
  /** The case with the conversation attached, and what the next message must know. */
  readonly record: CaseRecord;
  readonly stimulus: Stimulus;
  /** The customer's own words with every secret masked; undefined when nothing was said. */
  readonly echo?: string | undefined;
}

/** What a turn starts from: a delivery of a channel, or something that happened to the case. */
export interface TurnTrigger {
  /** The same key is the same trigger: it runs one turn. */
  readonly key: string;
  /** A case begins with a delivery only. */
  readonly delivery?: Delivery;
  /** Undefined: it needs no turn, and nothing is written for it. */
  read(record: CaseRecord, now: Temporal.Instant): ReadTrigger | undefined | Promise<ReadTrigger | undefined>;
}

/** What deliveries are read with. */
export interface DeliveryReaders {
  readonly understand: Understand;
  /** A second opinion on a masked message from outside; absent while none is set up (services/language/azure). */
  readonly readTwice?: ReadTwice | undefined;
}

/** Something that came in over a channel. Its secrets are erased before anything else sees it. */
export function deliveryTrigger(delivery: Delivery, { understand, readTwice }: DeliveryReaders): TurnTrigger {
  return {
    key: deliveryName(delivery),
    delivery,
    read: async (record, now) => {
      const heard = hear(delivery.activity, record, now, understand);
      if (!heard) return undefined;
      const attached = attachConversation({ ...record, redaction: heard.redaction }, delivery, now);
      const counted = heard.stimulus.kind === 'message' ? countMessage(attached, now) : attached;
      return { record: counted, ...(await heardTwice(heard, readTwice)) };
    },
  };
}

/**
 * Something that happened outside of the chat.
 *
 * @param canPush whether what is shown reaches the customer by itself: else a nudge has no turn
 */
export function eventTrigger(event: CaseEvent, canPush: (record: CaseRecord) => boolean): TurnTrigger {
  return {
    key: `event|${event.id}`,
    read: (record, now) => {
      const isMoot = event.name === 'nudge' && !(canPush(record) && saysNudge(record, event.step, now));
      return isMoot ? undefined : { record, stimulus: { kind: 'event', event } };
    },
  };
}

/** A second opinion may know what was meant, and may mask what our own masking missed: then that is what is kept. */
async function heardTwice(
  { stimulus, echo }: Heard,
  readTwice: ReadTwice | undefined,
): Promise<Pick<ReadTrigger, 'stimulus' | 'echo'>> {
  const isTyped = stimulus.kind === 'message' && stimulus.value === undefined && stimulus.text !== '';
  if (!readTwice || !isTyped) return { stimulus, echo };
  const { understanding } = await readTwice(stimulus.text);
  const { text } = understanding;
  return { stimulus: { ...stimulus, text, understanding }, echo: text === stimulus.text ? echo : text };
}
