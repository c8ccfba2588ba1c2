import type { Clock } from '../shared/clock.ts';
import { isBoundTo, mayBegin, type Binding } from './browserBinding.ts';
import type { RecordedVisits } from './recordedVisits.ts';
import type { SecureStepHandlers, VisitFacts } from './secureStep.ts';
import type { SecureAnswer } from './securePage.ts';
import { hasRunOut, standing } from './visitRecord.ts';
import type { FoundVisit, VisitLink, VisitStore } from './visitStore.ts';

/** The cookie that the asking browser holds for a visit, by the visit's id. */
export type CookieOf = (visit: string) => string | undefined;

/** Who asks for a visit: the link they hold and the browser they use. */
export interface Visitor {
  readonly link: VisitLink;
  readonly cookieOf: CookieOf;
}

/** A visit that this browser may walk, with what the case says of it now. */
export interface AdmittedVisit extends FoundVisit {
  readonly facts: VisitFacts;
  readonly cookie: string | undefined;
}

/** What the door says: `own` browser, nobody's yet or begun without getting our answer (`unbound`), `other` browser's, finished here, or over. */
export type Admission =
  | { readonly as: 'own' | 'unbound'; readonly visit: AdmittedVisit }
  | { readonly as: 'other'; readonly visit: FoundVisit; readonly cookie: string | undefined }
  | { readonly as: 'finished'; readonly visit: FoundVisit }
  | { readonly as: 'gone' };

/** How a room of the secure view shows where a visitor stands. */
export interface Reception {
  show(visitor: Visitor): Promise<SecureAnswer>;
  answer(admission: Admission): Promise<SecureAnswer>;
  /** Binds the visit to a browser that may begin it. */
  begin(visitor: Visitor): Promise<SecureAnswer>;
  /** The page after `fresh` may have been bound to the visit `id`. */
  showBound(visitor: Visitor, id: string, fresh: string): Promise<SecureAnswer>;
}

/** The door of the secure view: every page and every step asks here first. */
export class Doorkeeper {
  readonly #store: VisitStore;
  readonly #visits: RecordedVisits;
  readonly #handlers: SecureStepHandlers;
  readonly #clock: Clock;

  constructor(parts: {
    readonly store: VisitStore;
    readonly visits: RecordedVisits;
    readonly handlers: SecureStepHandlers;
    readonly clock: Clock;
  }) {
    this.#store = parts.store;
    this.#visits = parts.visits;
    this.#handlers = parts.handlers;
    this.#clock = parts.clock;
  }

  /** Judges a visitor. Nothing of the case is read for a browser that the visit does not belong to. */
  async admit(visitor: Visitor): Promise<Admission> {
    const found = await this.#store.find(visitor.link);
    if (!found) return { as: 'gone' };
    const cookie = visitor.cookieOf(found.id);
    const own = isBoundTo(found.record.browser, cookie);
    const now = this.#clock.now();
    const stands = standing(found.record, found.newest, now);
    if (hasRunOut(found.record, now)) await this.#visits.noteRunOut(found.id);
    if (stands === 'finished' && own) return { as: 'finished', visit: found };
    if (stands !== 'live') return { as: 'gone' };
    if (found.record.browser && !own && !mayBeginAgain(found.record.browser, cookie))
      return { as: 'other', visit: found, cookie };
    const facts = await this.#handlers.facts(found.record);
    if (!facts) return { as: 'gone' };
    return { as: own ? 'own' : 'unbound', visit: { ...found, facts, cookie } };
  }
}

/** It began and never got our answer: it may begin once more. */
function mayBeginAgain(browser: Binding, cookie: string | undefined): boolean {
  return cookie !== undefined && mayBegin(browser, cookie);
}
