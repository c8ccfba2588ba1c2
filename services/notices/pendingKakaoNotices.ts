import type { KakaoRecipient } from './kakaoEvents.ts';

/**
 * Where a notice waits in a customer's KakaoTalk conversation until Kakao asks what to say: an event carries no words.
 * The same id lies there once, and once it was read it does not come back.
 */
export interface PendingKakaoNotices {
  put(recipient: KakaoRecipient, notice: { readonly id: string; readonly text: string }): Promise<void>;
  /** Takes it away unread: it went out another way. */
  remove(recipient: KakaoRecipient, id: string): Promise<void>;
}
