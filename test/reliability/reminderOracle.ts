import type { Delivery } from '../../services/sandbox/world.ts';
import type { Holder } from './reminderPeople.ts';

/** A moment at which workers worked; `whole`: they came to the end of what was due. */
export interface Step {
  readonly now: Temporal.Instant;
  readonly whole: boolean;
}

/** What the phones say of all reminders together. */
export interface Judgement {
  readonly due: number;
  readonly sent: number;
  readonly missed: readonly string[];
  readonly doubled: readonly string[];
  readonly isFalse: readonly string[];
}

const stages = [
  ['ended', -1],
  ['dDay', 0],
  ['d1', 1],
  ['d7', 7],
  ['d30', 30],
  ['d90', 90],
] as const;

const seoul = (at: Temporal.Instant): Temporal.ZonedDateTime => at.toZonedDateTimeISO('Asia/Seoul');

/**
 * Judges what reached each phone by the rules alone (DOMAIN §9), told anew and without the product's own plan: at every
 * step within the hours the latest stage must be with the customer, unless the certificate was renewed or revoked by then.
 */
export function judge(
  holders: readonly Holder[],
  steps: readonly Step[],
  messages: ReadonlyMap<string, readonly Delivery[]>,
): Judgement {
  const judged = holders.map((holder) => judgeOne(holder, steps, messages.get(holder.phone) ?? []));
  return {
    due: judged.reduce((sum, { due }) => sum + due, 0),
    sent: judged.reduce((sum, { sent }) => sum + sent, 0),
    missed: judged.flatMap(({ missed }) => missed),
    doubled: judged.flatMap(({ doubled }) => doubled),
    isFalse: judged.flatMap(({ isFalse }) => isFalse),
  };
}

function judgeOne(holder: Holder, steps: readonly Step[], messages: readonly Delivery[]): Judgement {
  const name = (what: string): string => `${holder.serialHex.slice(-6)} ends ${holder.untilDay.toString()}: ${what}`;
  const found = messages.map((message) => ({ message, stage: stageOf(message.text) }));
  const isFalse = found
    .filter(({ message, stage }) => !isRight(holder, steps, message, stage))
    .map(({ message, stage }) => name(`${stage} at ${message.at}: ${message.text}`));
  const counts = new Map<string, number>();
  for (const { stage } of found) counts.set(stage, (counts.get(stage) ?? 0) + 1);
  const doubled = [...counts].filter(([, count]) => count > 1).map(([stage]) => name(stage));
  const owed = new Map<string, Temporal.Instant>();
  for (const { now, whole } of steps) {
    if (whole) for (const stage of dueAt(holder, now)) if (!owed.has(stage)) owed.set(stage, now);
  }
  const missed = [...owed]
    .filter(([stage, by]) => !found.some((one) => one.stage === stage && one.message.at <= by.toString()))
    .map(([stage, by]) => name(`${stage} by ${by.toString()}`));
  return { due: owed.size, sent: found.length, missed, doubled, isFalse };
}

/** Due at the moment it arrived, with the right days and the right certificate in it. */
function isRight(holder: Holder, steps: readonly Step[], { at, text }: Delivery, stage: string): boolean {
  const now = Temporal.Instant.from(at);
  const step = steps.some((one) => one.now.equals(now));
  if (!step || !dueAt(holder, now).includes(stage)) return false;
  const left = seoul(now).toPlainDate().until(holder.untilDay).days;
  const days = stage === 'ended' || stage === 'unused' || text.includes(left === 0 ? 'D-Day' : `D-${left},`);
  return days && text.includes(`(${holder.serialHex.slice(-4).toUpperCase()})`) && text.includes('홍*동');
}

/** What stage a text speaks of: `D-7` may be sent with six days left. */
function stageOf(text: string): string {
  if (text.includes('11개월')) return 'unused';
  if (text.includes('만료됐어요')) return 'ended';
  const days = text.includes('D-Day') ? 0 : Number(/D-(\d+)/.exec(text)?.[1] ?? -9);
  return (
    stages.toReversed().find(([, before], index, all) => days <= before && days > (all[index + 1]?.[1] ?? -9))?.[0] ??
    'unknown'
  );
}

function dueAt(holder: Holder, now: Temporal.Instant): string[] {
  const here = seoul(now);
  const today = here.toPlainDate();
  if (here.hour < 9 || here.hour >= 20 || !holder.hasContact) return [];
  const acted = holder.act !== undefined && Temporal.PlainDate.compare(today, holder.actDay) >= 0;
  if (acted && holder.act !== 'hold') return [];
  const left = today.until(holder.untilDay).days;
  const stage = stages.find(([, before]) => left <= before)?.[0];
  return [...(stage ? [stage] : []), ...(unusedAt(holder, today, acted) ? ['unused'] : [])];
}

function unusedAt({ usedDay, untilDay }: Holder, today: Temporal.PlainDate, held: boolean): boolean {
  const since = usedDay ?? untilDay.subtract({ years: 1 });
  const within = (from: Temporal.PlainDate, day: Temporal.PlainDate): boolean =>
    Temporal.PlainDate.compare(from, day) <= 0;
  if (held || !within(today, untilDay)) return false;
  return within(since.add({ months: 11 }), today) && !within(since.add({ months: 12 }), today);
}
