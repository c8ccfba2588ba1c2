import type { PageRefusal } from './pageRefusal.ts';
import type { JWK } from 'jose';
import type { PendingLogin } from '../banks/bankLogin.ts';
import type { Sealed } from '../shared/sealed.ts';
import type { Binding, Rebinding } from './browserBinding.ts';
import type { StoredKeypad } from '../secureEntry/keypad.ts';
import { visitMinutes } from './visits.ts';

/** Minutes the finished page stays for the browser that finished, counted from the last step. */
export const finishedMinutes = 10;

/** A visit at rest, under `visit:{SHA-256 of its token}`. No token, cookie, number or digit stands here in plain. */
export interface VisitRecord {
  readonly schema: 1;
  readonly caseId: string;
  readonly visitNumber: number;
  readonly conversationId: string;
  /** Names of steps, in order. */
  readonly steps: readonly string[];
  readonly bankCode: string;
  /** ISO instant. */
  readonly openedAt: string;
  /** Steps that this visit completed. */
  readonly done: readonly string[];
  /** ISO instant of the last step. */
  readonly finishedAt?: string;
  /** Why the link answers neutrally for good, whatever the clock says later. */
  readonly ended?: 'closed' | 'expired' | 'guessed';
  /** The half of the visit's P-256 pair that the page encrypts to. */
  readonly publicKey: JWK;
  readonly privateKey: Sealed<JWK>;
  readonly browser?: Binding;
  readonly rebinding?: Rebinding;
  /** The keypads of the page drawn last, by field. */
  readonly keypads: Readonly<Record<string, StoredKeypad>>;
  /** A page of the step that is due was drawn, and nothing was sent from it. */
  readonly mayBeSent?: boolean;
  /** Bank log-ins under way, oldest first; `state` as SHA-256. */
  readonly logins: readonly { readonly state: string; readonly pending: Sealed<PendingLogin['pending']> }[];
  /** What was signed as a sample: DER, base64url. The certificate in it holds a name. */
  readonly sample?: Sealed<string>;
  /** Why the visit ended before all was done: its last page says so again after a reload. */
  readonly stopped?: Pick<PageRefusal, 'code' | 'details'>;
  /** How often this link was traded for a new one. */
  readonly renewals: number;
}

/** What is to be said of a link: it may be walked, it shows its finished page to its own browser, or it is over. */
export type Standing = 'live' | 'finished' | 'gone';

/** How far behind another instance's clock may be; a link is not dead because it was opened a moment "later". */
const skewSeconds = 60;

/** The instant from which the link is no longer walked. */
export function expiresAt(record: VisitRecord): Temporal.Instant {
  return Temporal.Instant.from(record.openedAt).add({ minutes: visitMinutes });
}

/** Whether the link ran out by itself: nobody ended it, nothing is finished, the minutes are over. */
export function hasRunOut(record: VisitRecord, now: Temporal.Instant): boolean {
  return !record.ended && !record.finishedAt && Temporal.Instant.compare(expiresAt(record), now) <= 0;
}

/**
 * What the link is good for now.
 *
 * @param newest the number of the case's newest visit; an older one is over
 * A finished visit outlives its end for a while: the customer may still be reading, or downloading.
 */
export function standing(record: VisitRecord, newest: number, now: Temporal.Instant): Standing {
  if (record.finishedAt) return isWithin(record.finishedAt, finishedMinutes, now) ? 'finished' : 'gone';
  if (record.ended || newest > record.visitNumber) return 'gone';
  return isWithin(record.openedAt, visitMinutes, now) ? 'live' : 'gone';
}

/** A clock that was set back to before the beginning revives nothing either. */
function isWithin(beginning: string, minutes: number, now: Temporal.Instant): boolean {
  const from = Temporal.Instant.from(beginning);
  const earliest = from.subtract({ seconds: skewSeconds });
  return Temporal.Instant.compare(earliest, now) <= 0 && Temporal.Instant.compare(now, from.add({ minutes })) < 0;
}
