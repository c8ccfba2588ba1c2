import { createHash, createHmac } from 'node:crypto';
import { ok, refuse, type Result } from '../shared/result.ts';
import { changeRecord } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';
import type { CaseStore } from './caseStore.ts';

/** Minutes in which a transfer may be redeemed. */
export const transferMinutes = 10;

/** Which transfer of which case; each new one has a number of its own. */
export interface TransferOwner {
  readonly caseId: string;
  readonly number: number;
}

/** At rest under `passage:{SHA-256 of the code}`, which is how transfers were called before. */
interface Transfer {
  readonly schema: 1;
  readonly caseId: string;
  readonly openedAt: string;
  /** The conversation that redeemed it; nobody else may. */
  readonly usedBy?: string;
}

/** Collaborators that composition/ hands in. */
export interface TransferParts {
  readonly records: Records;
  readonly cases: Pick<CaseStore, 'join'>;
  /** TOKEN_KEY, newest first. */
  readonly keys: readonly [string, ...string[]];
}

/**
 * Transfers to another channel: a one-time code by which a new conversation joins a case (`/continue/{code}`). The code is
 * derived like a visit's token and stored as its SHA-256 only; it opens the conversation, never a step of it.
 */
export class Transfers {
  readonly #with: TransferParts;

  constructor(parts: TransferParts) {
    this.#with = parts;
  }

  /** 43 characters base64url. */
  code({ caseId, number }: TransferOwner): string {
    return createHmac('sha256', this.#with.keys[0]).update(`passage|${caseId}|${number}`).digest('base64url');
  }

  /** Opens a transfer durably; the same one again changes nothing. */
  async open(owner: TransferOwner, openedAt: Temporal.Instant): Promise<void> {
    const transfer: Transfer = { schema: 1, caseId: owner.caseId, openedAt: openedAt.toString() };
    await this.#with.records.putIfVersion(keyOf(this.code(owner)), transfer, 0);
  }

  /**
   * Lets a new conversation join the case, once. The same conversation may redeem the code again; a used, unknown or old
   * code is one refusal, `transfer.gone`.
   */
  async redeem(
    code: string,
    conversationId: string,
    now: Temporal.Instant,
  ): Promise<Result<{ caseId: string }, 'transfer.gone'>> {
    const { after } = await changeRecord<Transfer>(this.#with.records, keyOf(code), (found) =>
      found && isOpen(found, now) && found.usedBy === undefined ? { ...found, usedBy: conversationId } : undefined,
    );
    if (!after || !isOpen(after, now) || after.usedBy !== conversationId) return refuse('transfer.gone');
    await this.#with.cases.join(conversationId, after.caseId);
    return ok({ caseId: after.caseId });
  }
}

function isOpen({ openedAt }: Transfer, now: Temporal.Instant): boolean {
  const minutes = now.since(Temporal.Instant.from(openedAt)).total('minutes');
  return minutes >= -1 && minutes < transferMinutes;
}

function keyOf(code: string): string {
  return `passage:${createHash('sha256').update(code).digest('base64url')}`;
}
