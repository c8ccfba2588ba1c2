import type { ChannelBot, ChannelOutput, Delivery } from '../../bots/conversationPort.ts';

/** A bot that shows what was said, masked like a code, and says it again: enough to try a channel with. */
export class EchoBot implements ChannelBot {
  readonly deliveries: Delivery[] = [];
  readonly #seen = new Set<string>();
  #queue: Promise<void> = Promise.resolve();
  output: ChannelOutput | undefined;
  /** What the next turn fails with. */
  fault: Error | undefined;
  /** Shown after each answer. */
  suggested: readonly string[] = [];

  deliver(delivery: Delivery): Promise<void> {
    const turn = this.#queue.then(() => this.#turn(delivery));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #turn(delivery: Delivery): Promise<void> {
    const { fault } = this;
    this.fault = undefined;
    if (fault) throw fault;
    const key = `${delivery.conversationId} ${delivery.deliveryKey}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.deliveries.push(delivery);
    const { activity } = delivery;
    const masked = activity.text?.replaceAll(/\d{6}/gu, '••••••');
    const words =
      activity.type === 'message' ? [{ id: String(activity.id), activity: { ...activity, text: masked } }] : [];
    await this.output?.post(delivery.conversationId, [
      ...words,
      {
        id: `${String(activity.id)}:1`,
        activity: this.#answer(activity.type === 'message' ? `들었어요: ${masked ?? ''}` : '안녕하세요'),
      },
    ]);
  }

  #answer(text: string): Delivery['activity'] {
    const actions = this.suggested.map((title) => ({ type: 'imBack', title, value: title }));
    return { type: 'message', text, ...(actions.length > 0 ? { suggestedActions: { actions, to: [] } } : {}) };
  }
}
