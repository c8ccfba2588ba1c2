import type { Clock } from '../../services/shared/clock.ts';
import {
  giveBack,
  remember,
  type KakaoConversation,
  type KakaoConversations,
  type Kept,
} from './kakaoConversations.ts';
import { draw, pageAfter, pageOf, type Page } from './kakaoDraw.ts';
import type { CallInProgress, CallsInProgress } from './callsInProgress.ts';
import type { Bubbles, KakaoQuickReply } from './kakaoResponse.ts';
import type { KakaoWords } from './kakaoWords.ts';

/** Collaborators that composition/ hands in. */
export interface PendingAnswerParts {
  readonly conversations: KakaoConversations;
  readonly inProgress: CallsInProgress;
  readonly words: KakaoWords;
  /** Real time: repeats are told apart by it. */
  readonly clock: Clock;
  /** Whether the channel has agents of its own, so that a hand-off card may carry the operator's button. */
  readonly operator: boolean;
}

/** An answer that was drawn, and what it was drawn from. */
interface Drawn {
  readonly page: Page;
  readonly taken: readonly Kept[];
}

/** Takes what is kept out of a conversation: drawn, remembered and gone in one write. */
export class PendingAnswers {
  readonly #with: PendingAnswerParts;

  constructor(parts: PendingAnswerParts) {
    this.#with = parts;
  }

  /** What is kept for this call, and what belongs to no other call that is still to be answered. */
  takeable({ kept }: KakaoConversation, current: CallInProgress): readonly Kept[] {
    const awaited = this.#with.inProgress.othersOf(current).filter(({ late, callsBack }) => !late || callsBack);
    const theirs = new Set(awaited.map(({ key }) => key));
    return kept.filter(({ call }) => call === null || call === current.key || !theirs.has(call));
  }

  /**
   * The answer to a call; undefined when there is nothing to show.
   *
   * @param isUnwanted asked once it is written: true gives everything back, because nobody waits for it any more
   */
  async take(current: CallInProgress, isUnwanted: () => boolean): Promise<Bubbles | undefined> {
    current.taking = true;
    const { conversations } = this.#with;
    const out: { drawn?: Drawn | undefined } = {};
    await conversations.change(current.conversationId, (conversation) => {
      out.drawn = this.#drawAll(conversation, current);
      return out.drawn ? this.#without(conversation, current, out.drawn) : conversation;
    });
    if (!out.drawn) return undefined;
    if (!isUnwanted()) return out.drawn.page.now;
    const { taken } = out.drawn;
    await conversations.change(current.conversationId, (conversation) => giveBack(conversation, taken, current.key));
    return undefined;
  }

  /** The same by way of `send`: it is taken out only when that has told the customer. Nothing to show: `otherwise`. */
  async takeBy(
    current: CallInProgress,
    send: (bubbles: Bubbles) => Promise<boolean>,
    otherwise: Bubbles,
  ): Promise<boolean> {
    const { conversations } = this.#with;
    const drawn = this.#drawAll(await conversations.read(current.conversationId), current);
    const isSent = await send(drawn?.page.now ?? otherwise);
    if (isSent && drawn) {
      await conversations.change(current.conversationId, (conversation) => this.#without(conversation, current, drawn));
    }
    return isSent;
  }

  #drawAll(conversation: KakaoConversation, current: CallInProgress): Drawn | undefined {
    const taken = this.takeable(conversation, current);
    if (taken.length === 0 && conversation.rest === null) return undefined;
    const page = this.#draw(conversation, taken);
    return page.now.outputs.length > 0 ? { page, taken } : undefined;
  }

  #draw({ answered, rest }: KakaoConversation, taken: readonly Kept[]): Page {
    const { words, operator } = this.#with;
    const answer = answered + 1;
    const style = operator ? { answer, operatorLabel: words.operatorLabel } : { answer };
    const activities = taken.map(({ activity }) => activity);
    const drawn = draw(activities, style);
    const always = (reply: KakaoQuickReply): boolean => words.isWayToPerson(reply);
    return rest ? pageAfter(rest, drawn, words.more(answer), always) : pageOf(drawn, words.more(answer), always);
  }

  #without(
    conversation: KakaoConversation,
    { key, words, call }: CallInProgress,
    { page, taken }: Drawn,
  ): KakaoConversation {
    const at = this.#with.clock.now().epochMilliseconds;
    const after = remember(conversation, taken, { call: key, words, at, bubbles: page.now }, page.rest);
    return { ...after, user: { botId: call.botId, userId: call.userId } };
  }
}
