import { timingSafeEqual, createHash } from 'node:crypto';
import type { Random } from '../../services/shared/random.ts';
import type { Json } from '../../services/shared/json.ts';
import { failure } from '../../services/shared/failure.ts';
import type { HttpRequest, HttpResponse, Route } from '../../services/shared/route.ts';
import type { ChannelBot, Delivery } from '../conversationPort.ts';
import { activityId, readActivity } from './directLineActivity.ts';
import type { DirectLineConversations } from './directLineConversations.ts';
import { readWatermark, type DirectLineLog } from './directLineLog.ts';
import { tokenSeconds, type ConversationOwner, type DirectLineTokens } from './directLineTokens.ts';

/** Where Direct Line 3.0 lives below the site. */
export const directLinePath = '/v3/directline';

/** Collaborators that composition/ hands in. */
export interface DirectLineParts {
  readonly tokens: DirectLineTokens;
  readonly conversations: DirectLineConversations;
  readonly log: DirectLineLog;
  readonly bot: ChannelBot;
  readonly random: Random;
  /** DIRECT_LINE_SECRET; without one nobody gets in by a secret. */
  readonly secret: string | undefined;
  /** Without a slash at the end; the stream's address is made of it. */
  readonly publicUrl: string;
}

/** The routes of our own Direct Line 3.0 (CONTRACT §3), as the stock client calls them. */
export function directLineRoutes(parts: DirectLineParts): readonly Route[] {
  const routes = new DirectLineRoutes(parts);
  const at = (path: string): string => `${directLinePath}${path}`;
  return [
    { method: 'POST', path: at('/tokens/generate'), body: 'json', bodyOptional: true, handle: routes.generate },
    { method: 'POST', path: at('/tokens/refresh'), body: 'json', bodyOptional: true, handle: routes.refresh },
    { method: 'POST', path: at('/conversations'), body: 'json', bodyOptional: true, handle: routes.begin },
    { method: 'GET', path: at('/conversations/:id'), handle: routes.reconnect },
    { method: 'GET', path: at('/conversations/:id/activities'), handle: routes.read },
    { method: 'POST', path: at('/conversations/:id/activities'), body: 'json', handle: routes.post },
    { method: 'POST', path: at('/conversations/:id/upload'), admit: routes.refuseUpload, handle: routes.refuseUpload },
  ];
}

type Admitted<T = ConversationOwner> = { readonly owner: T } | { readonly refused: HttpResponse };

/** Somebody who takes part in a conversation that has begun. */
interface Speaker extends ConversationOwner {
  readonly locale: string;
}

class DirectLineRoutes {
  readonly #parts: DirectLineParts;

  constructor(parts: DirectLineParts) {
    this.#parts = parts;
  }

  /** A token for a conversation that has not begun; only for who knows the secret. */
  readonly generate = async (request: HttpRequest): Promise<HttpResponse> => {
    const bearer = bearerOf(request);
    if (bearer === undefined) return failure(401, 'token.missing', request.id);
    if (!this.#isSecret(bearer)) return failure(403, 'token.invalid', request.id);
    const fresh = this.#parts.tokens.newOwner();
    return this.#tokenAnswer({ ...fresh, userId: askedUser(request.body) ?? fresh.userId }, 200);
  };

  readonly refresh = async (request: HttpRequest): Promise<HttpResponse> => {
    const admitted = await this.#admit(request, undefined);
    return 'refused' in admitted ? admitted.refused : this.#tokenAnswer(admitted.owner, 200);
  };

  /** Begins the token's conversation, or goes on with it: the bot hears of it once. */
  readonly begin = async (request: HttpRequest): Promise<HttpResponse> => {
    const admitted = await this.#admit(request, undefined);
    if ('refused' in admitted) return admitted.refused;
    const { owner } = admitted;
    const { conversation, isNew } = await this.#parts.conversations.begin(owner, askedLocale(request.body));
    if (!conversation.greeted) await this.#greet({ ...owner, locale: conversation.locale });
    return this.#tokenAnswer(owner, isNew ? 201 : 200, 0);
  };

  readonly reconnect = async (request: HttpRequest): Promise<HttpResponse> => {
    const admitted = await this.#admitTo(request);
    if ('refused' in admitted) return admitted.refused;
    return this.#tokenAnswer(admitted.owner, 200, readWatermark(request.query.get('watermark')));
  };

  readonly read = async (request: HttpRequest): Promise<HttpResponse> => {
    const admitted = await this.#admitTo(request);
    if ('refused' in admitted) return admitted.refused;
    const watermark = readWatermark(request.query.get('watermark'));
    const set = await this.#parts.log.read(admitted.owner.conversationId, watermark);
    // Activities are JSON: they were read from it.
    return { status: 200, body: set as unknown as Json };
  };

  /** One activity of the customer: the bot runs its turn, and shows the words (masked) and its answer by itself. */
  readonly post = async (request: HttpRequest): Promise<HttpResponse> => {
    const admitted = await this.#admitTo(request);
    if ('refused' in admitted) return admitted.refused;
    const posted = readActivity(request.body);
    if (!posted.ok) return failure(400, posted.code, request.id);
    const deliveryKey = posted.value.deliveryKey ?? this.#newKey();
    try {
      const id = await this.#deliver(admitted.owner, deliveryKey, posted.value.activity);
      return { status: 200, body: { id } };
    } catch (error) {
      if (!isTooManyWaiting(error)) throw error;
      return { ...failure(429, 'conversation.tooManyWaiting', request.id), headers: { 'retry-after': '1' } };
    }
  };

  /** Files are not taken here: the bot says so in its own words, and the client marks its bubble as not sent. */
  readonly refuseUpload = async (request: HttpRequest): Promise<HttpResponse> => {
    const admitted = await this.#admitTo(request);
    if ('refused' in admitted) return admitted.refused;
    const attachments = [{ contentType: 'application/octet-stream' }];
    await this.#deliver(admitted.owner, this.#newKey(), { type: 'message', attachments });
    return failure(415, 'upload.notTaken', request.id);
  };

  async #greet(speaker: Speaker): Promise<void> {
    const activity = { type: 'conversationUpdate', membersAdded: [{ id: speaker.userId, name: '' }] };
    await this.#deliver(speaker, `begin:${speaker.conversationId}`, activity);
    await this.#parts.conversations.markGreeted(speaker.conversationId);
  }

  async #deliver(speaker: Speaker, deliveryKey: string, activity: Delivery['activity']): Promise<string> {
    const { conversationId, userId, locale } = speaker;
    const id = activityId(conversationId, deliveryKey);
    // Typing is nobody's turn.
    if (activity.type === 'typing') return id;
    await this.#parts.bot.deliver({
      channel: 'webchat',
      conversationId,
      userId,
      deliveryKey,
      locale,
      activity: {
        ...activity,
        id,
        channelId: 'directline',
        from: { id: userId, name: '', role: 'user' },
        recipient: { id: 'bot', name: '', role: 'bot' },
        conversation: { id: conversationId, name: '', isGroup: false, conversationType: 'personal' },
        locale,
      },
    });
    return id;
  }

  /** Who may act on the conversation in the path: its token, or the secret. 404 when it never began. */
  async #admitTo(request: HttpRequest): Promise<Admitted<Speaker>> {
    const conversationId = request.params['id'] ?? '';
    const admitted = await this.#admit(request, conversationId);
    if ('refused' in admitted) return admitted;
    const conversation = await this.#parts.conversations.find(conversationId);
    if (!conversation) return { refused: failure(404, 'conversation.unknown', request.id) };
    return { owner: { conversationId, userId: conversation.userId, locale: conversation.locale } };
  }

  async #admit(request: HttpRequest, conversationId: string | undefined): Promise<Admitted> {
    const bearer = bearerOf(request);
    if (bearer === undefined) return { refused: failure(401, 'token.missing', request.id) };
    if (this.#isSecret(bearer)) {
      const fresh = this.#parts.tokens.newOwner();
      return { owner: { ...fresh, conversationId: conversationId ?? fresh.conversationId } };
    }
    const read = await this.#parts.tokens.read('conversation', bearer);
    if (!read.ok) return { refused: failure(403, read.code, request.id) };
    const { userId, conversationId: own } = read.value;
    if (conversationId !== undefined && conversationId !== own) {
      return { refused: failure(403, 'token.otherConversation', request.id) };
    }
    return { owner: { conversationId: own, userId } };
  }

  async #tokenAnswer(owner: ConversationOwner, status: number, watermark?: number): Promise<HttpResponse> {
    const { tokens } = this.#parts;
    const answer = {
      conversationId: owner.conversationId,
      token: await tokens.issue('conversation', owner),
      expires_in: tokenSeconds.conversation,
    };
    if (watermark === undefined) return { status, body: answer };
    const stream = new URLSearchParams({ watermark: String(watermark), t: await tokens.issue('stream', owner) });
    const base = this.#parts.publicUrl.replace(/^http/u, 'ws');
    const streamUrl = `${base}${directLinePath}/conversations/${owner.conversationId}/stream?${stream.toString()}`;
    return { status, body: { ...answer, streamUrl } };
  }

  #isSecret(bearer: string): boolean {
    const { secret } = this.#parts;
    return secret !== undefined && timingSafeEqual(digest(bearer), digest(secret));
  }

  #newKey(): string {
    return this.#parts.random.bytes(12).toString('base64url');
  }
}

/** The bot's queue of this conversation is full (SECURITY §1); nothing of this delivery was done. */
function isTooManyWaiting(error: unknown): boolean {
  return error instanceof Error && error.name === 'TooManyWaiting';
}

function bearerOf(request: HttpRequest): string | undefined {
  return /^Bearer (?<token>\S+)$/iu.exec(request.headers['authorization'] ?? '')?.groups?.['token'];
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function askedLocale(body: unknown): string {
  const locale = member(body, 'locale');
  return typeof locale === 'string' && /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u.test(locale) ? locale : 'ko-KR';
}

function askedUser(body: unknown): string | undefined {
  const id = member(member(body, 'user'), 'id');
  return typeof id === 'string' && /^[\w-]{1,64}$/u.test(id) ? id : undefined;
}

function member(value: unknown, name: string): unknown {
  // An object of any shape: its members are unknown until looked at.
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
