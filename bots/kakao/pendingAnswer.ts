import type { Clock } from '../../services/shared/clock.ts';
import {
  giveBack,
  remember,
  type KakaoConversation,
  type KakaoConversations,
  type Kept,
} from './kakaoConversations.ts';
import { draw, pageAfter, pageOf, type Page } from './kakaoDraw.ts';
import type { Flight, Flights } from './callsInProgress.ts';
import type { Bubbles, KakaoQuickReply } from './kakaoResponse.ts';
import type { KakaoWords } from './kakaoWords.ts';

/** What answers are taken out with. */
export interface KakaoTakingParts {
  readonly conversations: KakaoConversations;
  readonly flights: Flights;
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
export class KakaoTaking {
  readonly #with: KakaoTakingParts;

  constructor(parts: KakaoTakingParts) {
    this.#with = parts;
  }

  /** What is kept for this call, and what belongs to no other call that is still to be answered. */
  takeable({ kept }: KakaoConversation, flight: Flight): readonly Kept[] {
    const awaited = this.#with.flights.othersOf(flight).filter(({ late, callsBack }) => !late || callsBack);
    const theirs = new Set(awaited.map(({ key }) => key));
    return kept.filter(({ call }) => call === null || call === flight.key || !theirs.has(call));
  }

  /**
   * The answer to a call; undefined when there is nothing to show.
   *
   * @param isUnwanted asked once it is written: true gives everything back, because nobody waits for it any more
   */
  async take(flight: Flight, isUnwanted: () => boolean): Promise<Bubbles | undefined> {
    flight.taking = true;
    const { conversations } = this.#with;
    const out: { drawn?: Drawn | undefined } = {};
    await conversations.change(flight.conversationId, (conversation) => {
      out.drawn = this.#drawAll(conversation, flight);
      return out.drawn ? this.#without(conversation, flight, out.drawn) : conversation;
    });
    if (!out.drawn) return undefined;
    if (!isUnwanted()) return out.drawn.page.now;
    const { taken } = out.drawn;
    await conversations.change(flight.conversationId, (conversation) => giveBack(conversation, taken, flight.key));
    return undefined;
  }

  /** The same by way of `send`: it is taken out only when that has told the customer. Nothing to show: `otherwise`. */
  async takeBy(flight: Flight, send: (bubbles: Bubbles) => Promise<boolean>, otherwise: Bubbles): Promise<boolean> {
    const { conversations } = this.#with;
    const drawn = this.#drawAll(await conversations.read(flight.conversationId), flight);
    const isSent = await send(drawn?.page.now ?? otherwise);
    if (isSent && drawn) {
      await conversations.change(flight.conversationId, (conversation) => this.#without(conversation, flight, drawn));
    }
    return isSent;
  }

  #drawAll(conversation: KakaoConversation, flight: Flight): Drawn | undefined {
    const taken = this.takeable(conversation, flight);
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

  #without(conversation: KakaoConversation, { key, words, call }: Flight, { page, taken }: Drawn): KakaoConversation {
    const at = this.#with.clock.now().epochMilliseconds;
    const after = remember(conversation, taken, { call: key, words, at, bubbles: page.now }, page.rest);
    return { ...after, user: { botId: call.botId, userId: call.userId } };
  }
}
