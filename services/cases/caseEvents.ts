import type { OpenedHandoff } from './handoff.ts';
import type { RefusalToldBy } from '../shared/refusals.ts';
import type { CertificateSummary } from '../certificates/certificate.ts';
import type { CloudDevice } from '../cloudAccount/cloudDevices.ts';
import type {
  Enrollment,
  Field,
  LoginEvidence,
  PersonEvidence,
  Proof,
  OwnCertificate,
  RenewalOutlook,
} from '../enrollment/enrollment.ts';

/** What may happen to a case outside of its chat, by name. */
export type CaseHappening =
  /** The customer logged in at their bank. */
  | { readonly name: 'bankLogin.done'; readonly login: LoginEvidence }
  /** The bureau confirmed the customer; `existing` is the certificate that a new one would revoke. */
  | {
      readonly name: 'identity.done';
      readonly person: PersonEvidence;
      readonly existing?: CertificateSummary | undefined;
    }
  /** What was bound to the identity is gone: that step must be walked again. */
  | { readonly name: 'identity.gone' }
  | { readonly name: 'replacement.found'; readonly existing: CertificateSummary }
  /** What would be issued now is not what was confirmed. */
  | { readonly name: 'confirmation.changed' }
  | { readonly name: 'certificate.issued'; readonly enrollmentId: string; readonly certificate: CertificateSummary }
  /** The carrier took the code; `sentAt` is an ISO instant. */
  | { readonly name: 'code.sent'; readonly send: number; readonly sentAt: string }
  | {
      readonly name: 'code.refused';
      readonly send: number;
      readonly code: RefusalToldBy<'chat'>;
      readonly details: Readonly<Record<string, string | number>>;
    }
  /** The gateway did not answer: the message may still arrive. */
  | { readonly name: 'code.uncertain'; readonly send: number }
  /** A new link was asked for on the page; `shown`: the chat must show it, the page may not. */
  | { readonly name: 'visit.renew'; readonly shown: boolean }
  /** Another browser wants the visit: it must type these two digits. */
  | { readonly name: 'visit.rebind'; readonly number: string }
  /** A hand-off has its number; `ahead` and `minutes` only while somebody works at the desk. */
  | ({ readonly name: 'handoff.opened'; readonly handoff: string } & OpenedHandoff)
  /** An agent wants the case; one wins. */
  | { readonly name: 'agent.took'; readonly handoff: string; readonly agent: string }
  /** What an agent wrote, masked (services/assistance). */
  | { readonly name: 'agent.said'; readonly handoff: string; readonly agent: string; readonly text: string }
  /** An agent has dealt with it: the bot goes on. */
  | { readonly name: 'handoff.closed'; readonly handoff: string; readonly agent: string }
  /** The customer has been silent at this step for a while. */
  | { readonly name: 'nudge'; readonly step: string }
  | LifeHappening;

/** What happens to a task of a certificate's later life. Those that name an enrollment are about that one alone. */
export type LifeHappening =
  /** The customer proved who they are; `login` when it was at their bank, `contact` when a code may be needed. */
  | {
      readonly name: 'proof.done';
      readonly proof: Proof;
      readonly login?: LoginEvidence;
      readonly contact?: NonNullable<Enrollment['contact']>;
    }
  /** The way they chose can't prove it: a certificate that is not in use has no credential to enter. */
  | { readonly name: 'proof.gone' }
  | {
      readonly name: 'certificates.found';
      readonly enrollmentId: string;
      readonly certificates: readonly OwnCertificate[];
      readonly outlook?: RenewalOutlook;
    }
  /** `refused`: the code of a certificate that was in no state for it. */
  | {
      readonly name: 'certificate.changed';
      readonly enrollmentId: string;
      readonly change: CertificateChange;
      readonly serials: readonly string[];
      readonly refused?: RefusalToldBy<'outcome'>;
    }
  | {
      readonly name: 'institutions.changed';
      readonly enrollmentId: string;
      readonly refused?: RefusalToldBy<'outcome'>;
    }
  | { readonly name: 'devices.found'; readonly enrollmentId: string; readonly devices: readonly CloudDevice[] }
  | { readonly name: 'devices.disconnected'; readonly enrollmentId: string; readonly count: number }
  | { readonly name: 'credential.changed'; readonly enrollmentId: string; readonly certificate: OwnCertificate }
  | { readonly name: 'credential.locked'; readonly enrollmentId: string; readonly certificate: OwnCertificate }
  | { readonly name: 'signature.made'; readonly enrollmentId: string }
  | { readonly name: 'privacy.found'; readonly enrollmentId: string; readonly kept: KeptOfPerson }
  | { readonly name: 'privacy.erased'; readonly enrollmentId: string }
  /** What had to be done could not be: an outside system did not answer. It may be asked for again. */
  | { readonly name: 'act.uncertain'; readonly enrollmentId: string; readonly field: Field };

/** Changes of a certificate's status that a customer can ask for. */
export type CertificateChange = 'revoke' | 'hold' | 'release';

/** What is kept of a person, as they may know it. */
export interface KeptOfPerson {
  readonly certificates: number;
  readonly devices: number;
  /** How notices reach them, masked; undefined when nothing is kept. */
  readonly maskedPhone?: string;
  readonly reminders: boolean;
}

/** What a page, a timer, a service or an agent tells a customer's case. `id` makes it happen once. */
export type CaseEvent = CaseHappening & { readonly id: string };

/**
 * How pages and notices reach a chat without knowing one (DESIGN §2). The event becomes a turn of the case, queued like
 * a message; its answer goes to the conversation that was last in use. Resolves when the turn is committed.
 */
export interface Conversations {
  tell(caseId: string, event: CaseEvent): Promise<void>;
}
