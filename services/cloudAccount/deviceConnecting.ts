import type { Audit } from '../audit/audit.ts';
import { missingEvidence, needsOf, type Evidence } from '../identity/evidence.ts';
import { askWeakUntil } from '../identity/weakPhone.ts';
import type { IdentityVerifier } from '../identity/identityVerifier.ts';
import { parsePersonName } from '../identity/personName.ts';
import { parsePhoneNumber } from '../identity/phoneNumber.ts';
import type { Clock } from '../shared/clock.ts';
import { withDeadline } from '../shared/deadline.ts';
import { maskPhone } from '../shared/masks.ts';
import type { Random } from '../shared/random.ts';
import { ok, refuse } from '../shared/result.ts';
import type { Refusal, Result } from '../shared/result.ts';
import { Unavailable } from '../shared/unavailable.ts';
import { guessesADay, triesPerCode } from '../sms/smsLimits.ts';
import type { SendRefusal, SmsLimits } from '../sms/smsLimits.ts';
import type { SmsMessage, SmsSender } from '../sms/smsSender.ts';
import { codeIn } from '../sms/verificationCode.ts';
import type { CodeRefusal, VerificationCodes } from '../sms/verificationCode.ts';
import { parseBirthDate } from './birthDate.ts';
import type { CloudAccountOwner } from './cloudAccount.ts';
import type { CloudAccounts } from './cloudAccounts.ts';
import type { CloudDevices } from './cloudDevices.ts';
import type { CloudVisits, Connecting, FoundCloudVisit } from './cloudVisits.ts';

/** Collaborators of `DeviceConnecting`, handed in by composition/. */
export interface DeviceConnectingParts {
  readonly accounts: CloudAccounts;
  readonly devices: CloudDevices;
  readonly visits: CloudVisits;
  readonly limits: SmsLimits;
  readonly codes: VerificationCodes;
  readonly sms: SmsSender;
  readonly clock: Clock;
  readonly random: Random;
  /** Stands for a text in counters (HMAC under PERSON_KEY). */
  readonly keyOf: (text: string) => string;
  readonly audit: Audit;
  /** When a phone number last changed hands or SIM (the bureau's word). */
  readonly phoneChanges: Pick<IdentityVerifier, 'phoneChangedAt'>;
  /** Hours after a change of number in which a code to it proves too little. */
  readonly phoneQuietHours: number;
  /** The whole SMS. */
  readonly codeText: (code: string) => string;
  /** Remembers by key what goes out, so that a customer can ask whether it was ours. */
  readonly noteSent: (text: string) => Promise<void>;
  /** Waits in real time. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Told of an SMS that could not be sent. */
  readonly onFault: (error: unknown) => void;
}

/** Who somebody says they are, as typed. */
export interface TypedOwner {
  readonly name: string;
  readonly birthDate: string;
  readonly phone: string;
}

type OwnerRefusal = 'identity.nameForm' | 'cloud.birthDateForm' | 'identity.phoneForm' | 'identity.phoneLegacy';

/** Why no code was sent. */
export type AskRefusal = OwnerRefusal | SendRefusal | 'cloud.codeFirst';

/** Why a code connected nothing. */
export type ConnectRefusal = CodeRefusal | 'sms.locked' | 'cloud.codeFirst' | 'cloud.phoneTooNew';

/**
 * An asking is answered no earlier than this, whatever there was to do: with that much room a known person costs no other
 * time than an unknown one (SECURITY §3).
 */
export const askedMilliseconds = 400;
const sendMilliseconds = 5_000;
const sendAttempts = 3;

/**
 * Connects a browser to somebody's account in the cloud: name, birth date, phone, and the code that goes to that phone.
 * Whether there is such an account is told by nothing but the SMS: an unknown person meets the same answers, limits and
 * times, up to the last wrong code.
 */
export class DeviceConnecting {
  readonly #parts: DeviceConnectingParts;
  readonly #sending = new Set<Promise<void>>();

  constructor(parts: DeviceConnectingParts) {
    this.#parts = parts;
  }

  /** Asks for a code for somebody. */
  async ask(found: FoundCloudVisit, typed: TypedOwner): Promise<Result<void, AskRefusal>> {
    const owner = readOwner(typed, this.#parts.clock.now());
    return owner.ok ? this.#inTime(() => this.#ask(found, owner.value)) : owner;
  }

  /** Asks for another code for the same person; the one before is void. */
  async askAgain(found: FoundCloudVisit): Promise<Result<void, AskRefusal>> {
    const { connecting } = found.visit;
    if (!connecting) return refuse('cloud.codeFirst');
    return this.#inTime(() => this.#ask(found, this.#parts.visits.openOwner(found.id, connecting)));
  }

  /** Back to the beginning: somebody else is meant. */
  async startOver({ id }: FoundCloudVisit): Promise<void> {
    await this.#parts.visits.change(id, (visit) => ({ ...visit, connecting: undefined }));
  }

  /**
   * Connects the browser when the code is right, and enough (evidence table: a code to a number changed lately is not).
   * @returns the token that the browser holds from now on
   * Outage: `Unavailable('identity')`; the code is used up then.
   */
  async enter(
    found: FoundCloudVisit,
    typed: string,
    userAgent: string | undefined,
  ): Promise<Result<{ readonly token: string }, ConnectRefusal>> {
    const { connecting } = found.visit;
    if (!connecting) return refuse('cloud.codeFirst');
    // Nothing is compared and nothing counted for what can be no code.
    if (codeIn(typed) === undefined) return refuse('sms.codeForm');
    const guess = { phoneKey: connecting.limitKey, id: this.#parts.random.bytes(12).toString('base64url') };
    const now = this.#parts.clock.now();
    const guesses = await this.#parts.limits.countGuess({ ...guess, now });
    if (guesses > guessesADay) return refuse('sms.locked');
    const judged = await this.#judge(found.id, typed, now);
    if (judged.ok || !isWrong(judged)) await this.#parts.limits.forgiveGuess(guess);
    if (!judged.ok) return judged;
    const owner = this.#parts.visits.openOwner(found.id, judged.value);
    if (!(await this.#provesEnough(found.id, owner, now))) return refuse('cloud.phoneTooNew');
    const account = await this.#parts.accounts.connectable(owner);
    const connected = account && (await this.#parts.devices.connect({ address: account.address, userAgent }));
    // The account was cleared between code and now: there is nothing to connect to, as if the code had run out.
    return connected ? ok({ token: connected.token }) : refuse('sms.codeExpired');
  }

  /** What the right code proves, asked of the evidence table as any other act; a refusal is audited. */
  async #provesEnough(id: string, { phone }: CloudAccountOwner, now: Temporal.Instant): Promise<boolean> {
    const { phoneChanges, phoneQuietHours, audit } = this.#parts;
    const weakUntil = await askWeakUntil({ phone, bureau: phoneChanges, quietHours: phoneQuietHours, now });
    const strength = weakUntil ? 'weak' : 'normal';
    const code: Evidence = { kind: 'smsCode', answer: 'smsCode', at: now.toString(), channel: 'cloud', strength };
    const missing = missingEvidence(needsOf('connectDevice'), [code], now);
    if (missing.length === 0) return true;
    const lacking = missing.map(({ kinds }) => kinds.join('|'));
    await audit.write({
      action: 'evidence.missing',
      actor: 'system',
      subject: id,
      details: { act: 'connectDevice', lacking },
    });
    return false;
  }

  /** Waits for messages under way. */
  async idle(): Promise<void> {
    await Promise.all(this.#sending);
  }

  async #ask({ id, visit }: FoundCloudVisit, owner: CloudAccountOwner): Promise<Result<void, SendRefusal>> {
    const { accounts, limits, visits, clock, keyOf } = this.#parts;
    const decoy = (await accounts.connectable(owner)) === undefined;
    const limitKey = keyOf(decoy ? `nobody|${owner.name}|${owner.birthDate}|${owner.phone}` : `phone|${owner.phone}`);
    const send = visit.lastSend + 1;
    const now = clock.now();
    const admitted = await limits.admitSend({ phoneKey: limitKey, id: `cloud:${id}:${send}`, now, decoy });
    if (!admitted.ok) return admitted;
    const connecting: Connecting = {
      owner: visits.sealOwner(id, owner),
      maskedPhone: maskPhone(owner.phone),
      limitKey,
      decoy,
      sends: [...sendsTo(limitKey, visit.connecting), { send, sentAt: now.toString() }],
      triesLeft: triesPerCode,
    };
    // Two taps at once are one send: the second finds its number taken.
    const written = await visits.change(id, (before) =>
      before.lastSend < send ? { ...before, connecting, lastSend: send } : undefined,
    );
    if (written && written.before !== written.after && !decoy) this.#send(id, send, owner.phone);
    return ok(undefined);
  }

  /** One try is taken before anything is compared; a right code is used up before anything is connected. */
  async #judge(id: string, typed: string, now: Temporal.Instant): Promise<Result<Connecting, CodeRefusal>> {
    const { visits, codes } = this.#parts;
    const taken = await visits.change(id, (visit) =>
      withConnecting(visit, ({ triesLeft }) => ({ triesLeft: triesLeft - 1 })),
    );
    const connecting = taken?.before.connecting;
    if (!connecting || connecting.expired) return refuse('sms.codeExpired');
    const { sends, triesLeft, usedAt, decoy } = connecting;
    const checked = codes.checkCode({ typed, caseId: caseIdOf(id), sends, triesLeft, usedAt, now });
    if (!checked.ok && checked.code === 'sms.codeExpired') await this.#noteExpired(id, sends.at(-1)?.send);
    if (!checked.ok) return checked;
    // A stranger who guesses the code that nobody was sent.
    if (decoy)
      return triesLeft > 1 ? refuse('sms.codeWrong', { triesLeft: triesLeft - 1 }) : refuse('sms.tooManyTries');
    const last = sends.at(-1)?.send;
    const used = await visits.change(id, (visit) =>
      visit.connecting?.usedAt === undefined && visit.connecting?.sends.at(-1)?.send === last
        ? withConnecting(visit, () => ({ usedAt: now.toString() }))
        : undefined,
    );
    return used && used.before !== used.after ? ok(connecting) : refuse('sms.codeUsed');
  }

  async #noteExpired(id: string, send: number | undefined): Promise<void> {
    await this.#parts.visits.change(id, (visit) =>
      visit.connecting?.sends.at(-1)?.send === send ? withConnecting(visit, () => ({ expired: true })) : undefined,
    );
  }

  /** Off the answer's path: how long the carrier takes would tell that there is somebody to send to. */
  #send(id: string, send: number, to: string): void {
    const text = this.#parts.codeText(this.#parts.codes.codeOf({ caseId: caseIdOf(id), send }));
    const sending = this.#sendMessage({ id: `cloud:${id}:${send}`, to, text })
      .catch(this.#parts.onFault)
      .finally(() => this.#sending.delete(sending));
    this.#sending.add(sending);
  }

  async #sendMessage(message: SmsMessage): Promise<void> {
    await this.#parts.noteSent(message.text);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await withDeadline(sendMilliseconds, (signal) => this.#parts.sms.send(message, signal));
      } catch (error) {
        if (!(error instanceof Unavailable) || attempt === sendAttempts) throw error;
      }
    }
  }

  async #inTime<T>(act: () => Promise<T>): Promise<T> {
    const [result] = await Promise.all([act(), this.#parts.wait(askedMilliseconds)]);
    return result;
  }
}

function readOwner(typed: TypedOwner, now: Temporal.Instant): Result<CloudAccountOwner, OwnerRefusal> {
  const name = parsePersonName(typed.name);
  if (!name.ok) return name;
  const birthDate = parseBirthDate(typed.birthDate, now);
  if (!birthDate.ok) return birthDate;
  const phone = parsePhoneNumber(typed.phone);
  if (!phone.ok) return phone;
  return ok({ name: name.value, birthDate: birthDate.value, phone: phone.value });
}

/** Codes that went to the same person before: told apart from wrong ones, never accepted. */
function sendsTo(limitKey: string, connecting: Connecting | undefined): Connecting['sends'] {
  return connecting?.limitKey === limitKey ? connecting.sends.slice(-5) : [];
}

function withConnecting<Visit extends { readonly connecting?: Connecting }>(
  visit: Visit,
  change: (connecting: Connecting) => Partial<Connecting>,
): Visit | undefined {
  return visit.connecting && { ...visit, connecting: { ...visit.connecting, ...change(visit.connecting) } };
}

function isWrong({ code }: Refusal): boolean {
  return code === 'sms.codeWrong' || code === 'sms.tooManyTries';
}

/** What the visit's codes are derived from. */
function caseIdOf(visit: string): string {
  return `cloud:${visit}`;
}
