import {
  ActivityTypes,
  BotAdapter,
  TurnContext,
  type Activity,
  type ConversationReference,
  type ResourceResponse,
} from 'botbuilder';
import type { Random } from '../services/shared/random.ts';
import type { ChannelOutput, Shown } from './conversationPort.ts';

/**
 * A channel's way out as a BotAdapter of the SDK, so that code written against it (`context.sendActivity`) can speak in the
 * channel too. What was shown stays: no channel of ours can change or remove it.
 */
export abstract class SendingAdapter extends BotAdapter implements ChannelOutput {
  readonly #random: Random;

  constructor(random: Random) {
    super();
    this.#random = random;
  }

  abstract post(conversationId: string, activities: readonly Shown[]): Promise<void>;

  /** False for an activity that the channel has no form for: it gets an id and is not shown. */
  protected canShow(_activity: Partial<Activity>): boolean {
    return true;
  }

  async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const conversationId = context.activity.conversation.id;
    const sent = activities.map((activity) => ({
      id: activity.id ?? `${conversationId}|${this.#random.bytes(12).toString('base64url')}`,
      activity,
    }));
    const shown = sent.filter(({ activity }) => this.canShow(activity));
    await this.post(conversationId, shown);
    return sent.map(({ id }) => ({ id }));
  }

  updateActivity(): Promise<void> {
    return Promise.reject(new Error('expected no change of a shown activity, found updateActivity'));
  }

  deleteActivity(): Promise<void> {
    return Promise.reject(new Error('expected no removal of a shown activity, found deleteActivity'));
  }

  async continueConversation(
    reference: Partial<ConversationReference>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const event = TurnContext.applyConversationReference({ type: ActivityTypes.Event }, reference, true);
    await this.runMiddleware(new TurnContext(this, event), logic);
  }
}
