import type { JWK } from 'jose';
import type { Clock } from '../shared/clock.ts';
import { ok, refuse } from '../shared/result.ts';
import type { Result } from '../shared/result.ts';
import type { Sealer } from '../shared/sealed.ts';
import type { AdmittedVisit, Doorkeeper, Reception, Visitor } from './admission.ts';
import { use } from './browserBinding.ts';
import { openEnvelope } from '../secureEntry/envelope.ts';
import { keypadReader, readCredential, readIdentity, readNewCredential, readUse } from './envelopeFields.ts';
import type { ReadKeypad } from './envelopeFields.ts';
import type { StoredKeypad } from '../secureEntry/keypad.ts';
import { privateKeyContext } from './recordedVisits.ts';
import type { PageRefusal, SecureAnswer } from './securePage.ts';
import { keypadContext, nextStep, stepsDone } from './securePages.ts';
import type { CredentialUse, SecureStep, SecureStepHandlers } from './secureStep.ts';
import type { VisitStore } from './visitStore.ts';

/** What a signed sample is sealed under. */
export function sampleContext(visit: string): string {
  return `visit:${visit}:sample`;
}

/** A step that is a form: its fields come in an envelope. */
export type FormStep = Exclude<SecureStep, 'bankLogin'>;

/** Why a step was not done: something the page can show, or that the step is no longer waited for. */
type StepRefusal = PageRefusal['code'] | 'visit.stepGone';

function countsTries(step: FormStep): boolean {
  return step !== 'identity' && step !== 'credential';
}

/** Writes that this browser completed a step; the last one finishes the visit. */
export async function noteDone(
  store: VisitStore,
  visit: AdmittedVisit,
  step: SecureStep,
  now: Temporal.Instant,
): Promise<void> {
  const done = new Set([...stepsDone(visit.record, visit.facts), step]);
  await store.update(visit.id, (record) => {
    const all = new Set([...done, ...record.done]);
    const finished = record.steps.every((needed) => all.has(needed));
    const own = [...new Set([...record.done, step])];
    const finishedAt = record.finishedAt ?? now.toString();
    return { ...record, done: own, stopped: undefined, ...(finished && { finishedAt }) };
  });
}

/**
 * The forms of a visit. The only place that opens an envelope: each field goes to the one handler of its step and is
 * forgotten (SECURITY §2, Secure view).
 */
export class StepForms {
  readonly #store: VisitStore;
  readonly #door: Doorkeeper;
  readonly #reception: Reception;
  readonly #handlers: SecureStepHandlers;
  readonly #sealer: Sealer;
  readonly #clock: Clock;

  constructor(parts: {
    readonly store: VisitStore;
    readonly door: Doorkeeper;
    readonly reception: Reception;
    readonly handlers: SecureStepHandlers;
    readonly sealer: Sealer;
    readonly clock: Clock;
  }) {
    this.#store = parts.store;
    this.#door = parts.door;
    this.#reception = parts.reception;
    this.#handlers = parts.handlers;
    this.#sealer = parts.sealer;
    this.#clock = parts.clock;
  }

  /**
   * Takes a form. A step that is done, or not yet due, only answers the page that is. Refusals are the handler's, and
   * `visit.pageStale` for an envelope that is not this page's: forged, altered, another visit's, an older keypad's.
   */
  async submit(visitor: Visitor, step: FormStep, envelope: string): Promise<SecureAnswer> {
    const admission = await this.#door.admit(visitor);
    if (admission.as !== 'own') return this.#reception.answer(admission);
    const { visit } = admission;
    if (nextStep(visit.record, visit.facts) !== step) return this.#reception.answer(admission);
    const result = await this.#hand(visit, step, envelope);
    if (result.ok) {
      await noteDone(this.#store, visit, step, this.#clock.now());
      return this.#reception.show(visitor);
    }
    const { code, details } = result;
    if (code === 'visit.stepGone') return { page: { kind: 'gone', told: false } };
    return this.#refused(visit.id, step, await this.#reception.show(visitor), refuse(code, details));
  }

  /**
   * A page that became stale because its step is done by now is no news. A refusal that ended the visit is kept for a
   * reload; a crash before that leaves it to the chat, which knows.
   */
  async #refused(id: string, step: FormStep, answer: SecureAnswer, refusal: PageRefusal): Promise<SecureAnswer> {
    const { kind } = answer.page;
    if (refusal.code === 'visit.pageStale' && kind !== step) return answer;
    const { code, details } = refusal;
    if (kind === 'finished') await this.#store.update(id, (record) => ({ ...record, stopped: { code, details } }));
    return { ...answer, refusal };
  }

  async #hand(visit: AdmittedVisit, step: FormStep, envelope: string): Promise<Result<void, StepRefusal>> {
    const privateKey = this.#sealer.open<JWK>(visit.record.privateKey, privateKeyContext(visit.id));
    const opened = await openEnvelope(envelope, privateKey, visit.id);
    if (opened === undefined) return refuse('visit.pageStale');
    const keypads = await this.#takeKeypads(visit);
    // A page counts one try, also where words are typed and no keypad is pressed; setting a credential counts none.
    if (countsTries(step) && Object.keys(keypads).length === 0) return refuse('visit.pageStale');
    const readKeypad = this.#keypadReader(visit.id, keypads);
    if (step === 'identity') return this.#identity(visit, opened, readKeypad);
    if (step === 'credential') return this.#credential(visit, opened, readKeypad);
    if (step === 'newCredential') return this.#newCredential(visit, opened, readKeypad);
    return this.#use(visit, step, opened, readKeypad);
  }

  async #identity(visit: AdmittedVisit, opened: unknown, readKeypad: ReadKeypad): Promise<Result<void, StepRefusal>> {
    const fields = readIdentity(opened, readKeypad);
    return fields ? this.#handlers.identity(visit.record, fields) : refuse('visit.pageStale');
  }

  async #credential(visit: AdmittedVisit, opened: unknown, readKeypad: ReadKeypad): Promise<Result<void, StepRefusal>> {
    const fields = readCredential(opened, readKeypad);
    if (!fields) return refuse('visit.pageStale');
    if (!visit.facts.credentialPolicies.includes(fields.policy)) return refuse('credential.form');
    return this.#handlers.credential(visit.record, fields);
  }

  async #newCredential(
    visit: AdmittedVisit,
    opened: unknown,
    readKeypad: ReadKeypad,
  ): Promise<Result<void, StepRefusal>> {
    const fields = readNewCredential(opened, readKeypad);
    if (!fields) return refuse('visit.pageStale');
    if (!visit.facts.credentialPolicies.includes(fields.next.policy)) return refuse('credential.form');
    return this.#handlers.newCredential(visit.record, fields);
  }

  async #use(
    visit: AdmittedVisit,
    step: CredentialUse,
    opened: unknown,
    readKeypad: ReadKeypad,
  ): Promise<Result<void, StepRefusal>> {
    const fields = readUse(opened, step, readKeypad);
    if (!fields) return refuse('visit.pageStale');
    if (step !== 'signature') return this.#handlers[step](visit.record, fields);
    const signed = await this.#handlers.signature(visit.record, fields);
    if (!signed.ok) return signed;
    const sample = this.#sealer.seal(Buffer.from(signed.value).toString('base64url'), sampleContext(visit.id));
    await this.#store.update(visit.id, (record) => ({ ...record, sample }));
    return ok(undefined);
  }

  /** Takes the page's keypads away before anything is done with them: one layout, one use. The browser is fixed too. */
  async #takeKeypads(visit: AdmittedVisit): Promise<Readonly<Record<string, StoredKeypad>>> {
    const written = await this.#store.update(visit.id, (record) => {
      const browser = use(record.browser, visit.cookie);
      return { ...record, keypads: {}, ...(browser && { browser }) };
    });
    return written?.before.keypads ?? {};
  }

  #keypadReader(visit: string, keypads: Readonly<Record<string, StoredKeypad>>): ReadKeypad {
    return keypadReader((field) => {
      const stored = keypads[field];
      return stored && { id: stored.id, cells: this.#sealer.open(stored.cells, keypadContext(visit, field)) };
    });
  }
}
