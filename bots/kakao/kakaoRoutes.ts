import { createHash, timingSafeEqual } from 'node:crypto';
import { failure } from '../../services/shared/failure.ts';
import type { HttpRequest, Route } from '../../services/shared/route.ts';
import type { KakaoAnswers } from './kakaoAnswers.ts';
import type { KakaoCalls } from './kakaoCalls.ts';
import { asJson } from './kakaoResponse.ts';
import { readSkillCall } from './kakaoSkill.ts';

/** Collaborators that composition/ hands in. */
export interface KakaoRouteParts {
  readonly calls: KakaoCalls;
  readonly answers: KakaoAnswers;
  /** KAKAO_SKILL_SECRETS: two while one takes over from the other. */
  readonly secrets: readonly string[];
  /** KAKAO_BOT_IDS */
  readonly botIds: readonly string[];
  /** A listed bot's development channel (`{id}!`) is let in. */
  readonly sandbox: boolean;
}

/**
 * `POST /kakao/skill`, with the status codes of CONTRACT §3 in that order: 401 before the body is read, then the body's
 * own 413, 415 and 400, 403 for another bot, and from there on 200 with a body that Kakao shows.
 */
export function kakaoRoutes(parts: KakaoRouteParts): readonly Route[] {
  const secrets = parts.secrets.map((secret) => digestOf(secret));
  const bots = new Set(parts.botIds.flatMap((id) => (parts.sandbox ? [id, `${id}!`] : [id])));
  return [
    {
      method: 'POST',
      path: '/kakao/skill',
      body: 'json',
      admit: (request) =>
        Promise.resolve(isKnown(request, secrets) ? undefined : failure(401, 'skill.secret', request.id)),
      handle: async (request) => {
        const read = readSkillCall(request.body);
        if (!read.ok) return failure(400, read.code, request.id);
        if (!bots.has(read.value.botId)) return failure(403, 'skill.botUnknown', request.id);
        const answer = await parts.calls.answer(read.value, request.headers['x-request-id']);
        const body =
          'bubbles' in answer
            ? parts.answers.body(answer.bubbles)
            : ({ version: '2.0', useCallback: true, data: { text: answer.callback } } as const);
        return { status: 200, body: asJson(body) };
      },
    },
  ];
}

/** Every secret is compared, whichever fits: the time says nothing. */
function isKnown(request: HttpRequest, secrets: readonly Buffer[]): boolean {
  const given = digestOf(request.headers['x-skill-secret'] ?? '');
  const fits = secrets.map((secret) => timingSafeEqual(secret, given));
  return fits.includes(true);
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
