import {
  ActivityTypes,
  BotAdapter,
  TurnContext,
  type Activity,
  type ConversationReference,
  type ResourceResponse,
} from 'botbuilder';
import type { Random } from '../../services/shared/random.ts';
import type { ChannelOutput, Shown } from '../conversationPort.ts';
import type { KakaoCalls } from './kakaoCalls.ts';

/**
 * KakaoTalk's way out. There is no push: what the bot shows is kept, and the call that is under way, or the customer's
 * next one, takes it along. It is a BotAdapter, so that code written against the SDK (`context.sendActivity`) can speak
 * here too; typing and traces have no form in KakaoTalk and are left out.
 */
export class KakaoAdapter extends BotAdapter implements ChannelOutput {
  readonly #calls: KakaoCalls;
  readonly #random: Random;

  constructor(parts: { readonly calls: KakaoCalls; readonly random: Random }) {
    super();
    this.#calls = parts.calls;
    this.#random = parts.random;
  }

  post(conversationId: string, activities: readonly Shown[]): Promise<void> {
    return this.#calls.keep(conversationId, activities);
  }

  async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const conversationId = context.activity.conversation.id;
    const shown = activities.map((activity) => ({
      id: activity.id ?? `${conversationId}|${this.#random.bytes(12).toString('base64url')}`,
      activity,
    }));
    const messages = shown.filter(({ activity }) => (activity.type ?? ActivityTypes.Message) === 'message');
    await this.post(conversationId, messages);
    return shown.map(({ id }) => ({ id }));
  }

  /** What was shown stays: KakaoTalk has no way to change a bubble. */
  updateActivity(): Promise<void> {
    return Promise.reject(new Error('expected no change of a shown activity, found updateActivity'));
  }

  /** As updateActivity. */
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
