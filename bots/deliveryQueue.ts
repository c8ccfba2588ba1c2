import { caseIdOf } from '../services/cases/caseRecord.ts';
import { KeyedQueue } from '../services/shared/keyedQueue.ts';
import type { Delivery } from './conversationPort.ts';

/** Deliveries that may wait behind the one that runs (SECURITY §1). */
const mostWaiting = 5;

/** More deliveries wait for one case than may; nothing of the late one was done. */
export class TooManyWaiting extends Error {
  constructor() {
    super('too many messages of one conversation wait');
    this.name = 'TooManyWaiting';
  }
}

/** A delivery's name over all conversations. */
export function deliveryName({ channel, conversationId, deliveryKey }: Delivery): string {
  return `${channel}|${conversationId}|${deliveryKey}`;
}

/**
 * One turn of a case at a time on this instance, in the order they came; other cases go on beside it. What another
 * instance does at the same time is a lost race of the case's record.
 *
 * Who drops a repeat: a call of KakaoTalk that is repeated while it runs, or whose answer is remembered, never gets here
 * (kakaoCalls). Here a delivery that comes again while its turn waits or runs gets that turn. One that comes after its
 * turn is known from the record (`wasSeen`), also after a crash and on another instance.
 */
export class DeliveryQueue {
  readonly #turns = new KeyedQueue(Number.POSITIVE_INFINITY);
  readonly #waiting = new Map<string, number>();
  readonly #inFlight = new Map<string, Promise<void>>();

  /** Runs something for a case when nothing else runs for it; events and outcomes may always wait. */
  run<T>(caseId: string, task: () => Promise<T>): Promise<T> {
    const run = this.#turns.enqueue(caseId, task);
    if (!run) throw new Error('expected a queue without an end, found a full one');
    return run;
  }

  /** @throws TooManyWaiting */
  deliver(delivery: Delivery, turn: (caseId: string) => Promise<void>): Promise<void> {
    const name = deliveryName(delivery);
    const inFlight = this.#inFlight.get(name);
    if (inFlight) return inFlight;
    const caseId = caseIdOf(delivery.conversationId);
    if ((this.#waiting.get(caseId) ?? 0) > mostWaiting) return Promise.reject(new TooManyWaiting());
    this.#count(caseId, 1);
    const run = this.run(caseId, () => turn(caseId)).finally(() => {
      this.#inFlight.delete(name);
      this.#count(caseId, -1);
    });
    this.#inFlight.set(name, run);
    return run;
  }

  /** Resolves when no turn is running. */
  async idle(): Promise<void> {
    while (this.#turns.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  #count(caseId: string, by: 1 | -1): void {
    const waiting = (this.#waiting.get(caseId) ?? 0) + by;
    if (waiting > 0) this.#waiting.set(caseId, waiting);
    else this.#waiting.delete(caseId);
  }
}
