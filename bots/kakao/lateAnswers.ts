import type { KakaoEvents } from '../../services/notices/kakaoEvents.ts';
import type { KakaoCallbacks } from './kakaoCallback.ts';
import type { KakaoConversations } from './kakaoConversations.ts';
import type { CallInProgress, CallsInProgress } from './callsInProgress.ts';
import type { Bubbles } from './kakaoResponse.ts';
import type { PendingAnswers } from './pendingAnswers.ts';
import { pause, within, type KakaoTimes } from './kakaoTimes.ts';
import type { KakaoWords } from './kakaoWords.ts';

/** Collaborators that composition/ hands in. */
export interface LateAnswerParts {
  readonly conversations: KakaoConversations;
  readonly inProgress: CallsInProgress;
  readonly pending: PendingAnswers;
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
export class LateAnswers {
  readonly #with: LateAnswerParts;
  readonly #running = new Set<Promise<unknown>>();
  readonly #waking = new Map<string, NodeJS.Timeout>();

  constructor(parts: LateAnswerParts) {
    this.#with = parts;
  }

  /** Follows a call that was not ready in time to its end; `finish` is called when it is over. */
  follow(current: CallInProgress, work: Promise<unknown>, address: URL | undefined, finish: () => void): void {
    this.#run(this.#follow(current, work, address).finally(finish));
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

  async #follow(current: CallInProgress, work: Promise<unknown>, address: URL | undefined): Promise<void> {
    const { callbackAfter, callbackWithin } = this.#with.times;
    if (address) {
      const [ready] = await Promise.all([within(callbackWithin, work), pause(callbackAfter)]);
      if (ready !== 'late') await this.#callBack(current, address);
    }
    await work;
    const { kept } = await this.#with.conversations.read(current.conversationId);
    if (kept.length > 0) this.announce(current.conversationId);
  }

  async #callBack(current: CallInProgress, address: URL): Promise<void> {
    const { pending, callbacks, bodyOf, words, log } = this.#with;
    const send = (bubbles: Bubbles): Promise<boolean> => callbacks.send(address, bodyOf(bubbles));
    try {
      const isSent = await pending.takeBy(current, send, words.shownAlready());
      log.info({ conversationId: current.conversationId, isSent }, 'a callback was answered');
    } finally {
      current.callsBack = false;
    }
  }

  async #wake(conversationId: string, events: KakaoEvents): Promise<void> {
    const { conversations, inProgress, log } = this.#with;
    if (inProgress.isAwaited(conversationId)) return;
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
