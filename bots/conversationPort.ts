import type { Activity } from 'botbuilder';

/** What a channel hands to the bot: one message, button, event or beginning of a conversation. */
export interface Delivery {
  readonly channel: 'webchat' | 'kakao' | 'terminal';
  readonly conversationId: string;
  /** Who speaks, as the channel knows them; set by our server, never by the sender. */
  readonly userId: string;
  /** The same key is the same delivery, however often it comes: it runs one turn (SECURITY §2 Replay). */
  readonly deliveryKey: string;
  /** As the customer sent it, secrets included: the bot masks before anything is written. */
  readonly activity: Partial<Activity>;
  /** BCP 47: `ko-KR`. */
  readonly locale: string;
}

/** The bot as a channel sees it. */
export interface ChannelBot {
  /**
   * Runs the whole turn (queue, repeats, masking, commit). What is shown comes back through `ChannelOutput`.
   * Outage: `Unavailable` when the turn could not be kept; the channel answers that it may be sent again. An error named
   * `TooManyWaiting` when the conversation's queue is full: nothing was done.
   */
  deliver(delivery: Delivery): Promise<void>;
}

/** One activity to show; the same id is shown once, however often it is posted. */
export interface Shown {
  readonly id: string;
  readonly activity: Partial<Activity>;
}

/** Where the bot's answers, and the customer's own masked words, go to be seen. */
export interface ChannelOutput {
  /** What is posted reaches the customer by itself; absent: with their next message only. */
  readonly pushes?: boolean;
  /** Resolves when the activities are kept for good, in order; who is connected gets them at once, others when they come back. */
  post(conversationId: string, activities: readonly Shown[]): Promise<void>;
}
