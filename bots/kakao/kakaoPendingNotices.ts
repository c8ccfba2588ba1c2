import type { KakaoRecipient } from '../../services/notices/kakaoEvents.ts';
import type { PendingKakaoNotices } from '../../services/notices/pendingKakaoNotices.ts';
import type { Records } from '../../services/state/records.ts';
import { keep, KakaoConversations } from './kakaoConversations.ts';
import { conversationIdOf } from './kakaoSkill.ts';

/** Notices lie among what the conversation has still to show: Kakao's call for the event takes them, or the next message. */
export class KakaoPendingNotices implements PendingKakaoNotices {
  readonly #conversations: KakaoConversations;

  constructor(records: Records) {
    this.#conversations = new KakaoConversations(records);
  }

  async put(recipient: KakaoRecipient, { id, text }: { readonly id: string; readonly text: string }): Promise<void> {
    const activity = { id, type: 'message', text };
    await this.#conversations.change(conversationIdOf(recipient), (found) =>
      keep(found, [{ id, call: null, activity }]),
    );
  }

  async remove(recipient: KakaoRecipient, id: string): Promise<void> {
    await this.#conversations.change(conversationIdOf(recipient), (found) => {
      const kept = found.kept.filter((one) => one.id !== id);
      return kept.length === found.kept.length ? found : { ...found, kept };
    });
  }
}
