import { refuse } from '../shared/result.ts';
import { bind, isBoundTo, makeCookie, mayBegin } from './browserBinding.ts';
import type { SecureAnswer } from './securePage.ts';
import type { Visitor } from './visitAccess.ts';
import type { VisitRooms } from './visitRooms.ts';

/** Binds visits to browsers, and shows what a browser sees from then on. */
export class VisitBinder {
  readonly #rooms: VisitRooms;

  constructor(rooms: VisitRooms) {
    this.#rooms = rooms;
  }

  /**
   * The first real interaction: binds the link to this browser, under a cookie made now. Refusal `visit.cookiesOff` when
   * the browser brought none of the cookies it was given before.
   */
  async begin(visitor: Visitor): Promise<SecureAnswer> {
    const admission = await this.#rooms.access.admit(visitor);
    if (admission.as !== 'unbound' && admission.as !== 'other') return this.#rooms.responder.answer(admission);
    const { visit } = admission;
    const cookie = visitor.cookieOf(visit.id);
    if (cookie === undefined)
      return { ...(await this.#rooms.responder.answer(admission)), refusal: refuse('visit.cookiesOff') };
    const fresh = makeCookie(this.#rooms.random);
    await this.#rooms.store.update(visit.id, (record) =>
      mayBegin(record.browser, cookie) ? { ...record, browser: bind(record.browser, fresh, cookie) } : undefined,
    );
    return this.showBound(visitor, visit.id, fresh);
  }

  /** The page after `fresh` may have been bound to the visit `id`: the cookie goes out only when it was. */
  async showBound(visitor: Visitor, id: string, fresh: string): Promise<SecureAnswer> {
    const bound = await this.#rooms.store.get(id);
    if (!isBoundTo(bound?.record.browser, fresh)) return this.#rooms.responder.show(visitor);
    const answer = await this.#rooms.responder.show({ ...visitor, cookieOf: () => fresh });
    return { ...answer, cookie: { visit: id, value: fresh } };
  }
}
