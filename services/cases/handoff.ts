import { maskEmail, maskPhone } from '../shared/masks.ts';

/** Why a person is wanted; what is most urgent stands last. */
export type HandoffReason = 'asked' | 'misses' | 'complaint' | 'callback' | 'fraud';

/** Something that was written while an agent had the case, secrets masked. */
export interface HandoffWords {
  readonly from: 'customer' | 'agent';
  readonly at: string;
  readonly text: string;
}

/** A hand-off (상담): waiting → taken → closed, without what was said. This is what travels to the agents' board. */
export interface HandoffNote {
  /** `{caseId}.{n}`: names the hand-off for good. */
  readonly id: string;
  readonly caseId: string;
  /** 상담번호, e.g. `4821`: the link between a messenger, a phone call and the case. Absent until it is allotted. */
  readonly number?: string;
  /** Counts the changes: an older copy never takes the place of a newer one. */
  readonly revision: number;
  readonly state: 'waiting' | 'taken' | 'closed';
  readonly reason: HandoffReason;
  readonly openedAt: string;
  /** The code of the bank whose person is wanted, once it is known. */
  readonly bank?: string | undefined;
  /** Somebody worked at the desk when it was opened: only then is anything promised. */
  readonly staffed?: boolean;
  /** The one agent who has it. */
  readonly agent?: string;
  readonly takenAt?: string;
  /** When the customer asked to be called; the number to call is the case's. */
  readonly callBackAt?: string;
  readonly closedAt?: string;
}

/**
 * A hand-off as it stands in the case. The case is the one place that decides who speaks, the bot or one agent: every
 * change of hands is a turn of it, so two at once are one after the other (DESIGN §4).
 */
export interface Handoff extends HandoffNote {
  readonly words: readonly HandoffWords[];
}

/** What is kept of a talk; the oldest words go first. */
const mostWords = 40;
/** The longest that is kept of one message. */
const longestWords = 500;
/** An agent who wrote nothing for so long holds nobody: the bot hears the customer again. */
const agentSilentHours = 24;
/** A hand-off that nobody took is closed after so long; as long as a task that was left is kept (SECURITY §1). */
export const waitingKeptDays = 7;
/** A closed one is forgotten after so long (DOMAIN §8). */
const closedKeptDays = 90;

/** A hand-off as it begins; its number comes from the board. */
export function openHandoff(opening: {
  readonly caseId: string;
  /** Counts the hand-offs of the case from 1. */
  readonly count: number;
  readonly reason: HandoffReason;
  readonly bank: string | undefined;
  readonly now: Temporal.Instant;
}): Handoff {
  const { caseId, count, reason, bank, now } = opening;
  return {
    id: `${caseId}.${count}`,
    caseId,
    revision: 1,
    state: 'waiting',
    reason,
    openedAt: now.toString(),
    bank,
    words: [],
  };
}

/** The hand-off after a change. */
export function changeHandoff(
  handoff: Handoff,
  changes: Partial<Omit<Handoff, 'id' | 'caseId' | 'revision'>>,
): Handoff {
  return { ...handoff, ...changes, revision: handoff.revision + 1 };
}

/**
 * Adds what was written, within what is kept. Secrets are gone from it already; phone numbers and addresses are masked
 * too, since an agent sees those one at a time and for a reason (SECURITY §2, Agents).
 */
export function withWords(handoff: Handoff, { from, at, text }: HandoffWords): Handoff {
  const words = { from, at, text: withoutContacts(text.slice(0, longestWords)) };
  return { ...handoff, words: [...handoff.words, words].slice(-mostWords) };
}

const phoneNumber = /(?<!\d)(?:\+?82[\s-]?|0)1[016-9][\s.-]?\d{3,4}[\s.-]?\d{4}(?!\d)/gu;
const emailAddress = /[\w.+%-]+@[\w-]+(?:\.[\w-]+)+/gu;

function withoutContacts(text: string): string {
  return text.replaceAll(phoneNumber, (phone) => maskPhone(phone)).replaceAll(emailAddress, (mail) => maskEmail(mail));
}

/** What the agents' board shows of it. */
export function noteOf({ words: _words, ...note }: Handoff): HandoffNote {
  return note;
}

/** True for one that waits or is taken. */
export function isUnderWay(handoff: HandoffNote | undefined): handoff is HandoffNote {
  return handoff !== undefined && handoff.state !== 'closed';
}

/** The agent who has the case at `now`; undefined while the bot has it. */
export function owningAgent(handoff: Handoff | undefined, now: Temporal.Instant): string | undefined {
  if (handoff?.state !== 'taken' || handoff.takenAt === undefined) return undefined;
  const wrote = handoff.words.findLast(({ from }) => from === 'agent')?.at ?? handoff.takenAt;
  // one who took it over may not have written yet
  const silent = [wrote, handoff.takenAt].map((at) => now.since(Temporal.Instant.from(at)).total('hours'));
  return Math.min(...silent) < agentSilentHours ? handoff.agent : undefined;
}

/** True for a closed hand-off that has been kept long enough. */
export function isForgotten(handoff: Handoff | undefined, now: Temporal.Instant): boolean {
  return handoff?.closedAt !== undefined && daysSince(handoff.closedAt, now) >= closedKeptDays;
}

/** Days from an ISO instant to `now`, parts of days included. */
export function daysSince(at: string, now: Temporal.Instant): number {
  return now.since(Temporal.Instant.from(at)).total('hours') / 24;
}

/** What a customer may be told when a hand-off is opened. */
export interface OpenedHandoff {
  readonly number: string;
  readonly staffed: boolean;
  /** How many wait before; absent while nobody works at the desk. */
  readonly ahead?: number;
  readonly minutes?: number;
}
