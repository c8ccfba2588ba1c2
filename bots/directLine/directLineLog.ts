import type { Activity } from 'botbuilder';
import type { Clock } from '../../services/shared/clock.ts';
import type { Entry, Streams } from '../../services/state/streams.ts';
import type { Shown } from '../conversationPort.ts';

/** Part of what was shown in a conversation; `watermark` is where the next part begins. */
export interface ActivitySet {
  readonly activities: readonly Partial<Activity>[];
  readonly watermark: string;
}

/** How many activities one set holds at most. */
const setSize = 100;

/** What was shown in a conversation, kept in order; links are kept as placeholders and made on the way out. */
export class DirectLineLog {
  readonly #streams: Streams;
  readonly #clock: Clock;
  readonly #resolveLinks: (activity: Partial<Activity>) => Partial<Activity>;

  constructor(parts: {
    readonly streams: Streams;
    /** Real time: a browser compares these instants with its own clock. */
    readonly clock: Clock;
    readonly resolveLinks: (activity: Partial<Activity>) => Partial<Activity>;
  }) {
    this.#streams = parts.streams;
    this.#clock = parts.clock;
    this.#resolveLinks = parts.resolveLinks;
  }

  /** Appends durably, in order; an id that is there already stays as it is. */
  async append(conversationId: string, shown: readonly Shown[]): Promise<void> {
    const timestamp = this.#clock.now().toString({ fractionalSecondDigits: 3 });
    const entries = shown.map(({ id, activity }) => {
      const place = { id, timestamp, channelId: 'directline', conversation: { id: conversationId } };
      return { id, value: JSON.stringify({ from: bot, ...activity, ...place }) };
    });
    await this.#streams.append(activityStream(conversationId), entries);
  }

  /** What was shown after `watermark` (0: from the beginning), at most `setSize` of it. */
  async read(conversationId: string, watermark: number): Promise<ActivitySet> {
    const entries = await this.#streams.read(activityStream(conversationId), watermark, setSize);
    return {
      activities: entries.map((entry) => this.#restore(entry)),
      watermark: String(entries.at(-1)?.position ?? watermark),
    };
  }

  // Web Chat orders by this number where there is one, else by time, and two activities may share a millisecond.
  #restore({ position, value }: Entry): Partial<Activity> {
    // Written by append.
    const activity = this.#resolveLinks(JSON.parse(value) as Partial<Activity>);
    const channelData = activity.channelData as object | undefined; // the SDK types it any
    return { ...activity, channelData: { ...channelData, 'webchat:sequence-id': position } };
  }
}

/** Reads a watermark as a client gives it; anything that is none means the beginning. */
export function readWatermark(text: string | null): number {
  return text !== null && /^\d{1,9}$/u.test(text) ? Number(text) : 0;
}

const bot = { id: 'bot', role: 'bot' } as const;

/** Where what was shown in a conversation is kept. */
export function activityStream(conversationId: string): string {
  return `directline:{${conversationId}}`;
}
