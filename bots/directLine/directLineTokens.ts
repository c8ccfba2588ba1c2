import { createHash, createHmac } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../../services/shared/clock.ts';
import type { Random } from '../../services/shared/random.ts';
import { ok, refuse, type Result } from '../../services/shared/result.ts';

/** Whose conversation a token opens. */
export interface ConversationOwner {
  readonly conversationId: string;
  readonly userId: string;
}

/** What a token is good for; one kind is never taken for another. */
export type TokenUse = 'conversation' | 'stream' | 'browser';

/**
 * How long each kind lives. A browser's cookie names its user as long as a customer may want to be known in it (DOMAIN §8,
 * 다음에 알아보기); what is kept of a conversation ends long before.
 */
export const tokenSeconds: Readonly<Record<TokenUse, number>> = {
  conversation: 30 * 60,
  stream: 60,
  browser: 400 * 24 * 60 * 60,
};

/** Why a token opens nothing. */
export type TokenRefusal = 'token.invalid' | 'token.expired';

/** What was signed. `tokenId` makes a token usable once where that is asked for. */
export interface TokenClaims extends ConversationOwner {
  readonly tokenId: string;
}

/**
 * Signs and reads the tokens of Direct Line: JWTs with the claims `user` and `conv` that the stock client looks for.
 * They live in real time (CONTRACT §4), under a key derived from TOKEN_KEY for this purpose alone.
 */
export class DirectLineTokens {
  readonly #keys: readonly { readonly id: string; readonly secret: Buffer }[];
  readonly #clock: Clock;
  readonly #random: Random;

  /** @param parts.tokenKey TOKEN_KEY as `new,old`: the first signs, all of them open */
  constructor(parts: { readonly tokenKey: string; readonly clock: Clock; readonly random: Random }) {
    this.#keys = parts.tokenKey.split(',').map((key) => derive(key.trim()));
    this.#clock = parts.clock;
    this.#random = parts.random;
  }

  /** A token that opens one conversation for one use. */
  async issue(use: TokenUse, owner: ConversationOwner): Promise<string> {
    const [key] = this.#keys;
    if (!key) throw new Error('expected a TOKEN_KEY, found none');
    const now = this.#seconds();
    return new SignJWT({ user: owner.userId, conv: owner.conversationId, use })
      .setProtectedHeader({ alg: 'HS256', kid: key.id, typ: 'JWT' })
      .setJti(this.#random.bytes(12).toString('base64url'))
      .setIssuedAt(now)
      .setExpirationTime(now + tokenSeconds[use])
      .sign(key.secret);
  }

  /** Refusals: `token.expired` for one of ours whose time is over, `token.invalid` for anything else. */
  async read(use: TokenUse, token: string): Promise<Result<TokenClaims, TokenRefusal>> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#secret(kid), {
        algorithms: ['HS256'],
        currentDate: new Date(this.#seconds() * 1000),
        requiredClaims: ['exp', 'jti'],
      });
      const { user, conv, jti } = payload;
      if (payload['use'] !== use || typeof user !== 'string' || typeof conv !== 'string' || jti === undefined) {
        return refuse('token.invalid');
      }
      return ok({ conversationId: conv, userId: user, tokenId: jti });
    } catch (error) {
      return refuse(error instanceof errors.JWTExpired ? 'token.expired' : 'token.invalid');
    }
  }

  /**
   * A conversation of its own, for somebody new unless it is said for whom: ids that nobody guesses.
   *
   * @param userId of an earlier owner
   */
  newOwner(userId = `dl_${this.#random.bytes(16).toString('base64url')}`): ConversationOwner {
    return { conversationId: this.#random.bytes(16).toString('base64url'), userId };
  }

  #secret(keyId: string | undefined): Buffer {
    const key = this.#keys.find(({ id }) => id === keyId);
    if (!key) throw new Error('expected the id of a current key');
    return key.secret;
  }

  #seconds(): number {
    return Math.floor(this.#clock.now().epochMilliseconds / 1000);
  }
}

function derive(tokenKey: string): { readonly id: string; readonly secret: Buffer } {
  const secret = createHmac('sha256', tokenKey).update('directLine').digest();
  return { id: createHash('sha256').update(secret).digest('base64url').slice(0, 8), secret };
}
