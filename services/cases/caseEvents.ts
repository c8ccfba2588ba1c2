import type { OpenedHandoff } from './handoff.ts';
import type { RefusalToldBy } from '../shared/refusals.ts';
import type { CertificateSummary } from '../certificates/certificate.ts';
import type { CloudDevice } from '../cloudAccount/cloudDevices.ts';
import type { Answers, Field, KeptField, OwnCertificate, RenewalOutlook } from '../enrollment/enrollment.ts';
import type { Evidence } from '../identity/evidence.ts';

/** Who gives an answer outside of the words of the chat: the customer on a page, a look-up of ours, an agent. */
export type AnsweredBy = 'customer' | 'service' | `agent:${string}`;

/** A field was answered outside of the words of the chat, with what that proves. */
export type FieldAnswered = {
  readonly [Name in KeptField]: {
    readonly name: 'field.answered';
    readonly field: Name;
    readonly value: Answers[Name];
    readonly evidence?: readonly Evidence[];
    readonly by: AnsweredBy;
    /** The task it is for; absent where the visit says it. */
    readonly enrollmentId?: string;
    /** Of `holdings`: whether what was found can be renewed. */
    readonly outlook?: RenewalOutlook;
  };
}[KeptField];

/** The answer to one field. */
export type AnswerOf<Name extends KeptField> = Extract<FieldAnswered, { readonly field: Name }>;

/** What may happen to a case outside of its chat, by name. */
export type CaseHappening =
  | FieldAnswered
  /** What an answer rested on is gone (R of an identity, a credential that can't be entered, a card that reads otherwise). */
  | { readonly name: 'field.withdrawn'; readonly field: 'identity' | 'proof' | 'confirmation' }
  /** A protected act was refused: what `answer` proved is missing, too old, or too weak by now. */
  | { readonly name: 'evidence.missing'; readonly enrollmentId: string; readonly answer: KeptField }
  | { readonly name: 'replacement.found'; readonly existing: CertificateSummary }
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
  /** Nobody came for a hand-off, or the agent who took it fell silent: it ends without a word (services/assistance). */
  | { readonly name: 'handoff.expired'; readonly handoff: string }
  /** The customer has been silent at this step for a while. */
  | { readonly name: 'nudge'; readonly step: string }
  | LifeHappening;

/** What happens to a task of a certificate's later life. Those that name an enrollment are about that one alone. */
export type LifeHappening =
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
