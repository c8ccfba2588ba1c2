import type { Json } from '../shared/json.ts';
import { Unavailable } from '../shared/unavailable.ts';
import type { CaseEvent } from './caseEvents.ts';
import type { CaseRecord, Outgoing } from './caseRecord.ts';
import type { CaseStore } from './caseStore.ts';
import { beforeReply, type Effect } from './effect.ts';
import { RetryQueue } from './retryQueue.ts';
import { SettledMemory, type Settled } from './settledMemory.ts';

/** One activity to be shown. The same id is shown once, however often it is posted. */
export interface OutgoingActivity {
  readonly id: string;
  /** As the turn made it. */
  readonly activity: Json;
}

/** Collaborators of `Outbox`, handed in by composition/. */
export interface OutboxParts {
  readonly cases: Pick<CaseStore, 'read'>;
  /** Does an effect, once however often it is asked (services/effects); the outcome is the case's next turn. */
  readonly effects: { run(record: CaseRecord, effect: Effect): Promise<CaseEvent | undefined> };
  /** Shows activities in a conversation of a channel; resolves when they are kept for good. */
  readonly post: (channel: string, conversationId: string, shown: readonly OutgoingActivity[]) => Promise<void>;
  /** Runs the turn of an effect's outcome, as part of what is running for the case. */
  readonly hear: (caseId: string, event: CaseEvent) => Promise<void>;
  /** Runs something for a case when nothing else runs for it. */
  readonly inTurn: (caseId: string, task: () => Promise<unknown>) => Promise<unknown>;
  readonly log: { warn(fields: object, message: string): void };
}

/**
 * What a turn decided and the world does not know yet: it stands in the case's record, written with the turn, until it is
 * done. Done and shown in order; what fails is tried again by itself. To be called for one case by one at a time.
 */
export class Outbox {
  readonly #with: OutboxParts;
  readonly #settled = new SettledMemory();
  readonly #settling = new Set<string>();
  readonly #retries: RetryQueue;

  constructor(parts: OutboxParts) {
    this.#with = parts;
    this.#retries = new RetryQueue((caseId) => parts.inTurn(caseId, () => this.bringOut(caseId)));
  }

  /** What of the case need not be written again. */
  settledOf(caseId: string): Settled {
    return this.#settled.of(caseId);
  }

  /**
   * Brings what turns decided into the world: first what must be done before the answers are seen (a link must work when
   * it is tapped), then the answers, then the rest.
   *
   * @param record as it is stored now
   * Outage: `Unavailable` when answers could not be shown or what comes before them could not be done; it is tried again.
   */
  async settle(record: CaseRecord): Promise<void> {
    // an outcome's turn settles within: what it finds done must stay known to the one outside
    if (this.#settling.has(record.id)) return this.#settle(record);
    this.#settling.add(record.id);
    try {
      this.#settled.drop(record);
      await this.#settle(record);
    } finally {
      this.#settling.delete(record.id);
    }
  }

  /** Does and shows what is left of a case, after a crash or an outage. Answers whether anything was left. */
  async bringOut(caseId: string): Promise<boolean> {
    const record = await this.#with.cases.read(caseId);
    // one that moved is brought out under its own id
    if (record?.id !== caseId || (record.outbox.length === 0 && record.effects.length === 0)) return false;
    await this.settle(record);
    return true;
  }

  /** Has the case looked at again in a while: what was decided may have been written, and may be left. */
  tryLater(caseId: string): void {
    this.#retries.put(caseId);
  }

  /** Tries nothing more by itself; the next start brings out what is left. */
  close(): void {
    this.#retries.clear();
  }

  async #settle(record: CaseRecord): Promise<void> {
    const { effects } = this.#settled.of(record.id);
    const pending = record.effects.filter(({ id }) => !effects.has(id));
    try {
      for (const effect of pending.filter(({ kind }) => beforeReply.has(kind))) await this.#do(record, effect);
      await this.#post(record);
    } catch (error) {
      this.tryLater(record.id);
      throw error;
    }
    for (const effect of pending.filter(({ kind }) => !beforeReply.has(kind))) await this.#do(record, effect);
  }

  async #post(record: CaseRecord): Promise<void> {
    const settled = this.#settled.of(record.id);
    for (const out of record.outbox.filter(({ sequence }) => sequence > settled.sequence)) {
      const channel = record.conversations.find(({ id }) => id === out.conversationId)?.channel ?? '';
      await this.#with.post(channel, out.conversationId, shownOf(out));
      settled.sequence = out.sequence;
    }
  }

  /**
   * Does one effect. What can't be done now stays in the record and is done later; an outage of what must come before the
   * answers is thrown, so that no link is shown that does not work.
   */
  async #do(record: CaseRecord, effect: Effect): Promise<void> {
    const { effects } = this.#settled.of(record.id);
    if (effects.has(effect.id)) return;
    try {
      const outcome = await this.#with.effects.run(record, effect);
      // before the outcome's turn, whose write takes it out of the record
      effects.add(effect.id);
      if (outcome) await this.#with.hear(record.id, outcome);
    } catch (error) {
      effects.delete(effect.id);
      if (beforeReply.has(effect.kind) && error instanceof Unavailable) throw error;
      this.#with.log.warn({ err: error, caseId: record.id, effect: effect.kind }, 'an effect is left for later');
      this.tryLater(record.id);
    }
  }
}

/** An activity without an id of its own gets one of its place, the same whenever it is shown. */
function shownOf({ conversationId, sequence, activities }: Outgoing): readonly OutgoingActivity[] {
  const place = `${conversationId}|${String(sequence).padStart(7, '0')}`;
  return activities.map((activity, index) => ({ id: ownIdOf(activity) ?? `${place}.${index}`, activity }));
}

function ownIdOf(activity: Json): string | undefined {
  const id = typeof activity === 'object' && activity !== null && 'id' in activity ? activity.id : undefined;
  return typeof id === 'string' ? id : undefined;
}
