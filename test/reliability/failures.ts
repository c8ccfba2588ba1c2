import { Unavailable } from '../../services/shared/unavailable.ts';
import { openListeningApp } from '../support/listeningApp.ts';
import { wrapCalls } from './calls.ts';
import { freshPeople, journey, wrongMessages } from './journeys.ts';
import { spread } from './spread.ts';

/** What a run of failures found. */
export interface FailureReport {
  readonly calls: number;
  readonly failed: number;
  readonly faults: readonly string[];
  readonly seconds: number;
}

/** Which calls fail: every one, so many spread evenly, or these. */
export interface FailurePlan {
  readonly redisUrl?: string;
  readonly most?: number;
  readonly points?: readonly number[];
}

/** Which system each wrapped port speaks for. */
const systems: Readonly<Record<string, 'sms' | 'identity' | 'bank' | 'ca' | 'store'>> = {
  sms: 'sms',
  identity: 'identity',
  bank: 'bank',
  ca: 'ca',
};

/**
 * Lets each n-th call to a store, bank, bureau, SMS carrier or signer fail once (`Unavailable`), in an issuance of its own;
 * the customer tries again as the pages and the chat offer. In the end each has one certificate.
 */
export async function runFailures(plan: FailurePlan): Promise<FailureReport> {
  const began = performance.now();
  let [calls, failAt, lastPoint] = [0, 0, ''];
  const at = (point: string): Promise<void> => {
    calls += 1;
    if (calls !== failAt) return Promise.resolve();
    lastPoint = point;
    return Promise.reject(
      new Unavailable(systems[point.split(/[. ]/)[0] ?? ''] ?? 'store', { cause: new Error(point) }),
    );
  };
  const product = await openListeningApp({
    people: 2000,
    instead: { wrap: wrapCalls(at) },
    ...(plan.redisUrl === undefined ? {} : { redisUrl: plan.redisUrl }),
  });
  const { url, log } = product;
  try {
    const people = freshPeople(url);
    const arm = (point: number): void => void ([calls, failAt] = [0, point]);
    arm(0);
    await journey(url, (await people.next()).value);
    const all = calls;
    const points = plan.points ?? spread(all, plan.most ?? Infinity);
    const faults: string[] = [];
    for (const point of points) {
      const person = (await people.next()).value;
      arm(point);
      const before = log.length;
      const fault = await journey(url, person).then(
        (walked) => wrongMessages(walked),
        (error: unknown) => String(error),
      );
      const errors = log.slice(before).filter((line) => line.includes('"level":50'));
      const bugs = errors.filter((line) => !line.includes('"type":"Unavailable"'));
      if (fault || bugs.length > 0) faults.push(`call ${point} (${lastPoint}): ${fault ?? ''} ${bugs.join(' ')}`);
    }
    return { calls: all, failed: points.length, faults, seconds: Math.round((performance.now() - began) / 1000) };
  } finally {
    await product.close();
  }
}
