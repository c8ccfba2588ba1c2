import { changeRecord } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';
import { caseIdOf, type CaseRecord } from './caseRecord.ts';
import { readStoredCase, type MovedCase } from './storedCase.ts';

/** A case before and after a change: the same object twice when nothing was written. */
export interface ChangedCase {
  readonly before: CaseRecord | undefined;
  readonly after: CaseRecord | undefined;
  /** The conversation goes on in this case instead; nothing was asked and nothing written. */
  readonly movedTo?: string;
}

/**
 * The one door to cases: nobody else reads or writes what is kept below `case:`. What is read is checked and, where an
 * older version wrote it, upgraded. What happens to a case is a turn of it (bots/turn.ts), which commits by `change`; only
 * the purge forgets without one.
 *
 * @throws MalformedCase for a record that is no case; it stays as it is
 * Outage: `Unavailable('store')`.
 */
export class CaseStore {
  readonly #records: Records;

  constructor({ records }: { readonly records: Records }) {
    this.#records = records;
  }

  /** The case, wherever it moved to; undefined when it never began. */
  async read(caseId: string): Promise<CaseRecord | undefined> {
    const found = await this.#find(caseId);
    if (!isMoved(found)) return found;
    const there = await this.#find(found.movedTo);
    // only a case that has not begun can move, so that a pointer never leads to another one
    if (isMoved(there)) throw new Error('expected a case where another one moved to, found one that moved on');
    return there;
  }

  /**
   * Changes a case by compare-and-set, within the bound of every record (services/state/changeRecord).
   *
   * @param next may run several times; undefined leaves the case as it is
   */
  async change(
    caseId: string,
    next: (record: CaseRecord | undefined) => CaseRecord | undefined | Promise<CaseRecord | undefined>,
  ): Promise<ChangedCase> {
    const round: { found?: CaseRecord | MovedCase | undefined; next?: CaseRecord | undefined } = {};
    await changeRecord<unknown>(this.#records, keyOf(caseId), async (stored) => {
      const found = stored === undefined ? undefined : readStoredCase(caseId, stored);
      round.found = found;
      round.next = isMoved(found) ? undefined : await next(found);
      return round.next;
    });
    const { found } = round;
    if (isMoved(found)) return { before: undefined, after: undefined, movedTo: found.movedTo };
    return { before: found, after: round.next ?? found };
  }

  /** Lets a conversation go on in another one's case from now on; one that has begun a case of its own is not moved. */
  async join(conversationId: string, caseId: string): Promise<void> {
    const moved: MovedCase = { movedTo: caseId };
    await this.#records.putIfVersion(keyOf(caseIdOf(conversationId)), moved, 0);
  }

  /** Every case there is, moved ones too; for recovery and sweeps, never in a turn. */
  async *ids(): AsyncIterable<string> {
    for await (const key of this.#records.keys('case:')) {
      const caseId = /^case:\{(.+)\}$/.exec(key)?.[1];
      if (caseId !== undefined) yield caseId;
    }
  }

  async #find(caseId: string): Promise<CaseRecord | MovedCase | undefined> {
    const stored = await this.#records.get<unknown>(keyOf(caseId));
    return stored && readStoredCase(caseId, stored.value);
  }
}

/** One hash tag a case: on a Redis Cluster it stands on one slot. */
function keyOf(caseId: string): string {
  return `case:{${caseId}}`;
}

function isMoved(found: CaseRecord | MovedCase | undefined): found is MovedCase {
  return found !== undefined && 'movedTo' in found;
}
