import type { JWK } from 'jose';
import { openEnvelope } from '../secureEntry/envelope.ts';
import { readDigits, type StoredKeypad } from '../secureEntry/keypad.ts';
import { ok, refuse } from '../shared/result.ts';
import type { PageRefusal, StepResult } from './pageRefusal.ts';
import { use } from './browserBinding.ts';
import { keypadContext, privateKeyContext, sampleContext } from './sealContexts.ts';
import { goneAnswer, isPageOf, type SecureAnswer } from './securePage.ts';
import type { ReadKeypad } from './stepPage.ts';
import type { AdmittedVisit, Visitor } from './visitAccess.ts';
import { dueStep, noteDone } from './visitProgress.ts';
import type { VisitRecord } from './visitRecord.ts';
import type { FormStep } from './visitStep.ts';
import type { VisitRooms } from './visitRooms.ts';

/**
 * The forms of a visit. The only place that opens an envelope: what is in it goes to the one consumer of its step and is
 * forgotten (SECURITY §2, Secure view).
 */
export class StepForms {
  readonly #rooms: VisitRooms;

  constructor(rooms: VisitRooms) {
    this.#rooms = rooms;
  }

  /**
   * Takes a form. A step that is done, or not yet due, only answers the page that is. Refusals are the step's own, and
   * `visit.pageStale` for an envelope that is not this page's: forged, altered, another visit's, an older page's.
   */
  async submit(visitor: Visitor, name: string, envelope: string): Promise<SecureAnswer> {
    const admission = await this.#rooms.access.admit(visitor);
    const step = this.#rooms.steps.byName(name);
    if (admission.as !== 'own' || dueStep(admission.visit) !== name || step.kind !== 'form')
      return this.#rooms.responder.answer(admission);
    const { visit } = admission;
    const result = await this.#hand(visit, step, envelope);
    if (!result.ok) {
      const { code, details } = result;
      if (code === 'visit.stepGone') return goneAnswer;
      return this.#refused(visit.id, name, await this.#rooms.responder.show(visitor), refuse(code, details));
    }
    await noteDone(this.#rooms.store, visit, name, this.#rooms.clock.now());
    return this.#rooms.responder.show(visitor);
  }

  /**
   * A page that became stale because its step is done by now is no news. A refusal that ended the visit is kept for a
   * reload; a crash before that leaves it to the chat, which knows.
   */
  async #refused(id: string, step: string, answer: SecureAnswer, refusal: PageRefusal): Promise<SecureAnswer> {
    if (refusal.code === 'visit.pageStale' && !isPageOf(answer.page, step)) return answer;
    const stopped = { code: refusal.code, details: refusal.details };
    if (answer.page.kind === 'finished') await this.#rooms.store.update(id, (record) => ({ ...record, stopped }));
    return { ...answer, refusal };
  }

  async #hand(visit: AdmittedVisit, step: FormStep, envelope: string): Promise<StepResult<undefined>> {
    const { id, record } = visit;
    const privateKey = this.#rooms.sealer.open<JWK>(record.privateKey, privateKeyContext(id));
    const sent = await openEnvelope(envelope, privateKey, id, step.longestEnvelope);
    if (sent === undefined) return refuse('visit.pageStale');
    const taken = await this.#takePage(visit);
    if (!taken?.mayBeSent && !step.mayBeSentAgain) return refuse('visit.pageStale');
    const result = await step.submit(record, sent, this.#keypadReader(id, taken?.keypads ?? {}));
    if (!result.ok) return result;
    if (result.value) await this.#keepSample(id, result.value);
    return ok(undefined);
  }

  /**
   * Takes the page with its keypads away before anything is done with what it sent: one page, one try; one layout, one
   * use. The browser is fixed too.
   */
  async #takePage(visit: AdmittedVisit): Promise<VisitRecord | undefined> {
    const written = await this.#rooms.store.update(visit.id, (record) => {
      const browser = use(record.browser, visit.cookie);
      return { ...record, keypads: {}, mayBeSent: false, ...(browser && { browser }) };
    });
    return written?.before;
  }

  #keypadReader(visit: string, keypads: Readonly<Record<string, StoredKeypad>>): ReadKeypad {
    return (field, pressed) => {
      const stored = keypads[field];
      const cells = stored && this.#rooms.sealer.open(stored.cells, keypadContext(visit, field));
      return readDigits(pressed, stored && cells && { id: stored.id, cells });
    };
  }

  /** What a step gives away waits, sealed, for the finished page. */
  async #keepSample(id: string, given: Uint8Array): Promise<void> {
    const sample = this.#rooms.sealer.seal(Buffer.from(given).toString('base64url'), sampleContext(id));
    await this.#rooms.store.update(id, (record) => ({ ...record, sample }));
  }
}
