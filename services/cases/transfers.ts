import { createHash, createHmac } from 'node:crypto';
import { caseIdOf, caseKey } from './caseRecord.ts';
import { ok, refuse, type Result } from '../shared/result.ts';
import { changeRecord } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';

/** Minutes a passage may be walked. */
export const passageMinutes = 10;

/** Which passage of which case; each new one has a number of its own. */
export interface PassageOwner {
  readonly caseId: string;
  readonly number: number;
}

interface Passage {
  readonly schema: 1;
  readonly caseId: string;
  readonly openedAt: string;
  /** The conversation that walked it; nobody else may. */
  readonly usedBy?: string;
}

/** A case that is told in another one's record: this conversation goes on there. */
export interface Moved {
  readonly movedTo: string;
}

/**
 * Ways over to another channel: a one-time code by which a new conversation joins a case (`/continue/{code}`). The code is
 * derived like a visit's token and stored as its SHA-256 only; it opens the conversation, never a step of it.
 */
export class Passages {
  readonly #records: Records;
  readonly #keys: readonly [string, ...string[]];

  /** @param keys TOKEN_KEY, newest first */
  constructor(parts: { readonly records: Records; readonly keys: readonly [string, ...string[]] }) {
    this.#records = parts.records;
    this.#keys = parts.keys;
  }

  /** 43 characters base64url. */
  code({ caseId, number }: PassageOwner): string {
    return createHmac('sha256', this.#keys[0]).update(`passage|${caseId}|${number}`).digest('base64url');
  }

  /** Opens a passage durably; the same one again changes nothing. */
  async open(owner: PassageOwner, openedAt: Temporal.Instant): Promise<void> {
    const passage: Passage = { schema: 1, caseId: owner.caseId, openedAt: openedAt.toString() };
    await this.#records.putIfVersion(keyOf(this.code(owner)), passage, 0);
  }

  /**
   * Lets a new conversation through, once: it belongs to the case from now on. The same conversation again is let through
   * again; a used, unknown or old code is one refusal, `passage.gone`.
   */
  async walk(
    code: string,
    conversationId: string,
    now: Temporal.Instant,
  ): Promise<Result<{ caseId: string }, 'passage.gone'>> {
    const { after } = await changeRecord<Passage>(this.#records, keyOf(code), (found) =>
      found && isOpen(found, now) && found.usedBy === undefined ? { ...found, usedBy: conversationId } : undefined,
    );
    if (!after || !isOpen(after, now) || after.usedBy !== conversationId) return refuse('passage.gone');
    await this.#join(conversationId, after.caseId);
    return ok({ caseId: after.caseId });
  }

  /** The conversation's own case becomes a pointer; one that has begun a case of its own is not moved. */
  async #join(conversationId: string, caseId: string): Promise<void> {
    const moved: Moved = { movedTo: caseId };
    await this.#records.putIfVersion(caseKey(caseIdOf(conversationId)), moved, 0);
  }
}

function isOpen({ openedAt }: Passage, now: Temporal.Instant): boolean {
  const minutes = now.since(Temporal.Instant.from(openedAt)).total('minutes');
  return minutes >= -1 && minutes < passageMinutes;
}

function keyOf(code: string): string {
  return `passage:${createHash('sha256').update(code).digest('base64url')}`;
}
