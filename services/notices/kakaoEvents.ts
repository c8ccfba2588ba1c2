import type { Result } from '../shared/result.ts';

/** A customer of one of our KakaoTalk channels. */
export interface KakaoRecipient {
  readonly botId: string;
  /** botUserKey */
  readonly userId: string;
}

/** Events that the bank has made blocks for (docs/kakaotalk.md). */
export type KakaoEventName = 'continue_conversation' | 'cert_expiring';

/** Why an event was not taken. `silent`: nobody answered, or nothing that could be read; it may still have been taken. */
export type KakaoEventRefusal = 'kakaoEvents.refused' | 'kakaoEvents.silent';

/**
 * KakaoTalk's Event API (KAKAO §4): makes Kakao run a block for a customer, and with it ask our skill what to say.
 * An event carries its name alone, never a word about the person; what is said stays with us until Kakao asks.
 */
export interface KakaoEvents {
  /** Resolves when Kakao has taken it, with Kakao's task id; refusals only, it never throws for an outage. */
  send(recipient: KakaoRecipient, name: KakaoEventName): Promise<Result<string, KakaoEventRefusal>>;
}
