import { refuse } from '../shared/result.ts';
import { rebindPage } from './rebindPage.ts';
import { goneAnswer, type SecureAnswer } from './securePage.ts';
import type { Admission, VisitAccess, Visitor } from './visitAccess.ts';
import type { VisitPages } from './visitPages.ts';
import type { VisitStore } from './visitStore.ts';

interface PageParts {
  readonly store: VisitStore;
  readonly access: VisitAccess;
  readonly pages: VisitPages;
}

/** Answers every tap with the page that its browser may see now. */
export class PageResponder {
  readonly #parts: PageParts;

  constructor(parts: PageParts) {
    this.#parts = parts;
  }

  /** The page as it stands: what a reload shows. Showing a page never binds an unbound link. */
  async show(visitor: Visitor): Promise<SecureAnswer> {
    return this.answer(await this.#parts.access.admit(visitor));
  }

  /** The page for a visitor who was judged already. */
  async answer(admission: Admission): Promise<SecureAnswer> {
    const { pages, store } = this.#parts;
    if (admission.as === 'gone') return goneAnswer;
    if (admission.as === 'other') return { page: rebindPage(admission) };
    if (admission.as === 'unbound') return { page: pages.start(admission.visit) };
    const { visit } = admission;
    const page = admission.as === 'own' ? await pages.next(admission.visit) : await pages.finished(visit);
    const { stopped } = visit.record;
    const refusal = page.kind === 'finished' && stopped && refuse(stopped.code, stopped.details);
    return { page, ...(refusal && { refusal }), token: store.tokenOf(visit) };
  }
}
