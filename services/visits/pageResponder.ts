import { refuse } from '../shared/result.ts';
import { rebindPage } from './rebindPage.ts';
import { goneAnswer, type SecureAnswer } from './securePage.ts';
import type { Admission, VisitAccess, Visitor } from './visitAccess.ts';
import type { VisitPages } from './visitPages.ts';
import type { VisitStore } from './visitStore.ts';

/** Answers every tap with the page that its browser may see now. */
export class PageResponder {
  readonly #store: VisitStore;
  readonly #access: VisitAccess;
  readonly #pages: VisitPages;

  constructor(store: VisitStore, access: VisitAccess, pages: VisitPages) {
    this.#store = store;
    this.#access = access;
    this.#pages = pages;
  }

  /** The page as it stands: what a reload shows. Showing a page never binds an unbound link. */
  async show(visitor: Visitor): Promise<SecureAnswer> {
    return this.answer(await this.#access.admit(visitor));
  }

  /** The page for a visitor who was judged already. */
  async answer(admission: Admission): Promise<SecureAnswer> {
    if (admission.as === 'gone') return goneAnswer;
    if (admission.as === 'other') return { page: rebindPage(admission) };
    if (admission.as === 'unbound') return { page: this.#pages.start(admission.visit) };
    const { visit } = admission;
    const page = admission.as === 'own' ? await this.#pages.next(admission.visit) : await this.#pages.finished(visit);
    const { stopped } = visit.record;
    const refusal = page.kind === 'finished' && stopped && refuse(stopped.code, stopped.details);
    return { page, ...(refusal && { refusal }), token: this.#store.tokenOf(visit) };
  }
}
