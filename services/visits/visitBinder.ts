import { refuse } from '../shared/result.ts';
import { bind, isBoundTo, makeCookie, mayBegin } from './browserBinding.ts';
import type { PageResponder } from './pageResponder.ts';
import type { SecureAnswer } from './securePage.ts';
import type { VisitAccess, Visitor } from './visitAccess.ts';
import type { VisitParts } from './visitParts.ts';

/** Binds visits to browsers, and shows what a browser sees from then on. */
export class VisitBinder {
  readonly #parts: VisitParts;
  readonly #access: VisitAccess;
  readonly #responder: PageResponder;

  constructor(parts: VisitParts, access: VisitAccess, responder: PageResponder) {
    this.#parts = parts;
    this.#access = access;
    this.#responder = responder;
  }

  /**
   * The first real interaction: binds the link to this browser, under a cookie made now. Refusal `visit.cookiesOff` when
   * the browser brought none of the cookies it was given before.
   */
  async begin(visitor: Visitor): Promise<SecureAnswer> {
    const admission = await this.#access.admit(visitor);
    if (admission.as !== 'unbound' && admission.as !== 'other') return this.#responder.answer(admission);
    const { visit } = admission;
    const cookie = visitor.cookieOf(visit.id);
    if (cookie === undefined)
      return { ...(await this.#responder.answer(admission)), refusal: refuse('visit.cookiesOff') };
    const fresh = makeCookie(this.#parts.random);
    await this.#parts.store.update(visit.id, (record) =>
      mayBegin(record.browser, cookie) ? { ...record, browser: bind(record.browser, fresh, cookie) } : undefined,
    );
    return this.showBound(visitor, visit.id, fresh);
  }

  /** The page after `fresh` may have been bound to the visit `id`: the cookie goes out only when it was. */
  async showBound(visitor: Visitor, id: string, fresh: string): Promise<SecureAnswer> {
    const bound = await this.#parts.store.get(id);
    if (!isBoundTo(bound?.record.browser, fresh)) return this.#responder.show(visitor);
    const answer = await this.#responder.show({ ...visitor, cookieOf: () => fresh });
    return { ...answer, cookie: { visit: id, value: fresh } };
  }
}
