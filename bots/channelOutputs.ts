import type { Activity } from 'botbuilder';
import type { CaseRecord } from '../services/cases/caseRecord.ts';
import type { OutgoingActivity } from '../services/cases/outbox.ts';
import type { ChannelOutput } from './conversationPort.ts';

/** Where the answers of each channel go, by its name. */
export class ChannelOutputs {
  readonly #outputs: Readonly<Record<string, ChannelOutput>>;

  constructor(outputs: Readonly<Record<string, ChannelOutput>>) {
    this.#outputs = outputs;
  }

  /** Shows what a turn said; in a channel that is not open nobody sees it. Outage: `Unavailable('store')`. */
  async post(channel: string, conversationId: string, shown: readonly OutgoingActivity[]): Promise<void> {
    // a turn made them of activities
    const activities = shown.map(({ id, activity }) => ({ id, activity: activity as Partial<Activity> }));
    await this.#outputs[channel]?.post(conversationId, activities);
  }

  /** True when what is shown reaches the customer by itself where they are now. */
  canPush({ conversations, activeConversation }: CaseRecord): boolean {
    const channel = conversations.find(({ id }) => id === activeConversation)?.channel ?? '';
    return this.#outputs[channel]?.pushes === true;
  }
}
