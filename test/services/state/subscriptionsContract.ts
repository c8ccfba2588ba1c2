import { describe, expect, test } from '@jest/globals';
import type { Subscriptions } from '../../../services/state/subscriptions.ts';
import { eventually } from '../../support/eventually.ts';

/** Subscriptions: each listener hears each message of its topic until it ends. */
export function subscriptionsContract(open: () => Subscriptions): void {
  describe('subscriptions', () => {
    test('every listener of a topic hears its messages in order, others nothing', async () => {
      const [one, two, other]: [string[], string[], string[]] = [[], [], []];
      const ends = await Promise.all([
        open().subscribe('topic', (message) => one.push(message)),
        open().subscribe('topic', (message) => two.push(message)),
        open().subscribe('other', (message) => other.push(message)),
      ]);
      await open().publish('topic', 'first');
      await open().publish('topic', '둘째');
      await eventually(() => one.length === 2 && two.length === 2);
      expect([one, two, other]).toEqual([['first', '둘째'], ['first', '둘째'], []]);
      await Promise.all(ends.map((end) => end()));
    });

    test('who ended hears nothing more, the others go on; nobody listening is no fault', async () => {
      const [ended, going]: [string[], string[]] = [[], []];
      const end = await open().subscribe('end', (message) => ended.push(message));
      const endOther = await open().subscribe('end', (message) => going.push(message));
      await end();
      await open().publish('end', 'x');
      await eventually(() => going.length === 1);
      expect(ended).toEqual([]);
      await endOther();
      await open().publish('end', 'y');
    });

    test('the same listener may be there twice', async () => {
      const heard: string[] = [];
      const listen = (message: string) => void heard.push(message);
      const end = await open().subscribe('twice', listen);
      await open().subscribe('twice', listen);
      await end();
      await open().publish('twice', 'x');
      await eventually(() => heard.length === 1);
    });
  });
}
