import { refuse } from '../shared/result.ts';
import type { PendingLogin } from '../banks/bankLogin.ts';
import { sha256 } from '../shared/digest.ts';
import { use } from './browserBinding.ts';
import { loginContext } from './sealContexts.ts';
import { goneAnswer, type SecureAnswer } from './securePage.ts';
import type { AdmittedVisit, Visitor } from './visitAccess.ts';
import { dueStep, noteDone } from './visitProgress.ts';
import type { AwayStep } from './visitStep.ts';
import type { VisitRooms } from './visitRooms.ts';

/** How long the other site may take to answer while the page shows progress. */
const patienceMilliseconds = 8_000;

/** Ways out that one visit may have under way: two tabs, a double tap. */
const waysKept = 3;

/** The part of a visit that is on another site: out to it, and back. */
export class AwayVisit {
  readonly #rooms: VisitRooms;

  constructor(rooms: VisitRooms) {
    this.#rooms = rooms;
  }

  /**
   * Where to send the browser; undefined when there is nothing to go for (done already, not this browser's, over): then
   * the page tells. @throws Unavailable when the other site does not answer
   */
  async leave(visitor: Visitor, name: string): Promise<string | undefined> {
    const admission = await this.#rooms.access.admit(visitor);
    if (admission.as !== 'own') return undefined;
    const { visit } = admission;
    const step = this.#due(visit);
    if (step?.name !== name) return undefined;
    const { redirectTo, pending } = await step.begin(visit.record.bankCode, AbortSignal.timeout(patienceMilliseconds));
    await this.#keep(visit, pending);
    return redirectTo;
  }

  /**
   * The browser is back. Refusals are the step's own. A return that was dealt with only answers the page that is due.
   *
   * @param callback the whole address the browser was sent to
   */
  async comeBack(visitor: Visitor, callback: URL): Promise<SecureAnswer> {
    const admission = await this.#rooms.access.admit(visitor);
    if (admission.as !== 'own') return this.#rooms.responder.answer(admission);
    const { visit } = admission;
    const { record } = visit;
    const step = this.#due(visit);
    const pending = step && (await this.#take(visit, callback.searchParams.get('state') ?? ''));
    if (!step || !pending) return this.#rooms.responder.answer(admission);
    const signal = AbortSignal.timeout(patienceMilliseconds);
    const result = await step.comeBack(record, { bankCode: record.bankCode, pending, callback, signal });
    if (!result.ok) {
      const { code, details } = result;
      if (code === 'visit.stepGone') return goneAnswer;
      return { ...(await this.#rooms.responder.show(visitor)), refusal: refuse(code, details) };
    }
    await noteDone(this.#rooms.store, visit, step.name, this.#rooms.clock.now());
    return this.#rooms.responder.show(visitor);
  }

  #due(visit: AdmittedVisit): AwayStep | undefined {
    const due = dueStep(visit);
    const step = due === undefined ? undefined : this.#rooms.steps.byName(due);
    return step?.kind === 'away' ? step : undefined;
  }

  /** Keeps what the other site's answer is judged by, until the browser is back. */
  async #keep(visit: AdmittedVisit, pending: PendingLogin['pending']): Promise<void> {
    const { store, sealer } = this.#rooms;
    const kept = { state: sha256(pending.state), pending: sealer.seal(pending, loginContext(visit.id)) };
    await store.linkState(pending.state, visit);
    await store.update(visit.id, (record) => {
      const browser = use(record.browser, visit.cookie);
      return { ...record, logins: [...record.logins, kept].slice(-waysKept), ...(browser && { browser }) };
    });
  }

  /** Takes what belongs to `state`: a return is dealt with once. */
  async #take(visit: AdmittedVisit, state: string): Promise<PendingLogin['pending'] | undefined> {
    const hash = sha256(state);
    const written = await this.#rooms.store.update(visit.id, (record) => {
      const logins = record.logins.filter((login) => login.state !== hash);
      return logins.length === record.logins.length ? undefined : { ...record, logins };
    });
    const taken = written?.before !== written?.after && written?.before.logins.find((login) => login.state === hash);
    return taken ? this.#rooms.sealer.open(taken.pending, loginContext(visit.id)) : undefined;
  }
}
