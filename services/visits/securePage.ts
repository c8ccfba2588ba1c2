import type { PageRefusal } from './pageRefusal.ts';
import type { DrawnStep } from './stepPage.ts';
import type { VisitFacts } from './visitCase.ts';
import type { VisitOutline } from './visitOutline.ts';

/** A page of the secure view, without a word of any language. */
export type SecurePage =
  /** Unknown, run out, closed, finished elsewhere: one page for all. `told`: the chat has the answer, if there is one. */
  | { readonly kind: 'gone'; readonly told: boolean }
  /** Another browser has the visit. `asked`: a number was sent to the chat for this one. */
  | { readonly kind: 'rebind'; readonly asked: boolean }
  | { readonly kind: 'start'; readonly outline: VisitOutline }
  | DrawnStep
  | {
      readonly kind: 'finished';
      readonly outline?: VisitOutline;
      readonly issued?: NonNullable<VisitFacts['issued']>;
      /** Something waits to be taken away. */
      readonly hasSample?: boolean;
      /** What was to be done can't be done now, and the visit is no place to mend it; a refusal with the page says why. */
      readonly stopped?: boolean;
    };

/** What the secure view answers to a page. */
export interface SecureAnswer {
  readonly page: SecurePage;
  /** Why what was sent did not do; `page` is the one to put it right on. */
  readonly refusal?: PageRefusal;
  /** The link to hold on to from now on: a new one, or the one that a browser sent by the bank did not have. */
  readonly token?: string;
  /** A cookie to set for the visit. */
  readonly cookie?: { readonly visit: string; readonly value: string };
}

/** The page for every link that is over, or never was. */
export const goneAnswer: SecureAnswer = { page: { kind: 'gone', told: false } };

/** Whether this is the page of the step of that name. */
export function isPageOf(page: SecurePage, step: string): boolean {
  return page.kind === 'step' && page.step.name === step;
}
