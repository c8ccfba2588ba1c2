import { converse, type Outcome } from '../dialogs/conversation.ts';
import type { DialogWorld } from '../dialogs/turn/dialogWorld.ts';
import type { Facts } from '../dialogs/turn/stimulus.ts';
import { newCase, type CaseRecord } from '../services/cases/caseRecord.ts';
import type { CaseStore, ChangedCase } from '../services/cases/caseStore.ts';
import type { Outbox } from '../services/cases/outbox.ts';
import { sealTurn, wasSeen } from '../services/cases/turnCommit.ts';
import type { Clock } from '../services/shared/clock.ts';
import { toJson } from '../services/shared/json.ts';
import type { DeliveryQueue } from './deliveryQueue.ts';
import { echoOf } from './echo.ts';
import { factsOf, type FactParts } from './facts.ts';
import { recall, type Knows } from './forgottenCustomer.ts';
import type { ReadTrigger, TurnTrigger } from './turnTrigger.ts';

/** Collaborators that composition/ hands in. */
export interface TurnParts {
  readonly queue: Pick<DeliveryQueue, 'run'>;
  readonly cases: Pick<CaseStore, 'change'>;
  readonly outbox: Pick<Outbox, 'settle' | 'settledOf' | 'tryLater'>;
  /** Whom a user of a channel is known as, if they agreed to that before (services/customers/knownCustomers). */
  readonly knows: Knows;
  readonly facts: FactParts;
  readonly canPush: (record: CaseRecord) => boolean;
  readonly world: DialogWorld;
  readonly clock: Clock;
  readonly log: { error(fields: object, message: string): void };
}

/**
 * One turn of a case, from a trigger to what the customer sees (DESIGN §1.3). `run` is called when nothing else runs for
 * the case; the rest reads as the list it is. A lost race or a crash repeats nothing.
 */
export class TurnRunner {
  readonly #with: TurnParts;

  constructor(parts: TurnParts) {
    this.#with = parts;
  }

  /** Outage: `Unavailable('store')`; the trigger may come again. */
  async run(caseId: string, trigger: TurnTrigger): Promise<void> {
    const { movedTo, after } = await this.#commit(caseId, trigger);
    if (movedTo !== undefined) return this.#with.queue.run(movedTo, () => this.run(movedTo, trigger));
    if (after) await this.#with.outbox.settle(after);
  }

  /** A write that threw may have been done all the same: then its answers wait in the record. */
  async #commit(caseId: string, trigger: TurnTrigger): Promise<ChangedCase> {
    let isDecided = false;
    try {
      return await this.#with.cases.change(caseId, async (stored) => {
        const next = await this.#decide(caseId, stored, trigger);
        isDecided = next !== undefined;
        return next;
      });
    } catch (error) {
      if (isDecided) this.#with.outbox.tryLater(caseId);
      throw error;
    }
  }

  /** Drop repeats → read, secrets erased → look facts up → converse → seal. Undefined: nothing is to be written. */
  async #decide(caseId: string, stored: CaseRecord | undefined, trigger: TurnTrigger): Promise<CaseRecord | undefined> {
    const now = this.#with.clock.now();
    const record = stored ? await this.#goOn(stored, trigger) : await this.#begin(caseId, trigger, now);
    if (!record || wasSeen(record, trigger.key)) return undefined;
    const read = await trigger.read(record, now);
    if (!read) return undefined;
    const facts = await factsOf(this.#with.facts, { ...read, turnKey: trigger.key, now });
    return this.#seal(this.#converse(read, facts, now), trigger, read.echo, now);
  }

  #goOn(stored: CaseRecord, { delivery }: TurnTrigger): Promise<CaseRecord> {
    return recall(stored, this.#with.knows, delivery);
  }

  /** A case begins with whether somebody comes back who wanted to be known. */
  async #begin(caseId: string, { delivery }: TurnTrigger, now: Temporal.Instant): Promise<CaseRecord | undefined> {
    if (!delivery) return undefined;
    const known = await this.#with.knows(delivery);
    const locale = delivery.locale.toLowerCase().startsWith('en') ? 'en' : 'ko';
    return { ...newCase(caseId, now, locale), ...(known && { known }) };
  }

  /** A bug of ours costs the customer nothing: the case stays as it was, and they are told a number for it. */
  #converse({ record, stimulus }: ReadTrigger, facts: Facts, now: Temporal.Instant): Outcome {
    const { world, canPush, log } = this.#with;
    try {
      return converse({ record, stimulus, facts: { ...facts, canPush: canPush(record) }, world, now });
    } catch (error) {
      const incident = String(now.epochMilliseconds % 1_000_000).padStart(6, '0');
      log.error({ err: error, caseId: record.id, incident }, 'a turn failed');
      const text = world.translate(record.locale)('outage.bug', { incident });
      return { record, replies: [{ type: 'message', text }], heardBy: [] };
    }
  }

  #seal(
    { record, replies }: Outcome,
    { key, delivery }: TurnTrigger,
    echo: string | undefined,
    now: Temporal.Instant,
  ): CaseRecord {
    const own = echo !== undefined && delivery ? [echoOf(delivery, echo)] : [];
    return sealTurn(record, {
      deliveryKey: key,
      now,
      conversationId: delivery?.conversationId ?? record.activeConversation,
      activities: [...own, ...replies].map((activity) => toJson(activity)),
      settled: this.#with.outbox.settledOf(record.id),
    });
  }
}
