import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openFoundation } from '../../composition/foundation.ts';
import type { Foundation, Wrap } from '../../composition/foundation.ts';
import { openNotices, type OpenedNotices } from '../../composition/notices.ts';
import { openServices, type Services } from '../../composition/services.ts';
import { parseConfig } from '../../config.ts';
import { FixedClock } from '../support/fixedClock.ts';
import { wrapCalls } from './calls.ts';

/** Real time after which another worker takes what a dead one had claimed. */
export const leaseSeconds = 0.3;

/** Where to die: at the `call`-th of the calls with this name. They all lie between what is due and what is recorded. */
export interface KillAt {
  readonly point: string;
  readonly call: number;
}

/** Calls of a worker at which it may die: listing, the look, begun, the text noted, handed over, recorded, moved on. */
export const deathPoints = [
  'schedule.put before',
  'schedule.put after',
  'register.get before',
  'register.insert before',
  'register.insert after',
  'records.putIfVersion after',
  'sms.send before',
  'sms.send after',
] as const;

/** A worker for reminders that can be made to die in the middle of a call. */
export interface ReminderProcess {
  /** Does what is due at `now`, or dies on the way. Answers where it died; undefined when it came to its end. */
  work(now: Temporal.Instant, killAt?: KillAt): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Counts calls, and dies at one of them. */
export class Death {
  #calls = 0;
  #killAt: KillAt | undefined;
  #isDead = false;
  readonly #die: (point: string) => void;

  constructor(die: (point: string) => void) {
    this.#die = die;
  }

  arm(killAt: KillAt | undefined): void {
    [this.#calls, this.#killAt] = [0, killAt];
  }

  readonly at = (point: string): Promise<void> => {
    if (!this.#isDead) {
      if (point !== this.#killAt?.point) return Promise.resolve();
      this.#calls += 1;
      if (this.#calls < this.#killAt.call) return Promise.resolve();
      this.#isDead = true;
      this.#die(point);
    }
    // The dead one's other calls end here, too.
    return new Promise(() => {});
  };
}

/** Notices over the stores of `foundation`, as seen through `wrap`. */
export function noticesThrough(foundation: Foundation, services: Services, wrap: Wrap): OpenedNotices {
  const { state, register, outside } = foundation;
  const stores = wrap.stores?.({ state, register }) ?? { state, register };
  const seen = { ...foundation, ...stores, outside: wrap.outside?.(outside) ?? outside };
  return openNotices(seen, services, { leaseSeconds });
}

/** A worker in this process: dead, its calls never come back. */
export function workerHere(foundation: Foundation, services: Services, clock: FixedClock): ReminderProcess {
  let dead: (point: string) => void = () => {};
  let death = new Death((point) => dead(point));
  let notices = noticesThrough(foundation, services, wrapCalls(death.at));
  return {
    work: async (now, killAt) => {
      await clock.set(now);
      const died = new Promise<string>((resolve) => (dead = resolve));
      death.arm(killAt);
      const point = await Promise.race([died, notices.run().then(() => undefined)]);
      if (point === undefined) return undefined;
      death = new Death((next) => dead(next));
      notices = noticesThrough(foundation, services, wrapCalls(death.at));
      return point;
    },
    close: () => notices.stop(),
  };
}

/** Everything that a worker works with, opened as the product opens it. */
export async function openWorkerRoom(
  settings: Readonly<Record<string, string>>,
  clock: FixedClock,
): Promise<{ foundation: Foundation; services: Services; close(): Promise<void> }> {
  const foundation = await openFoundation(parseConfig(settings), { clock });
  const services = await openServices(foundation);
  return {
    foundation,
    services,
    close: async () => {
      await services.certificates.close();
      await services.audit.close();
      await foundation.outside.close();
      await foundation.register.close();
      await foundation.state.close();
    },
  };
}

const script = join(import.meta.dirname, 'reminderWorkerProcess.ts');

/** What a worker's process is told. */
export interface WorkOrder {
  readonly now: string;
  readonly killAt?: KillAt;
}

/** A worker in a process of its own, ended by kill -9; the next work starts it again. */
export function workerProcess(settings: Readonly<Record<string, string>>): ReminderProcess {
  let child: ChildProcess | undefined;
  let output = '';
  const start = async (): Promise<ChildProcess> => {
    const args = ['--disable-warning=ExperimentalWarning', script, JSON.stringify(settings)];
    const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    started.stdout?.on('data', (chunk) => (output += String(chunk)));
    if ((await saidBy(started)) !== 'ready') throw new Error(`expected a worker, found ${output.slice(-2000)}`);
    return started;
  };
  return {
    work: async (now, killAt) => {
      const running = (child ??= await start());
      const order: WorkOrder = { now: now.toString(), ...(killAt && { killAt }) };
      running.send(order);
      if ((await saidBy(running)) === 'done') return undefined;
      child = undefined;
      return /.*killed at (.+)/s.exec(output)?.[1]?.split('\n')[0] ?? 'nowhere';
    },
    close: async () => {
      if (!child) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** What a process says next; undefined when it ends instead. */
async function saidBy(child: ChildProcess): Promise<unknown> {
  const heard = new AbortController();
  const { signal } = heard;
  try {
    const message = once(child, 'message', { signal }).then(([said]: unknown[]) => said);
    return await Promise.race([message, once(child, 'exit', { signal }).then(() => undefined)]);
  } finally {
    heard.abort();
  }
}
