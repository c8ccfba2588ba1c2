import type { CertificateDetails } from '../certificates/certificateLifeCycle.ts';
import { unusedMonths as goneMonths } from '../cloudAccount/cloudAccounts.ts';
import { seoulDay } from '../shared/clock.ts';
import { maySend, morningOf, nextSending } from './sendingHours.ts';

/** The stages of a certificate's end, in their order: days before its last day (DOMAIN §9). */
export const expiryStages = [
  { stage: 'd90', daysBefore: 90 },
  { stage: 'd30', daysBefore: 30 },
  { stage: 'd7', daysBefore: 7 },
  { stage: 'd1', daysBefore: 1 },
  { stage: 'dDay', daysBefore: 0 },
  { stage: 'ended', daysBefore: -1 },
] as const;

/** What a reminder is about: a stage of the end, or 11 months without a use. */
export type ReminderStage = (typeof expiryStages)[number]['stage'] | 'unused';

/** A certificate unused for so long is reminded of, and one month later its place in the cloud may be gone (DOMAIN §2). */
export const unusedNoticeMonths = goneMonths - 1;
/** Whoever was not told within a year that it ended needs no word of it any more. */
const endedDays = 365;

/** What of a certificate decides which reminder is due. */
export type ReminderSubject = Pick<CertificateDetails, 'state' | 'notBefore' | 'untilDay' | 'lastUsedAt'>;

/** A reminder that goes out now. */
export interface DueReminder {
  readonly stage: ReminderStage;
  /** Names it among the certificate's own: `d7`, or `unused@2026-12-01` after the day of the last use. */
  readonly key: string;
  /** The Seoul day it counts down to, and how many days that is. */
  readonly day: string;
  readonly daysLeft: number;
}

/** What is to be done about a certificate's reminders at an instant. */
export interface ReminderPlan {
  /** Overtaken by a later stage before they could be sent. */
  readonly overtaken: readonly string[];
  /** Empty outside of the sending hours: `next` is nine o'clock then. */
  readonly due: readonly DueReminder[];
  /** When to look again; undefined when nothing is left to be said about this certificate. */
  readonly next: Temporal.Instant | undefined;
}

/** A part of the plan; `waiting` is due as soon as the hours allow, `later` are days on which something may be due. */
interface Track {
  readonly overtaken: readonly string[];
  readonly waiting: DueReminder | undefined;
  readonly later: readonly Temporal.PlainDate[];
}

/** True while reminders may be due: it holds its place, or ended without another in it. */
export function mayBeReminded({ state }: Pick<ReminderSubject, 'state'>): boolean {
  return state !== 'revoked' && state !== 'superseded';
}

/**
 * Which reminder of a certificate is due: of the stages of its end the latest whose Seoul day has come, and apart from it
 * the one for 11 months without a use. A stage is due from midnight of its day and goes out from nine o'clock; one that a
 * later stage has overtaken is not sent any more.
 *
 * A held certificate is told of its end like any other: the hold does not stop the clock, and only what is released
 * before the end can still be renewed. It is not told that it is unused: a use is just what a hold forbids. That one waits
 * from morning to morning until the hold is over.
 *
 * @param recorded keys that were sent or left out before
 * Source: DOMAIN §9
 */
export function planReminders(
  subject: ReminderSubject,
  recorded: ReadonlySet<string>,
  now: Temporal.Instant,
): ReminderPlan {
  if (!mayBeReminded(subject)) return { overtaken: [], due: [], next: undefined };
  const tracks = [planEnd(subject, recorded, now), planUnused(subject, recorded, now)];
  const waiting = tracks.flatMap((track) => track.waiting ?? []);
  const canGo = maySend(now);
  const later = tracks.flatMap((track) => track.later).map(morningOf);
  const looks = canGo || waiting.length === 0 ? later : [...later, nextSending(now)];
  return {
    overtaken: tracks.flatMap((track) => track.overtaken),
    due: canGo ? waiting : [],
    next: looks.toSorted((a, b) => Temporal.Instant.compare(a, b))[0],
  };
}

/** The first morning on which anything may be due, for a certificate of which nothing else is known yet. */
export function firstReminder(certificate: Pick<CertificateDetails, 'notBefore' | 'notAfter'>): Temporal.Instant {
  const end = seoulDay(Temporal.Instant.from(certificate.notAfter)).subtract({ days: expiryStages[0].daysBefore });
  const unused = seoulDay(Temporal.Instant.from(certificate.notBefore)).add({ months: unusedNoticeMonths });
  return morningOf(Temporal.PlainDate.compare(end, unused) < 0 ? end : unused);
}

function planEnd({ untilDay }: ReminderSubject, recorded: ReadonlySet<string>, now: Temporal.Instant): Track {
  const [today, last] = [seoulDay(now), Temporal.PlainDate.from(untilDay)];
  const daysLeft = today.until(last).days;
  const come = expiryStages.filter(({ daysBefore }) => daysBefore >= daysLeft);
  const later = expiryStages
    .filter(({ daysBefore }) => daysBefore < daysLeft)
    .map(({ daysBefore }) => last.subtract({ days: daysBefore }));
  const latest = -daysLeft > endedDays ? undefined : come.at(-1);
  const overtaken = come.filter((one) => one !== latest && !recorded.has(one.stage)).map(({ stage }) => stage);
  if (!latest || recorded.has(latest.stage)) return { overtaken, waiting: undefined, later };
  const { stage } = latest;
  return { overtaken, waiting: { stage, key: stage, day: untilDay, daysLeft }, later };
}

function planUnused(subject: ReminderSubject, recorded: ReadonlySet<string>, now: Temporal.Instant): Track {
  const today = seoulDay(now);
  const used = seoulDay(Temporal.Instant.from(subject.lastUsedAt ?? subject.notBefore));
  const [dueDay, goneDay] = [used.add({ months: unusedNoticeMonths }), used.add({ months: goneMonths })];
  const last = Temporal.PlainDate.from(subject.untilDay);
  const key = `unused@${used.toString()}`;
  const until = (days: readonly Temporal.PlainDate[]): readonly Temporal.PlainDate[] =>
    days.filter((day) => !isAfter(day, last));
  if (isAfter(dueDay, today)) return { overtaken: [], waiting: undefined, later: until([dueDay]) };
  // Used today, it would be due again eleven months from now: until then there is nothing to look for.
  const over: Track = { overtaken: [], waiting: undefined, later: until([today.add({ months: unusedNoticeMonths })]) };
  if (recorded.has(key) || isAfter(dueDay, last)) return over;
  if (!isAfter(goneDay, today) || isAfter(today, last)) return { ...over, overtaken: [key] };
  if (subject.state !== 'active') return { ...over, later: until([today.add({ days: 1 })]) };
  const day = isAfter(goneDay, last) ? last : goneDay;
  const waiting: DueReminder = { stage: 'unused', key, day: day.toString(), daysLeft: today.until(day).days };
  return { ...over, waiting };
}

function isAfter(one: Temporal.PlainDate, other: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(one, other) > 0;
}
