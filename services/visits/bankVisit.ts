import type { BankLogin, PendingLogin } from '../banks/bankLogin.ts';
import type { Clock } from '../shared/clock.ts';
import { refuse } from '../shared/result.ts';
import type { Result } from '../shared/result.ts';
import type { Sealer } from '../shared/sealed.ts';
import type { AdmittedVisit, Doorkeeper, Reception, Visitor } from './admission.ts';
import { use } from './browserBinding.ts';
import type { PageRefusal, SecureAnswer } from './securePage.ts';
import { nextStep } from './securePages.ts';
import type { SecureStepHandlers } from './secureStep.ts';
import { noteDone } from './stepForms.ts';
import type { VisitStore } from './visitStore.ts';
import { sha256 } from '../shared/digest.ts';

/** How long a bank may take to answer while the page shows progress. */
const bankMilliseconds = 8_000;

/** Log-ins one visit may have under way: two tabs, a double tap. */
const loginsKept = 3;

/** The bank log-in of a visit: out to the bank, and back. */
export class BankVisit {
  readonly #store: VisitStore;
  readonly #door: Doorkeeper;
  readonly #reception: Reception;
  readonly #handlers: SecureStepHandlers;
  readonly #bankLogin: BankLogin;
  readonly #sealer: Sealer;
  readonly #clock: Clock;

  constructor(parts: {
    readonly store: VisitStore;
    readonly door: Doorkeeper;
    readonly reception: Reception;
    readonly handlers: SecureStepHandlers;
    readonly bankLogin: BankLogin;
    readonly sealer: Sealer;
    readonly clock: Clock;
  }) {
    this.#store = parts.store;
    this.#door = parts.door;
    this.#reception = parts.reception;
    this.#handlers = parts.handlers;
    this.#bankLogin = parts.bankLogin;
    this.#sealer = parts.sealer;
    this.#clock = parts.clock;
  }

  /**
   * Where to send the browser to log in; undefined when there is nothing to log in to (done already, not this browser's,
   * over): then the page tells. @throws Unavailable('bank')
   */
  async leave(visitor: Visitor): Promise<string | undefined> {
    const admission = await this.#door.admit(visitor);
    if (admission.as !== 'own') return undefined;
    const { visit } = admission;
    if (nextStep(visit.record, visit.facts) !== 'bankLogin') return undefined;
    const login = await this.#bankLogin.begin(visit.record.bankCode, AbortSignal.timeout(bankMilliseconds));
    const { state } = login.pending;
    const kept = { state: sha256(state), pending: this.#sealer.seal(login.pending, loginContext(visit.id)) };
    await this.#store.linkState(state, visit);
    await this.#store.update(visit.id, (record) => {
      const browser = use(record.browser, visit.cookie);
      return { ...record, logins: [...record.logins, kept].slice(-loginsKept), ...(browser && { browser }) };
    });
    return login.redirectTo;
  }

  /**
   * The browser is back. Refusals `bankLogin.refused` (the customer or the bank said no), `bankLogin.mismatch` (an answer
   * to another question), `bankLogin.otherPerson`. A return that was dealt with only answers the page that is due.
   *
   * @param callback the whole address the bank sent the browser to
   */
  async comeBack(visitor: Visitor, callback: URL): Promise<SecureAnswer> {
    const admission = await this.#door.admit(visitor);
    if (admission.as !== 'own') return this.#reception.answer(admission);
    const { visit } = admission;
    const state = callback.searchParams.get('state') ?? '';
    const pending = nextStep(visit.record, visit.facts) === 'bankLogin' && (await this.#take(visit, state));
    if (!pending) return this.#reception.answer(admission);
    const result = await this.#finish(visit, pending, callback);
    if (result.ok) {
      await noteDone(this.#store, visit, 'bankLogin', this.#clock.now());
      return this.#reception.show(visitor);
    }
    const { code, details } = result;
    if (code === 'visit.stepGone') return { page: { kind: 'gone', told: false } };
    return { ...(await this.#reception.show(visitor)), refusal: refuse(code, details) };
  }

  async #finish(
    visit: AdmittedVisit,
    pending: PendingLogin['pending'],
    callback: URL,
  ): Promise<Result<void, PageRefusal['code'] | 'visit.stepGone'>> {
    const signal = AbortSignal.timeout(bankMilliseconds);
    const identity = await this.#bankLogin.finish(visit.record.bankCode, pending, callback, signal);
    return identity.ok ? this.#handlers.bankLogin(visit.record, identity.value) : refuse(identity.code);
  }

  /** Takes the log-in that `state` belongs to: a return is dealt with once. */
  async #take(visit: AdmittedVisit, state: string): Promise<PendingLogin['pending'] | undefined> {
    const hash = sha256(state);
    const written = await this.#store.update(visit.id, (record) => {
      const logins = record.logins.filter((login) => login.state !== hash);
      return logins.length === record.logins.length ? undefined : { ...record, logins };
    });
    const taken = written?.before !== written?.after && written?.before.logins.find((login) => login.state === hash);
    return taken ? this.#sealer.open(taken.pending, loginContext(visit.id)) : undefined;
  }
}

function loginContext(visit: string): string {
  return `visit:${visit}:login`;
}
