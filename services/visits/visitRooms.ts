import type { PageResponder } from './pageResponder.ts';
import type { VisitAccess } from './visitAccess.ts';
import type { VisitParts } from './visitParts.ts';

/** What everything works with that a visitor can do: who may do it, and the page that is the answer. */
export interface VisitRooms extends VisitParts {
  readonly access: VisitAccess;
  readonly responder: PageResponder;
}
