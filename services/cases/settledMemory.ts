import type { CaseRecord } from './caseRecord.ts';

/** What of a case is done and still stands in its record: it is taken out with the next turn's write. */
export interface Settled {
  /** Effects that were done. */
  readonly effects: Set<string>;
  /** The last sequence that was shown, 0 when none is known. */
  sequence: number;
}

/** Cases that are remembered; for one that is forgotten, doing and showing again changes nothing. */
const mostCases = 20_000;

/** What this process has done of each case lately, so that a turn need not be written twice. */
export class SettledMemory {
  readonly #cases = new Map<string, Settled>();

  of(caseId: string): Settled {
    const known = this.#cases.get(caseId);
    if (known) return known;
    const fresh: Settled = { effects: new Set(), sequence: 0 };
    this.#cases.set(caseId, fresh);
    const oldest = this.#cases.size > mostCases ? this.#cases.keys().next().value : undefined;
    if (oldest !== undefined) this.#cases.delete(oldest);
    return fresh;
  }

  /** Forgets the effects that the record, as it is stored now, does not hold any more. */
  drop({ id, effects }: CaseRecord): void {
    const settled = this.#cases.get(id)?.effects;
    if (!settled || settled.size === 0) return;
    const held = new Set(effects.map((effect) => effect.id));
    for (const effect of settled) if (!held.has(effect)) settled.delete(effect);
  }
}
