import { AwayVisit } from './awayVisit.ts';
import { isBoundTo, makeCookie } from './browserBinding.ts';
import { PageResponder } from './pageResponder.ts';
import { Rebinder } from './rebinding.ts';
import type { SecureAnswer } from './securePage.ts';
import { StepForms } from './stepForms.ts';
import { TakeAway } from './takeAway.ts';
import { VisitAccess, type Visitor } from './visitAccess.ts';
import { VisitBinder } from './visitBinder.ts';
import { VisitPages } from './visitPages.ts';
import type { VisitParts } from './visitParts.ts';
import type { VisitRooms } from './visitRooms.ts';
import type { VisitStep } from './visitStep.ts';
import { VisitSteps } from './visitSteps.ts';

/** How often one link may be traded for a new one; a stranger who has an old link cannot flood the chat. */
export const renewalsAllowed = 5;

/** Everything the secure view is made of; its steps in the order in which a customer meets them. */
export type SecureViewParts = Omit<VisitParts, 'steps'> & { readonly steps: readonly VisitStep[] };

/**
 * The pages' side of the visits (SECURITY §1, §2): which page a browser sees, and what its taps do. Refusals are shown on
 * the page that comes with them; outages (`Unavailable`) are thrown and leave the visit where it was.
 */
export class SecureView {
  readonly away: AwayVisit;
  readonly forms: StepForms;
  readonly rebinder: Rebinder;
  readonly takeAway: TakeAway;
  readonly #rooms: VisitRooms;
  readonly #binder: VisitBinder;

  constructor(given: SecureViewParts) {
    const parts = { ...given, steps: new VisitSteps(given.steps) };
    const access = new VisitAccess(parts);
    const responder = new PageResponder({ store: parts.store, access, pages: new VisitPages(parts) });
    const rooms = { ...parts, access, responder };
    const binder = new VisitBinder(rooms);
    this.away = new AwayVisit(rooms);
    this.forms = new StepForms(rooms);
    this.rebinder = new Rebinder({ ...rooms, binder });
    this.takeAway = new TakeAway(parts);
    this.#rooms = rooms;
    this.#binder = binder;
  }

  /** The page as it stands: what a reload shows. Showing a page never binds an unbound link. */
  show(visitor: Visitor): Promise<SecureAnswer> {
    return this.#rooms.responder.show(visitor);
  }

  /** The first real interaction: binds the link to this browser (`VisitBinder.begin`). */
  begin(visitor: Visitor): Promise<SecureAnswer> {
    return this.#binder.begin(visitor);
  }

  /**
   * Trades a link that is over for a new one. The browser that owned it gets the new one begun; for anybody else the chat
   * shows it, and the page is the same whether there was such a link or not.
   */
  async renew(visitor: Visitor): Promise<SecureAnswer> {
    const { access, responder, store, visitCase, random } = this.#rooms;
    const admission = await access.admit(visitor);
    if (admission.as !== 'gone') return responder.answer(admission);
    const found = await store.find(visitor.link);
    const told: SecureAnswer = { page: { kind: 'gone', told: true } };
    if (!found) return told;
    const counted = await store.update(found.id, (record) =>
      record.renewals < renewalsAllowed ? { ...record, renewals: record.renewals + 1 } : undefined,
    );
    if (!counted || counted.before === counted.after) return told;
    const own = isBoundTo(found.record.browser, visitor.cookieOf(found.id));
    const token = await visitCase.renewLink(found.record, own);
    if (token === undefined || !own) return told;
    const given = makeCookie(random);
    return { ...(await this.begin({ link: { token }, cookieOf: () => given })), token };
  }
}
