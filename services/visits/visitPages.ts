import { cellsByDigit, drawKeypad, type Keypad } from '../secureEntry/keypad.ts';
import { sha256 } from '../shared/digest.ts';
import { keypadContext } from './sealContexts.ts';
import { goneAnswer, type SecurePage } from './securePage.ts';
import type { AdmittedVisit } from './visitAccess.ts';
import type { VisitFacts } from './visitCase.ts';
import { outlineSteps, type VisitOutline } from './visitOutline.ts';
import type { VisitParts } from './visitParts.ts';
import { dueStep, stepsDone } from './visitProgress.ts';
import { expiresAt } from './visitRecord.ts';
import type { FoundVisit } from './visitStore.ts';

/** Draws the pages of a visit for the browser that owns it. */
export class VisitPages {
  readonly #parts: VisitParts;

  constructor(parts: VisitParts) {
    this.#parts = parts;
  }

  /** The first page of a link that nobody began; drawing it changes nothing. */
  start(visit: AdmittedVisit): SecurePage {
    if (dueStep(visit) === undefined) return goneAnswer.page;
    return { kind: 'start', outline: this.#outline(visit, visit.facts) };
  }

  /** The page of the step that is due, with keypads of its own; or the end, which is written down when first seen. */
  async next(visit: AdmittedVisit): Promise<SecurePage> {
    const due = dueStep(visit);
    if (due !== undefined) return this.#step(visit, due);
    await this.#noteFinished(visit.id);
    return this.#end(visit, visit.facts);
  }

  /** The last page, for the browser that finished; what the case no longer tells is left out. */
  async finished(visit: FoundVisit): Promise<SecurePage> {
    const facts = await this.#parts.visitCase.facts(visit.record);
    return facts ? this.#end(visit, facts) : { kind: 'finished' };
  }

  async #step(visit: AdmittedVisit, due: string): Promise<SecurePage> {
    const { id, record, facts } = visit;
    const outline = this.#outline(visit, facts);
    const page = await this.#parts.steps.byName(due).draw(record, {
      outline,
      envelope: { publicKey: record.publicKey, kid: id },
      drawKeypad: () => drawKeypad(this.#parts.random),
    });
    await this.#keep(id, page?.keypads ?? {}, page !== undefined);
    // Its certificate ended, or what it is for was paused, since the link was made.
    return page ?? { kind: 'finished', outline, stopped: true };
  }

  #end(visit: FoundVisit, facts: VisitFacts): SecurePage {
    const { issued } = facts;
    const hasSample = visit.record.sample !== undefined;
    return { kind: 'finished', outline: this.#outline(visit, facts), ...(issued && { issued }), hasSample };
  }

  #outline({ id, record }: FoundVisit, facts: VisitFacts): VisitOutline {
    const left = expiresAt(record).since(this.#parts.clock.now()).total('seconds');
    return {
      visit: id,
      draftKey: sha256(`draft|${record.caseId}`),
      ...(facts.locale && { locale: facts.locale }),
      purpose: facts.purpose,
      bankCode: facts.bankCode,
      product: facts.product,
      ...(facts.maskedName !== undefined && { maskedName: facts.maskedName }),
      steps: outlineSteps(this.#parts.steps.order, record.steps, stepsDone(record, facts)),
      secondsLeft: Math.max(0, Math.ceil(left)),
    };
  }

  /** The page drawn last holds the keypads, and is the one that may be sent; an earlier one is read by nobody any more. */
  async #keep(id: string, drawn: Readonly<Record<string, Keypad>>, mayBeSent: boolean): Promise<void> {
    const { store, sealer } = this.#parts;
    const stored = Object.entries(drawn).map(([field, keypad]) => {
      const cells = sealer.seal(cellsByDigit(keypad), keypadContext(id, field));
      return [field, { id: keypad.id, cells }] as const;
    });
    await store.update(id, (record) => ({ ...record, keypads: Object.fromEntries(stored), mayBeSent }));
  }

  async #noteFinished(id: string): Promise<void> {
    const finishedAt = this.#parts.clock.now().toString();
    await this.#parts.store.update(id, (record) => (record.finishedAt ? undefined : { ...record, finishedAt }));
  }
}
