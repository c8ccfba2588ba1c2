import { caseSchema } from './upgradeCase.ts';
import type { KnownHere } from '../customers/knownCustomer.ts';
import { createHash } from 'node:crypto';
import type { Asked } from './asked.ts';
import type { ButtonValue } from './buttonValue.ts';
import type { Handoff } from './handoff.ts';
import type { ProductCode } from '../certificates/certificate.ts';
import type { Enrollment, Proof, Task } from '../enrollment/enrollment.ts';
import type { SecureStep } from '../enrollment/secureStep.ts';
import type { Json } from '../shared/json.ts';
import type { Effect } from './effect.ts';

/** A conversation that is attached to a case; a channel hop attaches one more. */
export interface AttachedConversation {
  readonly id: string;
  readonly channel: string;
  readonly userId: string;
  readonly lastAt: string;
}

/** A delivery that was handled; the same key again is dropped (24 hours, SECURITY §2). */
export interface SeenDelivery {
  readonly key: string;
  /** Seconds since the epoch. */
  readonly at: number;
}

/** Answers that a conversation has still to be shown; written with the turn, removed once they are out. */
export interface Outgoing {
  /** Grows over the life of the case. */
  readonly sequence: number;
  readonly conversationId: string;
  /** Activities as the channel will be given them; links are placeholders. */
  readonly activities: readonly Json[];
}

/** The visit under way: one link, its steps. */
export interface OpenVisit {
  readonly number: number;
  readonly steps: readonly SecureStep[];
  readonly openedAt: string;
  /** All its steps are done: a step that is asked for again gets a new link. */
  readonly finished?: boolean;
  /** What it is for; an issue in records of before there were other tasks. */
  readonly task?: Task;
  /** The rest of its steps fell away: the page says that it is over, and the chat says why. */
  readonly over?: boolean;
  /** The certificate that its last page speaks of: for the calendar. */
  readonly about?: Pick<IssuedHere, 'serialHex' | 'notAfter' | 'bank' | 'product'>;
}

/** A button of the last answer: what it says, and what travels along. */
export interface Choice {
  readonly say: string;
  readonly value?: ButtonValue;
}

/**
 * One customer's case: what is under way, the conversations attached to it, seen deliveries and outbox. The one atomic
 * unit of the product (DESIGN §4): every turn reads it once and writes it once.
 */
export interface CaseRecord {
  readonly schema: typeof caseSchema;
  readonly id: string;
  readonly createdAt: string;
  lastAt: string;
  /** Turns committed. */
  turn: number;
  locale: 'ko' | 'en';
  plain: boolean;
  conversations: readonly AttachedConversation[];
  /** The conversation last in use: what happens elsewhere is told there. */
  activeConversation?: string;
  seen: readonly SeenDelivery[];
  outbox: readonly Outgoing[];
  sequence: number;
  effects: readonly Effect[];
  enrollment?: Enrollment;
  /** Enrollments begun. */
  enrollments: number;
  asked?: Asked;
  /** The choices of the last answer, so that "2번" and "두 번째" pick one. */
  choices?: readonly Choice[];
  visit?: OpenVisit;
  visits: number;
  /** Passages to another channel offered. */
  passages: number;
  /** Another conversation took over; the one before hears of it once. */
  hopped?: { readonly to: string; readonly told: boolean };
  /** Verification codes sent over the life of the case: each has a number of its own. */
  codes: number;
  /** What redact() carries from one message to the next; holds no secret. */
  redaction?: Json;
  /** The last certificate this case issued: for the finished page of its visit, and for what the customer asks next. */
  issued?: IssuedHere;
  known?: KnownHere;
  /** Who the customer of this conversation proved to be last; how long that counts is the evidence table's word. */
  proved?: Proof & { readonly bank?: string };
  /** A task the customer left by `취소` or `처음으로`; `이어서 하기` brings it back. */
  shelved?: Enrollment;
  /** Steps at which the assistant spoke up by itself, or was asked not to; and the one it waits at. */
  nudges?: { readonly said: readonly string[]; readonly waiting?: string };
  /** The hand-off to a person, the last one: waiting, taken by one agent, or closed. */
  handoff?: Handoff;
  /** Hand-offs begun. */
  handoffs?: number;
  /** Times of messages in the last `recentSeconds`, seconds since the epoch (30 a minute, SECURITY §1). */
  recent: readonly number[];
}

/** For so long messages count towards the limit of a conversation. */
export const recentSeconds = 60;

/** What is kept of a certificate this case issued; no personal data. */
export interface IssuedHere {
  readonly serialHex: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly bank: string;
  readonly product: ProductCode;
  /** The visit in which the credential was set or entered. */
  readonly visit: number;
  readonly enrollmentId: string;
  /** How it came about; an issue in records of before there were other tasks. */
  readonly task?: Task;
}

/** How long a handled delivery is remembered, and how many at the most. */
export const seenSeconds = 24 * 60 * 60;
export const seenMost = 2_000;

/** The case of a conversation that has none yet: derived, so that finding it costs no read. */
export function caseIdOf(conversationId: string): string {
  return createHash('sha256').update(`case|${conversationId}`).digest('base64url').slice(0, 22);
}

/** Under which context personal data of a case is sealed: a box of one case can't be put into another. */
export function personContext(caseId: string): string {
  return `case:${caseId}`;
}

/** A case as it begins. */
export function newCase(id: string, now: Temporal.Instant, locale: 'ko' | 'en'): CaseRecord {
  const at = now.toString();
  return {
    schema: caseSchema,
    id,
    createdAt: at,
    lastAt: at,
    turn: 0,
    locale,
    plain: false,
    conversations: [],
    seen: [],
    outbox: [],
    sequence: 0,
    effects: [],
    enrollments: 0,
    visits: 0,
    passages: 0,
    codes: 0,
    recent: [],
  };
}
