import { getEventListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { DeadlineExceeded, withDeadline } from '../../../services/shared/deadline.ts';
import { ownTime } from '../../support/ownTime.ts';

describe('a deadline', () => {
  test('an answer in time is the answer', async () => {
    expect(await withDeadline(100, async () => 'answer')).toBe('answer');
  });

  test('a failure in time is the failure', async () => {
    await expect(withDeadline(100, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    await expect(
      withDeadline(100, () => {
        throw new Error('at once');
      }),
    ).rejects.toThrow('at once');
  });

  test('too late: the signal is aborted and the caller goes on, though the task does not', async () => {
    const signals: AbortSignal[] = [];
    const time = ownTime();
    const stuck = withDeadline(30, (signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    await expect(stuck).rejects.toThrow(DeadlineExceeded);
    expect(time()).toBeLessThan(500);
    expect(signals[0]?.aborted).toBe(true);
  });

  test('a task that fails after its deadline disturbs nobody', async () => {
    const late = withDeadline(10, async () => {
      await wait(30);
      throw new Error('late');
    });
    await expect(late).rejects.toThrow(DeadlineExceeded);
    await wait(40);
  });

  test('the outer signal ends it with its own reason', async () => {
    const outer = new AbortController();
    const run = withDeadline(1000, () => new Promise(() => undefined), outer.signal);
    outer.abort(new Error('the turn is over'));
    await expect(run).rejects.toThrow('the turn is over');
    await expect(withDeadline(1000, async () => 'x', outer.signal)).rejects.toThrow('the turn is over');
    expect(getEventListeners(outer.signal, 'abort')).toHaveLength(0);
  });
});
