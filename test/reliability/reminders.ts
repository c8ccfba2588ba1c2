import { setTimeout as wait } from 'node:timers/promises';
import { openNotices } from '../../composition/notices.ts';
import type { Delivery } from '../../services/sandbox/world.ts';
import { withConcurrency } from '../../services/shared/withConcurrency.ts';
import { FixedClock } from '../support/fixedClock.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { judge, type Judgement, type Step } from './reminderOracle.ts';
import { HolderActs, makeHolders, type Holder } from './reminderPeople.ts';
import {
  deathPoints,
  leaseSeconds,
  openWorkerRoom,
  workerHere,
  workerProcess,
  type KillAt,
  type ReminderProcess,
} from './reminderWorkers.ts';

/** How large a simulation is, and on what. */
export interface ReminderPlan {
  readonly certificates: number;
  /** Their ends lie within so many days. */
  readonly days: number;
  readonly kills: number;
  /** `processes`: three processes and kill -9; else three in this process whose calls stop coming back. */
  readonly processes: boolean;
  /** DATA_DIR, REDIS_URL. */
  readonly settings: Readonly<Record<string, string>>;
  readonly seed: string;
}

/** What a simulation found. */
export interface ReminderReport extends Judgement {
  readonly steps: number;
  readonly killed: number;
  /** Where workers died, by the call they died at. */
  readonly deaths: ReadonlyMap<string, number>;
  readonly renewed: number;
  readonly revoked: number;
  readonly seconds: number;
}

const workers = 3;
/** A death comes at one of the first so many calls with a name. */
const callsToDeath = 12;
const begin = Temporal.PlainDate.from('2026-09-01');

/**
 * Certificates that end, people who renew, revoke, hold, opt out; three workers, of which some die between what is due and
 * what is sent. Time goes on in steps of hours to days, at any hour; on some steps all workers die and nobody comes back
 * before the next. In the end the phones are read.
 */
export async function runReminders(plan: ReminderPlan): Promise<ReminderReport> {
  const began = performance.now();
  const chance = chances(plan.seed);
  const clock = new FixedClock(`${begin.toString()}T00:00:00+09:00`);
  const room = await openWorkerRoom({ ...plan.settings, LOG_LEVEL: 'silent' }, clock);
  const { foundation, services } = room;
  const { notices } = openNotices(foundation, services);
  const holders = makeHolders(plan.certificates, begin.add({ days: 92 }), plan.days, chance);
  const acts = new HolderActs(foundation, services, notices);
  await withConcurrency(holders, 32, (holder) => acts.issue(holder));
  const crew = Array.from({ length: workers }, () =>
    plan.processes ? workerProcess({ ...plan.settings, LOG_LEVEL: 'error' }) : workerHere(foundation, services, clock),
  );
  try {
    const deaths = new Map<string, number>();
    const steps = await walk({ plan, chance, clock, holders, acts, crew, deaths });
    const messages = await messagesOf(foundation.outside.world?.phones, holders);
    const done = (act: Holder['act']): number => holders.filter((one) => one.act === act).length;
    return {
      ...judge(holders, steps, messages),
      steps: steps.length,
      killed: [...deaths.values()].reduce((sum, count) => sum + count, 0),
      deaths,
      renewed: done('renew'),
      revoked: done('revoke'),
      seconds: Math.round((performance.now() - began) / 1000),
    };
  } finally {
    for (const one of crew) await one.close();
    await room.close();
  }
}

interface Walk {
  readonly plan: ReminderPlan;
  readonly chance: () => number;
  readonly clock: FixedClock;
  readonly holders: readonly Holder[];
  readonly acts: HolderActs;
  readonly crew: readonly ReminderProcess[];
  readonly deaths: Map<string, number>;
}

async function walk({ plan, chance, clock, holders, acts, crew, deaths }: Walk): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const end = begin
    .add({ days: 92 + plan.days + 3 })
    .toZonedDateTime('Asia/Seoul')
    .toInstant();
  const waiting = new Set(holders.filter(({ act }) => act !== undefined));
  const whole = clock.now().until(end).total('hours');
  for (let now = clock.now(); Temporal.Instant.compare(now, end) < 0; now = later(now, chance)) {
    await clock.set(now);
    const today = now.toZonedDateTimeISO('Asia/Seoul').toPlainDate();
    const ready = [...waiting].filter(({ actDay }) => Temporal.PlainDate.compare(actDay, today) <= 0);
    await withConcurrency(ready, 32, (holder) => acts.act(holder, now));
    for (const holder of ready) waiting.delete(holder);
    // As many as are due by now, over the whole time; not every one comes to the call at which it should die.
    const share = 1 - now.until(end).total('hours') / whole;
    const left = Math.ceil(plan.kills * share) - [...deaths.values()].reduce((sum, count) => sum + count, 0);
    const allDie = chance() < 0.3;
    const killings = crew.map((_, index) => (index < left && (allDie || chance() < 0.6) ? killing(chance) : undefined));
    const died = await Promise.all(crew.map((one, index) => one.work(now, killings[index])));
    for (const point of died.filter((one) => one !== undefined)) deaths.set(point, (deaths.get(point) ?? 0) + 1);
    const dead = died.filter((one) => one !== undefined).length;
    const comesBack = dead < crew.length || chance() < 0.3;
    if (dead > 0) await wait(leaseSeconds * 1000 + 50);
    if (dead > 0 && comesBack) await Promise.all(crew.map((one) => one.work(now)));
    steps.push({ now, whole: comesBack });
  }
  return steps;
}

function killing(chance: () => number): KillAt {
  const point = deathPoints[Math.floor(chance() * deathPoints.length)] ?? deathPoints[0];
  return { point, call: 1 + Math.floor(chance() ** 2 * callsToDeath) };
}

/** Hours to a day and a half, at any time of the day; sometimes nobody looks for half a week. */
function later(now: Temporal.Instant, chance: () => number): Temporal.Instant {
  const hours = chance() < 0.04 ? 80 : 2 + chance() * 34;
  return now.add({ minutes: Math.round(hours * 60) });
}

async function messagesOf(
  phones: { messages(owner: string): Promise<readonly Delivery[]> } | undefined,
  holders: readonly Holder[],
): Promise<ReadonlyMap<string, readonly Delivery[]>> {
  if (!phones) throw new Error('expected the phones of a sandbox, found none');
  const found = new Map<string, readonly Delivery[]>();
  await withConcurrency(holders, 32, async ({ phone }) => void found.set(phone, await phones.messages(phone)));
  return found;
}

/** Seeded numbers 0 ≤ x < 1. */
function chances(seed: string): () => number {
  const random = seededRandom(seed);
  return () => random.bytes(4).readUInt32BE() / 2 ** 32;
}
