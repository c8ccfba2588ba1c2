import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { State } from '../../../services/state/state.ts';
import { countersContract } from './countersContract.ts';
import { locksContract } from './locksContract.ts';
import { recordsContract } from './recordsContract.ts';
import { scheduleContract } from './scheduleContract.ts';
import { streamsContract } from './streamsContract.ts';
import { subscriptionsContract } from './subscriptionsContract.ts';

/** What every adapter of the hot state keeps; `open` answers a state over one and the same empty store each time. */
export function stateContract(name: string, open: () => Promise<State>): void {
  describe(`the hot state in ${name}`, () => {
    let state: State;
    beforeAll(async () => {
      state = await open();
    });
    afterAll(() => state.close());

    recordsContract(() => state.records);
    countersContract(() => state.counters);
    scheduleContract(() => state.schedule);
    streamsContract(() => state.streams);
    locksContract(() => state.locks);
    subscriptionsContract(() => state.subscriptions);

    test('it finds itself fit for use', async () => {
      expect(await state.fault()).toBeUndefined();
    });
  });
}
