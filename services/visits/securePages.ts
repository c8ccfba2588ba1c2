import type { Clock } from '../shared/clock.ts';
import type { Random } from '../shared/random.ts';
import type { Sealer } from '../shared/sealed.ts';
import type { AdmittedVisit } from './admission.ts';
import { cellsByDigit, drawKeypad } from '../secureEntry/keypad.ts';
import type { Keypad } from '../secureEntry/keypad.ts';
import type { SecureStep, SecureStepHandlers, VisitFacts } from './secureStep.ts';
import { keypadFields, outlineSteps } from './securePage.ts';
import type { SecurePage, VisitOutline } from './securePage.ts';
import { expiresAt } from './visitRecord.ts';
import type { VisitRecord } from './visitRecord.ts';
import type { FoundVisit, VisitStore } from './visitStore.ts';
import { sha256 } from '../shared/digest.ts';

/** What a keypad's cells are sealed under. */
export function keypadContext(visit: string, field: string): string {
  return `visit:${visit}:keypad:${field}`;
}

/** Steps that are done, whether this visit did them or an earlier one. */
export function stepsDone(record: VisitRecord, facts: VisitFacts): ReadonlySet<SecureStep> {
  return new Set([...record.done, ...facts.done]);
}

/** The step that the visit waits for; undefined when all are done. */
export function nextStep(record: VisitRecord, facts: VisitFacts): SecureStep | undefined {
  const done = stepsDone(record, facts);
  return record.steps.find((step) => !done.has(step));
}

/** Draws the pages of a visit for the browser that owns it. */
export class SecurePages {
  readonly #store: VisitStore;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #handlers: SecureStepHandlers;

  constructor(parts: {
    readonly store: VisitStore;
    readonly sealer: Sealer;
    readonly clock: Clock;
    readonly random: Random;
    readonly handlers: SecureStepHandlers;
  }) {
    this.#store = parts.store;
    this.#sealer = parts.sealer;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#handlers = parts.handlers;
  }

  /** The first page of a link that nobody began; drawing it changes nothing. */
  start(visit: AdmittedVisit): SecurePage {
    if (nextStep(visit.record, visit.facts) === undefined) return { kind: 'gone', told: false };
    return { kind: 'start', outline: this.#outline(visit, visit.facts) };
  }

  /** The page of the step that is next, with keypads of its own; or the end, which is written down when first seen. */
  async next(visit: AdmittedVisit): Promise<SecurePage> {
    const { facts, record } = visit;
    const outline = this.#outline(visit, facts);
    const step = nextStep(record, facts);
    const envelope = { publicKey: record.publicKey, kid: visit.id };
    if (step === undefined) {
      await this.#noteFinished(visit.id);
      return this.#end(visit, facts);
    }
    if (step === 'bankLogin') return { kind: step, outline };
    const draws = keypadFields[step].map((field) => ({ field, keypad: drawKeypad(this.#random) }));
    await this.#keep(visit.id, draws);
    const keypadOf = (field: string): Keypad => pick(draws, field);
    if (step === 'identity') {
      const keypads = { residentNumberBack: keypadOf('residentNumberBack') };
      return { kind: step, outline, prefill: facts.prefill ?? {}, keypads, envelope };
    }
    const { credentialPolicies: policies, use, card, sample } = facts;
    if (step === 'credential') {
      const keypads = { secret: keypadOf('secret'), confirmation: keypadOf('confirmation') };
      return { kind: step, outline, policies, keypads, envelope };
    }
    // Its certificate ended, or a renewal was paused, since the link was made; it may go on later.
    if (!use || (step === 'renewal' && !card)) return { kind: 'finished', outline, stopped: true };
    const { policy } = use;
    const current = keypadOf('current');
    if (step === 'newCredential') {
      const keypads = { current, secret: keypadOf('secret'), confirmation: keypadOf('confirmation') };
      return { kind: step, outline, policy, policies, keypads, envelope };
    }
    const shown = { ...(card && { card }), ...(sample !== undefined && { sample }) };
    return { kind: step, outline, policy, ...shown, keypads: { current }, envelope };
  }

  /** The last page, for the browser that finished; what the case no longer tells is left out. */
  async finished(visit: FoundVisit): Promise<SecurePage> {
    const facts = await this.#handlers.facts(visit.record);
    return facts ? this.#end(visit, facts) : { kind: 'finished' };
  }

  #end(visit: FoundVisit, facts: VisitFacts): SecurePage {
    const { issued } = facts;
    const hasSample = visit.record.sample !== undefined;
    return { kind: 'finished', outline: this.#outline(visit, facts), ...(issued && { issued }), hasSample };
  }

  #outline({ id, record }: FoundVisit, facts: VisitFacts): VisitOutline {
    const left = expiresAt(record).since(this.#clock.now()).total('seconds');
    return {
      visit: id,
      draftKey: sha256(`draft|${record.caseId}`),
      ...(facts.locale && { locale: facts.locale }),
      purpose: facts.purpose,
      bankCode: facts.bankCode,
      product: facts.product,
      ...(facts.maskedName !== undefined && { maskedName: facts.maskedName }),
      steps: outlineSteps(record.steps, stepsDone(record, facts)),
      secondsLeft: Math.max(0, Math.ceil(left)),
    };
  }

  /** The page drawn last holds the keypads; cells of an earlier page are read by nobody any more. */
  async #keep(id: string, draws: readonly { readonly field: string; readonly keypad: Keypad }[]): Promise<void> {
    const stored = draws.map(({ field, keypad }) => {
      const cells = this.#sealer.seal(cellsByDigit(keypad), keypadContext(id, field));
      return [field, { id: keypad.id, cells }] as const;
    });
    await this.#store.update(id, (record) => ({ ...record, keypads: Object.fromEntries(stored) }));
  }

  async #noteFinished(id: string): Promise<void> {
    const finishedAt = this.#clock.now().toString();
    await this.#store.update(id, (record) => (record.finishedAt ? undefined : { ...record, finishedAt }));
  }
}

function pick(draws: readonly { readonly field: string; readonly keypad: Keypad }[], field: string): Keypad {
  const draw = draws.find((candidate) => candidate.field === field);
  if (!draw) throw new Error(`expected a keypad for ${field}, found none`);
  return draw.keypad;
}
