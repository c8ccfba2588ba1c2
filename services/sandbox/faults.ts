import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { Unavailable, type OutsideSystem } from '../shared/unavailable.ts';

/** The outside systems that can be made to fail. */
export const faultServices = [
  'sms',
  'mail',
  'bank',
  'identity',
  'account',
  'idphoto',
  'business',
  'language',
  'ca',
  'store',
] as const satisfies readonly OutsideSystem[];

/** How an outside system can fail (CONTRACT §4). */
const faultModes = ['ok', 'error', 'timeout', 'slow', 'duplicate', 'garbage'] as const;

const longestMilliseconds = 600_000;

/** A fault as it is asked for; unknown fields are refused. */
export const faultSchema = z.strictObject({
  service: z.enum(faultServices),
  mode: z.enum(faultModes),
  /** How long `timeout` stays silent (0: until the caller gives up) and `slow` takes. */
  ms: z.int().min(0).max(longestMilliseconds).default(0),
  /** How many acts it strikes; 0: all, until mode `ok`. */
  times: z.int().min(0).max(1_000_000).default(0),
});

/** A fault as it is asked for. */
export type Fault = z.infer<typeof faultSchema>;

/** A fault that is on; `left` is how many acts it still strikes (0: all). */
export interface FaultState extends Fault {
  readonly left: number;
}

/** An act of an outside system; `copy` is 2 when the fault `duplicate` makes it happen a second time. */
export type OutsideAct<T> = (copy: 1 | 2) => Promise<T>;

/** Does `act` under `fault`; with none, as it is. A 200 that can't be parsed has done its work all the same. */
export async function underFault<T>(
  fault: Fault | undefined,
  request: { readonly service: OutsideSystem; readonly signal: AbortSignal; readonly act: OutsideAct<T> },
): Promise<T> {
  const { service, signal, act } = request;
  if (signal.aborted) throw new Unavailable(service, { cause: signal.reason });
  switch (fault?.mode) {
    case 'error':
      throw new Unavailable(service, { cause: new Error('expected an answer, found status 500') });
    case 'timeout':
      await pause(service, fault.ms || longestMilliseconds, signal);
      throw new Unavailable(service, { cause: new Error('expected an answer, found none in time') });
    case 'slow':
      await pause(service, fault.ms, signal);
      return act(1);
    case 'garbage':
      await act(1);
      throw new Unavailable(service, { cause: new SyntaxError('expected JSON, found something else') });
    case 'duplicate':
      return twice(act);
    default:
      return act(1);
  }
}

/** The first answer counts; that the second act is refused is what a good outside system does. */
async function twice<T>(act: OutsideAct<T>): Promise<T> {
  const answer = await act(1);
  await act(2).catch(() => {});
  return answer;
}

async function pause(service: OutsideSystem, milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal });
  } catch (cause) {
    throw new Unavailable(service, { cause });
  }
}
