import { timingSafeEqual } from 'node:crypto';
import * as client from 'openid-client';
import { ok, refuse, type Result } from '../shared/result.ts';
import { Unavailable } from '../shared/unavailable.ts';
import { identityFrom, type BankClaims } from './bankClaims.ts';
import type { BankIdentity, BankLogin, PendingLogin } from './bankLogin.ts';

/** Where the customers of one bank log in, and as whom the bank knows us (BANK_<code>_OIDC_…). */
export interface BankLoginSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Stands round each exchange with a bank; the sandbox makes it fail on demand. */
export interface BankGuard {
  <T>(signal: AbortSignal, exchange: () => Promise<T>): Promise<T>;
}

/** Collaborators of `OpenidBankLogin`, handed in by composition/. */
export interface OpenidBankLoginParts {
  /** Undefined for a bank whose log-in is not set up: a bug of whoever asks. */
  readonly settings: (bankCode: string) => BankLoginSettings | undefined;
  /** `{PUBLIC_URL}/secure/return` */
  readonly redirectUri: string;
  /** Absent in production. */
  readonly guard?: BankGuard;
  /** Milliseconds that one HTTP exchange with a bank may take. */
  readonly deadlineMilliseconds?: number;
}

const scope = 'openid profile phone email ci';
const deadline = 2000;

/**
 * Log-in at a customer's bank by openid-client: code flow with state, nonce and PKCE (S256), each log-in and consent anew.
 * The bank's metadata is fetched once and again after any failure. Plain http is spoken to loopback only.
 */
export class OpenidBankLogin implements BankLogin {
  readonly #parts: OpenidBankLoginParts;
  readonly #banks = new Map<string, Promise<client.Configuration>>();

  constructor(parts: OpenidBankLoginParts) {
    this.#parts = parts;
  }

  serves(bankCode: string): boolean {
    return this.#parts.settings(bankCode) !== undefined;
  }

  origin(bankCode: string): string {
    return new URL(this.#settings(bankCode).issuer).origin;
  }

  begin(bankCode: string, signal: AbortSignal): Promise<PendingLogin> {
    return this.#exchange(bankCode, signal, async (bank) => {
      const pending = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        codeVerifier: client.randomPKCECodeVerifier(),
      };
      const address = client.buildAuthorizationUrl(bank, {
        redirect_uri: this.#parts.redirectUri,
        scope,
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(pending.codeVerifier),
        code_challenge_method: 'S256',
        prompt: 'login consent',
      });
      return { redirectTo: address.href, pending };
    });
  }

  async finish(
    bankCode: string,
    pending: PendingLogin['pending'],
    callback: URL,
    signal: AbortSignal,
  ): Promise<Result<BankIdentity, 'bankLogin.refused' | 'bankLogin.mismatch'>> {
    if (!isSame(callback.searchParams.get('state') ?? '', pending.state)) return refuse('bankLogin.mismatch');
    const returned = new URL(this.#parts.redirectUri);
    returned.search = callback.search;
    return this.#exchange(bankCode, signal, async (bank) => {
      try {
        return ok(identityFrom(bankCode, await claimsOf(bank, pending, returned)));
      } catch (error) {
        return refuse(refusalOf(error));
      }
    });
  }

  /** One exchange with a bank; whatever goes wrong and is no refusal is an outage. */
  async #exchange<T>(
    bankCode: string,
    signal: AbortSignal,
    act: (bank: client.Configuration) => Promise<T>,
  ): Promise<T> {
    const guard: BankGuard = this.#parts.guard ?? ((_signal, exchange) => exchange());
    const settings = this.#settings(bankCode);
    try {
      return await guard(signal, () => unlessAborted(signal, () => this.#discovered(bankCode, settings).then(act)));
    } catch (cause) {
      this.#banks.delete(bankCode);
      throw cause instanceof Unavailable ? cause : new Unavailable('bank', { cause: withoutClaims(cause) });
    }
  }

  #discovered(bankCode: string, settings: BankLoginSettings): Promise<client.Configuration> {
    const before = this.#banks.get(bankCode);
    if (before) return before;
    const discovery = discover(settings, this.#parts.deadlineMilliseconds ?? deadline);
    this.#banks.set(bankCode, discovery);
    return discovery;
  }

  #settings(bankCode: string): BankLoginSettings {
    const settings = this.#parts.settings(bankCode);
    if (!settings) throw new Error(`expected a log-in set up for bank ${bankCode}, found none`);
    return settings;
  }
}

function discover(settings: BankLoginSettings, milliseconds: number): Promise<client.Configuration> {
  const issuer = new URL(settings.issuer);
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(issuer.hostname);
  // The ID token's signature is checked although TLS would do: a bank's proxy may end it.
  const execute = [client.enableNonRepudiationChecks];
  if (issuer.protocol === 'http:' && isLoopback) execute.push(client.allowInsecureRequests);
  const authentication = client.ClientSecretBasic(settings.clientSecret);
  const timeout = milliseconds / 1000;
  return client.discovery(issuer, settings.clientId, undefined, authentication, { execute, timeout });
}

/** Exchanges the code; what the ID token does not carry comes from the userinfo endpoint, for the same subject. */
async function claimsOf(
  bank: client.Configuration,
  pending: PendingLogin['pending'],
  returned: URL,
): Promise<BankClaims> {
  const tokens = await client.authorizationCodeGrant(bank, returned, {
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    pkceCodeVerifier: pending.codeVerifier,
    idTokenExpected: true,
  });
  const idToken = tokens.claims();
  if (!idToken) throw new Error('expected an ID token, found none');
  if (typeof idToken['ci'] === 'string') return idToken;
  return { ...(await client.fetchUserInfo(bank, tokens.access_token, idToken.sub)), sub: idToken.sub };
}

/** The customer said no, or the code is spent or not ours: refusals. Anything else is the bank's fault and thrown on. */
function refusalOf(error: unknown): 'bankLogin.refused' | 'bankLogin.mismatch' {
  if (error instanceof client.AuthorizationResponseError && !/^(?:server_error|temporarily_)/.test(error.error)) {
    return 'bankLogin.refused';
  }
  if (error instanceof client.ResponseBodyError && error.error === 'invalid_grant') return 'bankLogin.refused';
  const claim = error instanceof client.ClientError ? claimAtFault(error.cause) : undefined;
  if (claim === 'nonce') return 'bankLogin.mismatch';
  throw error;
}

function claimAtFault(cause: unknown): unknown {
  const detail = cause instanceof Error ? cause.cause : undefined;
  return typeof detail === 'object' && detail !== null && 'claim' in detail ? detail.claim : undefined;
}

/** The library's errors carry the claims they are about; a log must not. */
function withoutClaims(cause: unknown): Error {
  if (!(cause instanceof Error)) return new Error('expected an error of the exchange, found another value');
  const code = 'code' in cause ? String(cause.code) : '';
  return new Error(`${cause.name} ${code}: ${cause.message}`);
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The caller's deadline; the exchange itself ends by its own. */
async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason as Error); // an AbortSignal's reason is an error unless somebody chose otherwise
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work(), promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
