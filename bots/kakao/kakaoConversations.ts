import type { Activity } from 'botbuilder';
import { changeRecord } from '../../services/state/changeRecord.ts';
import type { Records, Versioned } from '../../services/state/records.ts';
import type { Bubbles } from './kakaoResponse.ts';

/** Something the bot showed that the customer has not seen yet; KakaoTalk takes nothing until they write again. */
export interface Kept {
  readonly id: string;
  /** The call in whose turn it was shown; null when no call was under way. */
  readonly call: string | null;
  readonly activity: Partial<Activity>;
}

/** An answer as it went out, links still placeholders: a repeat of its call gets it again. */
export interface Answer {
  readonly call: string;
  /** Digest of who said what where: the same within two seconds is the same call. */
  readonly words: string;
  /** Real time, milliseconds since the epoch. */
  readonly at: number;
  readonly bubbles: Bubbles;
}

/** What the channel keeps of a conversation. */
export interface KakaoConversation {
  readonly schema: 1;
  /** Answers given; numbers the next one. */
  readonly answered: number;
  readonly kept: readonly Kept[];
  /** What waits behind `더보기`. */
  readonly rest: Bubbles | null;
  /** Ids of activities that were shown lately: posted once more, they stay shown. */
  readonly shown: readonly string[];
  readonly answers: readonly Answer[];
  /** Whom the Event API would have to name. */
  readonly user: { readonly botId: string; readonly userId: string } | null;
}

const mostKept = 30;
const mostShown = 80;
const mostAnswers = 5;

const fresh: KakaoConversation = {
  schema: 1,
  answered: 0,
  kept: [],
  rest: null,
  shown: [],
  answers: [],
  user: null,
};

/** Puts what the bot showed behind what is kept already; the customer's own words and what was shown before are left out. */
export function keep(conversation: KakaoConversation, shown: readonly Kept[]): KakaoConversation {
  const known = new Set([...conversation.shown, ...conversation.kept.map(({ id }) => id)]);
  const news = shown.filter(({ id, activity }) => !known.has(id) && activity.from?.role !== 'user');
  return news.length === 0 ? conversation : { ...conversation, kept: [...conversation.kept, ...news].slice(-mostKept) };
}

/** Takes out what an answer shows, and remembers the answer. */
export function remember(
  conversation: KakaoConversation,
  taken: readonly Kept[],
  answer: Answer,
  rest: Bubbles | undefined,
): KakaoConversation {
  const ids = new Set(taken.map(({ id }) => id));
  return {
    ...conversation,
    answered: conversation.answered + 1,
    kept: conversation.kept.filter(({ id }) => !ids.has(id)),
    rest: rest ?? null,
    shown: [...conversation.shown, ...ids].slice(-mostShown),
    answers: [...conversation.answers, answer].slice(-mostAnswers),
  };
}

/** Undoes `remember` for an answer that did not reach the customer. */
export function giveBack(conversation: KakaoConversation, taken: readonly Kept[], call: string): KakaoConversation {
  const ids = new Set(taken.map(({ id }) => id));
  return {
    ...conversation,
    kept: [...taken.map((one) => ({ ...one, call: null })), ...conversation.kept].slice(0, mostKept),
    shown: conversation.shown.filter((id) => !ids.has(id)),
    answers: conversation.answers.filter((answer) => answer.call !== call),
  };
}

/** The conversations' records. While a call is under way its record is held here too: one read and two writes a call. */
export class KakaoConversations {
  readonly #records: Records;
  readonly #held = new Map<string, { users: number; stored: Versioned<KakaoConversation> | undefined }>();

  constructor(records: Records) {
    this.#records = records;
  }

  /** Outage: `Unavailable('store')`, as every method. */
  async read(conversationId: string): Promise<KakaoConversation> {
    return (await this.#load(conversationId))?.value ?? fresh;
  }

  /**
   * Changes the record by compare-and-set and answers what was written; `change` may run again when somebody else was
   * first. The same object back means no change.
   */
  async change(
    conversationId: string,
    change: (conversation: KakaoConversation) => KakaoConversation,
  ): Promise<KakaoConversation> {
    const next = (stored: KakaoConversation = fresh): KakaoConversation | undefined => {
      const after = change(stored);
      return after === stored ? undefined : after;
    };
    const held = this.#held.get(conversationId)?.stored;
    const { after, version } = await changeRecord(this.#records, kakaoKey(conversationId), next, held);
    this.#hold(conversationId, after && { value: after, version });
    return after ?? fresh;
  }

  /** Holds the record in memory until the answered function is called. */
  open(conversationId: string): () => void {
    const held = this.#held.get(conversationId) ?? { users: 0, stored: undefined };
    held.users += 1;
    this.#held.set(conversationId, held);
    return () => {
      held.users -= 1;
      if (held.users === 0) this.#held.delete(conversationId);
    };
  }

  async #load(conversationId: string): Promise<Versioned<KakaoConversation> | undefined> {
    const stored = await this.#records.get<KakaoConversation>(kakaoKey(conversationId));
    this.#hold(conversationId, stored);
    return stored;
  }

  #hold(conversationId: string, stored: Versioned<KakaoConversation> | undefined): void {
    const held = this.#held.get(conversationId);
    if (held) held.stored = stored;
  }
}

/** Where a conversation is kept. */
export function kakaoKey(conversationId: string): string {
  return `kakao:{${conversationId}}`;
}
