import { z } from 'zod';
import type { Clock } from '../shared/clock.ts';
import { maskName } from '../shared/masks.ts';
import type { Random } from '../shared/random.ts';
import { ok, refuse, type Result } from '../shared/result.ts';
import { changeRecord, removal } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';
import { isSame, sha256 } from '../shared/digest.ts';
import type { BroughtAnswer, RelyingPartyChecks, RelyingPartyRefusal } from './relyingPartyChecks.ts';

/** Minutes a challenge may be answered. */
export const challengeMinutes = 5;
/** Minutes a log-in lasts. */
export const sessionMinutes = 30;

/** One log-in under way. */
interface OfficeLogin {
  readonly schema: 1;
  readonly challenge: string;
  /** SHA-256 of the cookie of the browser that began it. */
  readonly browser: string;
  readonly madeAt: string;
  readonly answer?: BroughtAnswer;
  readonly used?: boolean;
}

/** One person who is logged in. */
interface OfficeSession {
  readonly schema: 1;
  readonly name: string;
  /** base64url DER. */
  readonly certificate: string;
  readonly connection: string;
  readonly madeAt: string;
  /** Why it is over. */
  readonly ended?: RelyingPartyRefusal;
}

/** What the relying party knows of a browser now. */
export type RelyingPartyStanding =
  | { readonly as: 'out' }
  | { readonly as: 'in'; readonly maskedName: string; readonly certificate: Buffer }
  | { readonly as: 'ended'; readonly why: RelyingPartyRefusal };

/** Collaborators of `SandboxRelyingParty`, handed in by composition/. */
export interface SandboxRelyingPartyParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly random: Random;
  /** Opened when it is first needed: what it reads certificates with is not loaded with the product. */
  readonly checks: () => Promise<RelyingPartyChecks>;
}

const size = z.string().max(8192);
const answer = z.object({
  state: z.string().regex(/^[\w-]{22}$/),
  challenge: z.string().max(128),
  certificate: size,
  signature: size,
  identity: size,
  connection: z.string().regex(/^[\w-]{43}$/),
});

/**
 * A stand-in for 홈택스 and 정부24: lets people in with their certificate and asks again, each time a page is looked at,
 * whether certificate and browser still stand. Part of the sandbox's world: kept below `sandbox:`.
 */
export class SandboxRelyingParty {
  readonly #parts: SandboxRelyingPartyParts;

  constructor(parts: SandboxRelyingPartyParts) {
    this.#parts = parts;
  }

  /** Begins a log-in: a challenge for the cloud, and a cookie that ties it to this browser. */
  async begin(): Promise<{ readonly state: string; readonly challenge: string; readonly cookie: string }> {
    const { records, clock } = this.#parts;
    const [state, challenge, secret] = [this.#draw(16), this.#draw(32), this.#draw(32)];
    const login: OfficeLogin = { schema: 1, challenge, browser: sha256(secret), madeAt: clock.now().toString() };
    await records.putIfVersion(loginKey(state), login, 0);
    return { state, challenge, cookie: `${state}.${secret}` };
  }

  /**
   * Takes an answer that a browser brings from the cloud. Nothing is judged yet: it comes from another site, without the
   * cookie that would tell whose log-in it is.
   */
  async receive(fields: Readonly<Record<string, string>>): Promise<void> {
    const read = answer.safeParse(fields);
    if (!read.success) return;
    const { state, challenge, ...brought } = read.data;
    await changeRecord<OfficeLogin>(this.#parts.records, loginKey(state), (login) =>
      login && !login.used && isSame(login.challenge, challenge) ? { ...login, answer: brought } : undefined,
    );
  }

  /**
   * Lets the browser in that began the log-in, when its answer holds. A challenge is used up by the first look at its
   * answer, whatever comes of it.
   *
   * @param cookie of `begin`
   * @returns the cookie of the session
   */
  async finish(cookie: string | undefined): Promise<Result<{ readonly cookie: string }, RelyingPartyRefusal>> {
    const { clock, checks } = this.#parts;
    const [state = '', secret = ''] = cookie?.split('.') ?? [];
    const taken = await this.#take(state, secret);
    if (!taken.ok) return taken;
    const { answer: brought, challenge } = taken.value;
    if (!brought) return refuse('relyingParty.malformed');
    const admitted = await (await checks()).admit(brought, challenge, clock.now());
    if (!admitted.ok) return admitted;
    const session: OfficeSession = {
      schema: 1,
      name: admitted.value.person.name,
      certificate: admitted.value.certificate.toString('base64url'),
      connection: brought.connection,
      madeAt: clock.now().toString(),
    };
    const fresh = this.#draw(32);
    await this.#parts.records.putIfVersion(sessionKey(fresh), session, 0);
    return ok({ cookie: fresh });
  }

  /**
   * What stands for a browser now. A session whose certificate or connection stands no more is over for good; one that
   * could not be checked is refused this time.
   */
  async look(cookie: string | undefined): Promise<RelyingPartyStanding> {
    const { records, clock, checks } = this.#parts;
    const found = cookie === undefined ? undefined : await records.get<OfficeSession>(sessionKey(cookie));
    if (!found || cookie === undefined) return { as: 'out' };
    const { ended, name, connection } = found.value;
    if (ended) return { as: 'ended', why: ended };
    const now = clock.now();
    const certificate = Buffer.from(found.value.certificate, 'base64url');
    const checked: Result<void, RelyingPartyRefusal> = isWithinMinutes(found.value.madeAt, sessionMinutes, now)
      ? await (await checks()).check(certificate, connection, now)
      : refuse('relyingParty.sessionOld');
    if (checked.ok) return { as: 'in', maskedName: maskName(name), certificate };
    if (checked.code !== 'relyingParty.unavailable') await this.#end(cookie, checked.code);
    return { as: 'ended', why: checked.code };
  }

  /** Over for good; another look at the same moment found the same. */
  async #end(cookie: string, ended: RelyingPartyRefusal): Promise<void> {
    await changeRecord<OfficeSession>(this.#parts.records, sessionKey(cookie), (session) =>
      session && !session.ended ? { ...session, ended } : undefined,
    );
  }

  /** Ends a session. */
  async leave(cookie: string | undefined): Promise<void> {
    if (cookie === undefined) return;
    await changeRecord<OfficeSession>(this.#parts.records, sessionKey(cookie), () => removal);
  }

  /** Uses a challenge up. */
  async #take(state: string, secret: string): Promise<Result<OfficeLogin, RelyingPartyRefusal>> {
    const { records, clock } = this.#parts;
    const isTheirs = (login: OfficeLogin): boolean => isSame(login.browser, sha256(secret));
    const { before } = await changeRecord<OfficeLogin>(records, loginKey(state), (login) =>
      login && isTheirs(login) && !login.used ? { ...login, used: true } : undefined,
    );
    if (!before || !isTheirs(before)) return refuse('relyingParty.otherBrowser');
    if (before.used) return refuse('relyingParty.challengeUsed');
    const isOpen = isWithinMinutes(before.madeAt, challengeMinutes, clock.now());
    return isOpen ? ok(before) : refuse('relyingParty.challengeOld');
  }

  #draw(bytes: number): string {
    return this.#parts.random.bytes(bytes).toString('base64url');
  }
}

/** A clock that was set back revives nothing. */
function isWithinMinutes(from: string, minutes: number, now: Temporal.Instant): boolean {
  const age = now.since(Temporal.Instant.from(from)).total('minutes');
  return age >= -1 && age < minutes;
}

function loginKey(state: string): string {
  return `sandbox:relyingParty:login:${state}`;
}

function sessionKey(cookie: string): string {
  return `sandbox:relyingParty:session:${sha256(cookie)}`;
}
