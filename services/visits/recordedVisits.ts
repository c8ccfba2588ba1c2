import type { Clock } from '../shared/clock.ts';
import type { Sealer } from '../shared/sealed.ts';
import { makeEnvelopeKeys } from '../secureEntry/envelope.ts';
import { privateKeyContext } from './sealContexts.ts';
import type { VisitOwner } from './visitCase.ts';
import type { VisitRecord } from './visitRecord.ts';
import { expiresAt, hasRunOut, standing } from './visitRecord.ts';
import type { VisitStore } from './visitStore.ts';
import type { VisitRequest, Visits } from './visits.ts';

/** Hours after which a visit's record is of no use to anybody. */
const visitKeptHours = 24;

/** Visits kept as records: what a chat sees of them. The pages' side is `SecureView`. */
export class RecordedVisits implements Visits {
  readonly #store: VisitStore;
  readonly #sealer: Sealer;
  readonly #clock: Clock;

  constructor(parts: { readonly store: VisitStore; readonly sealer: Sealer; readonly clock: Clock }) {
    this.#store = parts.store;
    this.#sealer = parts.sealer;
    this.#clock = parts.clock;
  }

  token(owner: VisitOwner): string {
    return this.#store.token(owner);
  }

  async open(request: VisitRequest): Promise<void> {
    const known = await Promise.all(this.#store.ids(request).map((id) => this.#store.get(id)));
    if (!known.some((visit) => visit)) await this.#insert(request);
    await this.#store.raiseNewest(request, request.openedAt);
  }

  async close(owner: VisitOwner): Promise<void> {
    for (const id of this.#store.ids(owner)) {
      await this.#store.update(id, (record) => (record.ended ? undefined : { ...record, ended: 'closed' }));
    }
  }

  /** Writes down that a link ran out, so that a clock set back does not revive it. */
  async noteRunOut(id: string): Promise<void> {
    const now = this.#clock.now();
    await this.#store.update(id, (record) => (hasRunOut(record, now) ? { ...record, ended: 'expired' } : undefined));
  }

  /** Until when a page of the visit may be in use: a browser has begun it, and it is neither finished nor over. */
  async inUseUntil(owner: VisitOwner): Promise<Temporal.Instant | undefined> {
    const found = await Promise.all(this.#store.ids(owner).map((id) => this.#store.get(id)));
    const now = this.#clock.now();
    const begun = found.find((visit) => visit?.record.browser && standing(visit.record, visit.newest, now) === 'live');
    return begun && expiresAt(begun.record);
  }

  /** Removes records that nobody needs any more; to be called now and then. */
  async purge(): Promise<number> {
    return this.#store.purge(this.#clock.now().subtract({ hours: visitKeptHours }));
  }

  async #insert(request: VisitRequest): Promise<void> {
    const [id] = this.#store.ids(request);
    if (id === undefined) throw new Error('expected a token key, found none');
    const keys = await makeEnvelopeKeys();
    const record: VisitRecord = {
      schema: 1,
      caseId: request.caseId,
      visitNumber: request.visitNumber,
      conversationId: request.conversationId,
      steps: request.steps,
      bankCode: request.bankCode,
      openedAt: request.openedAt.toString(),
      done: [],
      publicKey: keys.publicKey,
      privateKey: this.#sealer.seal(keys.privateKey, privateKeyContext(id)),
      keypads: {},
      logins: [],
      renewals: 0,
    };
    await this.#store.insert(id, record);
  }
}
