import type { Activity } from 'botbuilder';
import type { Random } from '../../services/shared/random.ts';
import type { Shown } from '../conversationPort.ts';
import { SendingAdapter } from '../sendingAdapter.ts';
import type { KakaoCalls } from './kakaoCalls.ts';

/**
 * KakaoTalk's way out. There is no push: what the bot shows is kept, and the call that is under way, or the customer's
 * next one, takes it along.
 */
export class KakaoAdapter extends SendingAdapter {
  readonly #calls: KakaoCalls;

  constructor(parts: { readonly calls: KakaoCalls; readonly random: Random }) {
    super(parts.random);
    this.#calls = parts.calls;
  }

  post(conversationId: string, activities: readonly Shown[]): Promise<void> {
    return this.#calls.keep(conversationId, activities);
  }

  /** Typing and traces have no form in KakaoTalk. */
  protected override canShow({ type }: Partial<Activity>): boolean {
    return type === undefined || type === 'message';
  }
}
