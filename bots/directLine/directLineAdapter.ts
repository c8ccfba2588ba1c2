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
import type { DirectLineLog } from './directLineLog.ts';
import type { DirectLineStream } from './directLineStream.ts';

/**
 * Direct Line's way out: what the bot shows is kept in the conversation's log, then pushed to who is connected.
 * It is a BotAdapter, so that code written against the SDK (`context.sendActivity`) can speak here too.
 */
export class DirectLineAdapter extends BotAdapter implements ChannelOutput {
  readonly pushes = true;
  readonly #log: DirectLineLog;
  readonly #stream: DirectLineStream;
  readonly #random: Random;

  constructor(parts: { readonly log: DirectLineLog; readonly stream: DirectLineStream; readonly random: Random }) {
    super();
    this.#log = parts.log;
    this.#stream = parts.stream;
    this.#random = parts.random;
  }

  async post(conversationId: string, activities: readonly Shown[]): Promise<void> {
    if (activities.length === 0) return;
    await this.#log.append(conversationId, activities);
    await this.#stream.wake(conversationId);
  }

  async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const conversationId = context.activity.conversation.id;
    const shown = activities.map((activity) => ({
      id: activity.id ?? `${conversationId}|${this.#random.bytes(12).toString('base64url')}`,
      activity,
    }));
    await this.post(conversationId, shown);
    return shown.map(({ id }) => ({ id }));
  }

  /** What was shown stays: Direct Line has no way to change it in the browser. */
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
