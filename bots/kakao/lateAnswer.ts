import type { KakaoEvents } from '../../services/notices/kakaoEvents.ts';
import type { KakaoCallbacks } from './kakaoCallback.ts';
import type { KakaoConversations } from './kakaoConversations.ts';
import type { Flight, Flights } from './callsInProgress.ts';
import type { Bubbles } from './kakaoResponse.ts';
import type { KakaoTaking } from './pendingAnswer.ts';
import { pause, within, type KakaoTimes } from './kakaoTimes.ts';
import type { KakaoWords } from './kakaoWords.ts';

/** What answers that come too late for their call go out with. */
export interface KakaoAfterwardsParts {
  readonly conversations: KakaoConversations;
  readonly flights: Flights;
  readonly taking: KakaoTaking;
  readonly words: KakaoWords;
  readonly callbacks: KakaoCallbacks;
  /** Undefined without a key: then nothing is announced. */
  readonly events: KakaoEvents | undefined;
  /** Makes the body of an answer that goes out by callback. */
  readonly bodyOf: (bubbles: Bubbles) => string;
  readonly times: KakaoTimes;
  readonly log: { warn(fields: object, message: string): void; info(fields: object, message: string): void };
}

/** What is shown when no call waits for it: called back, announced by the Event API, or left for the next message. */
export class KakaoAfterwards {
  readonly #with: KakaoAfterwardsParts;
  readonly #running = new Set<Promise<unknown>>();
  readonly #waking = new Map<string, NodeJS.Timeout>();

  constructor(parts: KakaoAfterwardsParts) {
    this.#with = parts;
  }

  /** Follows a call that was not ready in time to its end; `land` is called when it is over. */
  follow(flight: Flight, work: Promise<unknown>, address: URL | undefined, land: () => void): void {
    this.#run(this.#follow(flight, work, address).finally(land));
  }

  /** Something is kept and nobody waits for it: a moment later Kakao is asked to ask us. */
  announce(conversationId: string): void {
    const { events, times } = this.#with;
    if (!events || this.#waking.has(conversationId)) return;
    const timer = setTimeout(() => {
      this.#waking.delete(conversationId);
      this.#run(this.#wake(conversationId, events));
    }, times.wakeAfter);
    this.#waking.set(conversationId, timer);
  }

  /** Announces nothing any more, and lets what is under way finish. */
  async close(): Promise<void> {
    for (const timer of this.#waking.values()) clearTimeout(timer);
    this.#waking.clear();
    await Promise.allSettled(this.#running);
  }

  async #follow(flight: Flight, work: Promise<unknown>, address: URL | undefined): Promise<void> {
    const { callbackAfter, callbackWithin } = this.#with.times;
    if (address) {
      const [ready] = await Promise.all([within(callbackWithin, work), pause(callbackAfter)]);
      if (ready !== 'late') await this.#callBack(flight, address);
    }
    await work;
    const { kept } = await this.#with.conversations.read(flight.conversationId);
    if (kept.length > 0) this.announce(flight.conversationId);
  }

  async #callBack(flight: Flight, address: URL): Promise<void> {
    const { taking, callbacks, bodyOf, words, log } = this.#with;
    const send = (bubbles: Bubbles): Promise<boolean> => callbacks.send(address, bodyOf(bubbles));
    try {
      const isSent = await taking.takeBy(flight, send, words.shownAlready());
      log.info({ conversationId: flight.conversationId, isSent }, 'a callback was answered');
    } finally {
      flight.callsBack = false;
    }
  }

  async #wake(conversationId: string, events: KakaoEvents): Promise<void> {
    const { conversations, flights, log } = this.#with;
    if (flights.isAwaited(conversationId)) return;
    const { kept, user } = await conversations.read(conversationId);
    if (kept.length === 0 || !user) return;
    const told = await events.send(user, 'continue_conversation');
    if (!told.ok) log.warn({ conversationId, code: told.code }, 'an event was not taken');
  }

  #run(task: Promise<unknown>): void {
    const run: Promise<unknown> = task
      .catch((error: unknown) => this.#with.log.warn({ err: error }, 'work behind a skill call failed'))
      .finally(() => this.#running.delete(run));
    this.#running.add(run);
  }
}
