import { ok, refuse, type Result } from '../shared/result.ts';
import type { KakaoEventName, KakaoEventRefusal, KakaoEvents, KakaoRecipient } from './kakaoEvents.ts';

/** Where Kakao takes events. */
const kakaoEventsOrigin = 'https://bot-api.kakao.com';

/** How long Kakao may take; the customer is not waiting for it. */
const answerMilliseconds = 5_000;

/** The Event API over HTTPS with a KakaoAK key. */
export class HttpKakaoEvents implements KakaoEvents {
  readonly #key: string;
  readonly #origin: string;

  /** @param settings `restApiKey`: KAKAO_REST_API_KEY; `origin`: where a stand-in listens, in tests */
  constructor(settings: { readonly restApiKey: string; readonly origin?: string }) {
    this.#key = settings.restApiKey;
    this.#origin = settings.origin ?? kakaoEventsOrigin;
  }

  async send(recipient: KakaoRecipient, name: KakaoEventName): Promise<Result<string, KakaoEventRefusal>> {
    try {
      const response = await fetch(`${this.#origin}/v2/bots/${encodeURIComponent(recipient.botId)}/talk`, {
        method: 'POST',
        headers: { authorization: `KakaoAK ${this.#key}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          event: { name },
          user: [{ type: 'botUserKey', id: recipient.userId }],
          params: { event: name },
        }),
        redirect: 'error',
        signal: AbortSignal.timeout(answerMilliseconds),
      });
      return readTask(response.ok, await response.json());
    } catch {
      // no connection, no answer in time, or one that is no JSON
      return refuse('kakaoEvents.silent');
    }
  }
}

function readTask(isOk: boolean, answer: unknown): Result<string, KakaoEventRefusal> {
  if (typeof answer !== 'object' || answer === null) return refuse('kakaoEvents.silent');
  const { taskId, status } = answer as { readonly taskId?: unknown; readonly status?: unknown }; // any JSON object
  const taken = isOk && status === 'SUCCESS' && typeof taskId === 'string';
  return taken ? ok(taskId) : refuse('kakaoEvents.refused');
}
