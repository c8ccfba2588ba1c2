import { isBoundTo, mayBegin, type Binding } from './browserBinding.ts';
import type { VisitFacts } from './visitCase.ts';
import type { VisitParts } from './visitParts.ts';
import { hasRunOut, standing } from './visitRecord.ts';
import type { FoundVisit, VisitLink } from './visitStore.ts';

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

/**
 * Whose a visit is, for a visitor: this browser's `own`; nobody's yet, or begun by a browser that never got our answer
 * (`unbound`); another browser's; `finished` in this one; over, or never there (`gone`).
 */
export type Admission =
  | { readonly as: 'own' | 'unbound'; readonly visit: AdmittedVisit }
  | { readonly as: 'other'; readonly visit: FoundVisit; readonly cookie: string | undefined }
  | { readonly as: 'finished'; readonly visit: FoundVisit }
  | { readonly as: 'gone' };

/** Decides what a visitor may do with a visit: every page and every step asks here first. */
export class VisitAccess {
  readonly #parts: VisitParts;

  constructor(parts: VisitParts) {
    this.#parts = parts;
  }

  /** Judges a visitor. Nothing of the case is read for a browser that the visit does not belong to. */
  async admit(visitor: Visitor): Promise<Admission> {
    const { store, visits, visitCase, clock } = this.#parts;
    const found = await store.find(visitor.link);
    if (!found) return { as: 'gone' };
    const cookie = visitor.cookieOf(found.id);
    const own = isBoundTo(found.record.browser, cookie);
    const now = clock.now();
    const stands = standing(found.record, found.newest, now);
    if (hasRunOut(found.record, now)) await visits.noteRunOut(found.id);
    if (stands === 'finished' && own) return { as: 'finished', visit: found };
    if (stands !== 'live') return { as: 'gone' };
    if (found.record.browser && !own && !mayBeginAgain(found.record.browser, cookie))
      return { as: 'other', visit: found, cookie };
    const facts = await visitCase.facts(found.record);
    if (!facts) return { as: 'gone' };
    return { as: own ? 'own' : 'unbound', visit: { ...found, facts, cookie } };
  }
}

/** It began and never got our answer: it may begin once more. */
function mayBeginAgain(browser: Binding, cookie: string | undefined): boolean {
  return cookie !== undefined && mayBegin(browser, cookie);
}
