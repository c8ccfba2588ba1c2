import type { HandoffNote } from './handoff.ts';
import type { NamedKind, Consent, Person } from '../enrollment/enrollment.ts';
import type { RevocationReason } from '../certificates/revocationReason.ts';
import type { CertificateChange } from './caseEvents.ts';
import type { Happening } from '../notices/noticeWords.ts';
import type { Sealed } from '../shared/sealed.ts';
import type { SecureStep } from '../enrollment/secureStep.ts';
import type { KnownHere } from '../customers/knownCustomer.ts';

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
    | LifeEffect
    /** Has the case looked at again, in case the customer is silent until then. */
    | { readonly kind: 'nudge.put'; readonly at: string }
  );

/** Effects of a certificate's later life; each that names an enrollment has an outcome that comes back to it. */
export type LifeEffect =
  | {
      readonly kind: 'certificates.look';
      readonly enrollmentId: string;
      readonly personKey: string;
      /** Also whether it can be renewed at this bank; no bank: at the one that issued it. */
      readonly renewal?: { readonly bank?: string; readonly product?: NamedKind };
    }
  | {
      readonly kind: 'certificate.change';
      readonly enrollmentId: string;
      readonly change: CertificateChange;
      readonly serials: readonly string[];
      readonly reason?: RevocationReason;
    }
  | {
      readonly kind: 'institution.change';
      readonly enrollmentId: string;
      readonly serialHex: string;
      readonly institution: string;
      readonly registered: boolean;
    }
  | { readonly kind: 'devices.look'; readonly enrollmentId: string; readonly personKey: string }
  | {
      readonly kind: 'devices.disconnect';
      readonly enrollmentId: string;
      readonly personKey: string;
      /** Id of one, or `all`. */
      readonly device: string;
    }
  | { readonly kind: 'privacy.look'; readonly enrollmentId: string; readonly personKey: string }
  | { readonly kind: 'privacy.erase'; readonly enrollmentId: string; readonly personKey: string }
  | { readonly kind: 'reminders.set'; readonly personKey: string; readonly on: boolean }
  | {
      readonly kind: 'customer.remember';
      readonly channel: string;
      readonly userId: string;
      readonly known: KnownHere;
    }
  | { readonly kind: 'customer.forget'; readonly channel: string; readonly userId: string }
  /** How the holder is reached; travels sealed. */
  | { readonly kind: 'contact.keep'; readonly personKey: string; readonly sealed: Sealed<Person> }
  | {
      readonly kind: 'notice.completed';
      readonly personKey: string;
      readonly happening: Happening;
      readonly serialHex: string;
    };

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
