import type { Json } from '../shared/json.ts';

/** What a page, a timer, a service or an agent tells a customer's case. `id` makes it happen once. */
export interface CaseEvent {
  readonly id: string;
  readonly name: string;
  readonly value: Readonly<Record<string, Json>>;
}

/**
 * How pages and notices reach a chat without knowing one (DESIGN §2). The event becomes a turn of the case, queued like
 * a message; its answer goes to the conversation that was last in use. Resolves when the turn is committed.
 */
export interface Conversations {
  tell(caseId: string, event: CaseEvent): Promise<void>;
}
