import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { AnswerWatch, NoAnswer } from '../../../services/shared/answerWatch.ts';
import { ownTime } from '../../support/ownTime.ts';

const never = () => new Promise<never>(() => undefined);

describe('a watch on answers', () => {
  test('an answer and a failure in time pass through', async () => {
    const watch = new AnswerWatch(300);
    expect(await watch.bound(Promise.resolve('answer'))).toBe('answer');
    await expect(watch.bound(Promise.reject(new Error('mine')))).rejects.toThrow('mine');
  });

  test('silence ends within the limit, each in its time', async () => {
    const watch = new AnswerWatch(300);
    const time = ownTime();
    await expect(watch.bound(never())).rejects.toThrow(NoAnswer);
    expect(time()).toBeLessThan(500);
    const [first, second] = [
      watch.bound(never()),
      new Promise((resolve) => setTimeout(resolve, 150)).then(() => watch.bound(never())),
    ];
    const order: string[] = [];
    await Promise.allSettled([second.catch(() => order.push('second')), first.catch(() => order.push('first'))]);
    expect(order).toEqual(['first', 'second']);
  });

  test('an answer that came while this thread was busy counts', async () => {
    const watch = new AnswerWatch(300);
    const answer = watch.bound(turn().then(() => 'answer'));
    const end = performance.now() + 600;
    while (performance.now() < end);
    expect(await answer).toBe('answer');
  });
});
