import { createHash } from 'node:crypto';
import type { Activity, Attachment } from 'botbuilder';
import { ok, refuse, type Result } from '../../services/shared/result.ts';
import names from './kakaoNames.json' with { type: 'json' };

/** What Kakao asks us, as far as we read it. */
export interface SkillCall {
  readonly botId: string;
  /** botUserKey: a pseudonym of the customer, another one for each bot. */
  readonly userId: string;
  readonly blockId: string;
  /** `welcome`: the customer came in. `event`: our own Event API call made Kakao ask. */
  readonly kind: 'message' | 'welcome' | 'event';
  /** As typed or as the button said, ends trimmed; empty for a picture. */
  readonly utterance: string;
  /** What the pressed button carried. */
  readonly extra: Readonly<Record<string, unknown>> | undefined;
  /** Pictures that came along: only that there are some; their addresses are not kept. */
  readonly pictures: number;
  readonly callbackUrl: string | undefined;
  readonly locale: string;
}

/** Why a body is no skill call. */
export type SkillRefusal = 'skill.malformed';

const longestUserId = 70;
/** More pictures than this are as many as this. */
const mostPictures = 10;

/**
 * Reads a SkillPayload (KAKAO §1). Tolerant: whatever Kakao adds, leaves out or sends as null is fine; only a user id and
 * an utterance of the right type are asked for.
 */
export function readSkillCall(body: unknown): Result<SkillCall, SkillRefusal> {
  const request = member(body, 'userRequest');
  const userId = member(member(request, 'user'), 'id');
  const utterance = member(request, 'utterance');
  if (typeof userId !== 'string' || typeof utterance !== 'string') return refuse('skill.malformed');
  if (userId.trim() === '' || userId.length > longestUserId) return refuse('skill.malformed');
  const action = member(body, 'action');
  const pictures = Math.min(mostPictures, picturesOf(request, action, utterance));
  const callbackUrl = member(request, 'callbackUrl');
  return ok({
    botId: textOf(member(member(body, 'bot'), 'id')),
    userId,
    blockId: textOf(member(member(request, 'block'), 'id')),
    kind: kindOf(body, request, utterance),
    utterance: pictures > 0 ? '' : utterance.trim(),
    extra: extraOf(member(action, 'clientExtra')),
    pictures,
    callbackUrl: typeof callbackUrl === 'string' ? callbackUrl : undefined,
    locale: textOf(member(request, 'lang')).toLowerCase().startsWith('en') ? 'en-US' : 'ko-KR',
  });
}

/** The conversation of a customer with one bot; their key can't be read out of it. */
export function conversationIdOf({ botId, userId }: Pick<SkillCall, 'botId' | 'userId'>): string {
  return `kakao.${digest(['conversation', botId, userId])}`;
}

/** What makes two calls the same call of one customer: words, button and block; Kakao sends no message id. */
export function callDigest({ userId, blockId, utterance, extra, kind, pictures }: SkillCall): string {
  return digest([userId, blockId, kind, utterance, String(pictures), JSON.stringify(extra ?? {})]);
}

/** The call as the bot reads it. */
export function activityOf(call: SkillCall, conversationId: string, id: string): Partial<Activity> {
  const place = {
    id,
    channelId: 'kakao',
    from: { id: conversationId, name: '', role: 'user' },
    recipient: { id: 'bot', name: '', role: 'bot' },
    conversation: { id: conversationId, name: '', isGroup: false, conversationType: 'personal' },
    locale: call.locale,
  };
  if (call.kind !== 'message') return { ...place, type: 'conversationUpdate' };
  const attachments: Attachment[] = Array.from({ length: call.pictures }, () => ({ contentType: 'image/*' }));
  return {
    ...place,
    type: 'message',
    text: call.utterance,
    ...(call.extra ? { value: call.extra } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
  };
}

/** A short name for these texts, in the same order always the same. */
export function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

function kindOf(body: unknown, request: unknown, utterance: string): SkillCall['kind'] {
  const blocks = [member(member(request, 'block'), 'name'), member(member(body, 'intent'), 'name')];
  if (blocks.some((name) => names.welcomeBlocks.includes(textOf(name).trim()))) return 'welcome';
  const params = member(request, 'params');
  const told = names.eventParams.some((name) => typeof member(params, name) === 'string');
  return told || names.events.includes(utterance.trim()) ? 'event' : 'message';
}

/** A plain photo, one behind the secure image plugin (string or object), or an address of one as the words. */
function picturesOf(request: unknown, action: unknown, utterance: string): number {
  const media = member(member(request, 'params'), 'media');
  const plain = textOf(member(media, 'url')) !== '' ? 1 : 0;
  const params = member(action, 'params');
  const secure = isRecord(params) ? Object.values(params).reduce((sum: number, one) => sum + secureImages(one), 0) : 0;
  return plain + secure || (pictureAddress.test(utterance.trim()) ? 1 : 0);
}

const pictureAddress = /^https?:\/\/[\w.-]*(?:kakaocdn\.net|talk\.kakao\.com)\/\S+$/iu;

function secureImages(param: unknown): number {
  const value = typeof param === 'string' ? parsed(param) : param;
  const urls = member(value, 'secureUrls');
  if (Array.isArray(urls)) return urls.length;
  return typeof urls === 'string' && urls !== '' ? urls.split(',').length : 0;
}

function parsed(text: string): unknown {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function extraOf(extra: unknown): SkillCall['extra'] {
  return isRecord(extra) && Object.keys(extra).length > 0 ? extra : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function member(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
