import type { HandoffNote } from '../assistance/handoff.ts';
import type { Consent } from '../enrollment/enrollment.ts';
import type { SecureStep } from '../visits/secureStep.ts';

/**
 * What a turn wants done in the world. Written with the turn, run after it, once: `id` is the idempotency key. An effect
 * with an outcome comes back to the case as an event; the others are done when their handler resolves.
 */
export type Effect = EffectBase &
  (
    | {
        readonly kind: 'visit.open';
        readonly visit: number;
        readonly conversationId: string;
        readonly steps: readonly SecureStep[];
        readonly bank: string;
        readonly openedAt: string;
      }
    | { readonly kind: 'visit.close'; readonly visit: number }
    | { readonly kind: 'passage.open'; readonly passage: number; readonly openedAt: string }
    | { readonly kind: 'consent.record'; readonly enrollmentId: string; readonly consents: readonly Consent[] }
    | { readonly kind: 'code.send'; readonly send: number }
    | { readonly kind: 'code.right'; readonly guessId: string; readonly phoneKey: string }
    | { readonly kind: 'cloud.connect'; readonly enrollmentId: string }
    | { readonly kind: 'key.ahead'; readonly enrollmentId: string }
    | { readonly kind: 'certificate.delivered'; readonly enrollmentId: string }
    | { readonly kind: 'handoff.open'; readonly handoff: HandoffNote }
    | { readonly kind: 'handoff.note'; readonly handoff: HandoffNote }
  );

interface EffectBase {
  readonly id: string;
}

/** Effects that must be done before the answer is shown: a link must work when it is tapped. */
export const beforeReply: ReadonlySet<Effect['kind']> = new Set([
  'visit.open',
  'visit.close',
  'passage.open',
  'consent.record',
]);
