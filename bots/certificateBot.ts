import type { DialogWorld } from '../dialogs/turn/dialogWorld.ts';
import type { CaseEvent, Conversations } from '../services/cases/caseEvents.ts';
import type { CaseRecord } from '../services/cases/caseRecord.ts';
import type { CaseStore } from '../services/cases/caseStore.ts';
import { Outbox, type OutboxParts } from '../services/cases/outbox.ts';
import type { Clock } from '../services/shared/clock.ts';
import { ChannelOutputs } from './channelOutputs.ts';
import type { ChannelBot, ChannelOutput, Delivery } from './conversationPort.ts';
import { DeliveryQueue } from './deliveryQueue.ts';
import type { FactParts } from './facts.ts';
import type { Knows } from './forgottenCustomer.ts';
import { TurnRunner } from './turn.ts';
import { deliveryTrigger, eventTrigger, type DeliveryReaders, type TurnTrigger } from './turnTrigger.ts';

/** Collaborators of `Bot`, handed in by composition/. */
export interface BotCollaborators {
  readonly cases: CaseStore;
  /** The effects' doer (services/effects/effectHandlers). */
  readonly effects: OutboxParts['effects'];
  /** Whom a user of a channel is known as, if they agreed to that before (services/customers/knownCustomers). */
  readonly knows: Knows;
  readonly readers: DeliveryReaders;
  readonly facts: FactParts;
  readonly world: DialogWorld;
  /** Where answers of a channel go. */
  readonly outputs: Readonly<Record<string, ChannelOutput>>;
  readonly clock: Clock;
  readonly log: { error(fields: object, message: string): void; warn(fields: object, message: string): void };
}

/** The bot as channels and services see it: whatever comes is queued for its case and becomes a turn (turn.ts). */
export class CertificateBot implements ChannelBot, Conversations {
  readonly #with: BotCollaborators;
  readonly #queue = new DeliveryQueue();
  readonly #outputs: ChannelOutputs;
  readonly #outbox: Outbox;
  readonly #turns: TurnRunner;

  constructor(collaborators: BotCollaborators) {
    this.#with = collaborators;
    const outputs = new ChannelOutputs(collaborators.outputs);
    const canPush = (record: CaseRecord): boolean => outputs.canPush(record);
    this.#outputs = outputs;
    this.#outbox = new Outbox({
      ...collaborators,
      post: (channel, conversationId, shown) => outputs.post(channel, conversationId, shown),
      hear: (caseId, event) => this.#turns.run(caseId, this.#triggerOf(event)),
      inTurn: (caseId, task) => this.#queue.run(caseId, task),
    });
    this.#turns = new TurnRunner({ ...collaborators, queue: this.#queue, outbox: this.#outbox, canPush });
  }

  /** @throws TooManyWaiting · Outage: `Unavailable('store')`, the delivery may be sent again */
  deliver(delivery: Delivery): Promise<void> {
    const trigger = deliveryTrigger(delivery, this.#with.readers);
    return this.#queue.deliver(delivery, (caseId) => this.#turns.run(caseId, trigger));
  }

  tell(caseId: string, event: CaseEvent): Promise<void> {
    return this.#queue.run(caseId, () => this.#turns.run(caseId, this.#triggerOf(event)));
  }

  /** At start: re-sends replies and does effects that a crash left in the outbox. Answers how many cases had some. */
  async recover(): Promise<number> {
    let found = 0;
    for await (const caseId of this.#with.cases.ids()) {
      // what can't be brought out now is tried again later, and holds up nobody else
      const left = await this.#queue.run(caseId, () => this.#outbox.bringOut(caseId)).catch(() => true);
      if (left) found += 1;
    }
    return found;
  }

  /** Resolves when no turn is running; what waits for another try is left to the next start. */
  idle(): Promise<void> {
    this.#outbox.close();
    return this.#queue.idle();
  }

  #triggerOf(event: CaseEvent): TurnTrigger {
    return eventTrigger(event, (record) => this.#outputs.canPush(record));
  }
}
