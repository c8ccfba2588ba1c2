import type { Wrap } from '../../composition/foundation.ts';
import type { OutsideWorld } from '../../composition/outside/outsideWorld.ts';
import type { Stores } from '../../composition/stores.ts';

/** Told of each moment at which the process may end or the call may fail: `records.putIfVersion after`. */
export type AtCall = (point: string) => Promise<void>;

/** Methods that change something: what is between their end and the caller's next step is a moment of its own. */
const writes = new Set(['putIfVersion', 'increment', 'remove', 'clear', 'put', 'claim', 'append', 'insert', 'purge']);
/** Opening and closing are no part of an issuance; what answers at once has no moment in it. */
const left = new Set(['close', 'fault', 'keys', 'subscribe', 'origin', 'serves']);

/** Every call of the product to its stores, the SMS carrier, the bureau, the bank and the CA's signer goes through `at`. */
export function wrapCalls(at: AtCall): Wrap {
  return {
    stores: ({ state, register }): Stores => ({
      state: {
        ...state,
        records: around(state.records, 'records', at),
        counters: around(state.counters, 'counters', at),
        schedule: around(state.schedule, 'schedule', at),
        streams: around(state.streams, 'streams', at),
        locks: around(state.locks, 'locks', at),
        subscriptions: around(state.subscriptions, 'subscriptions', at),
        fault: () => state.fault(),
        close: () => state.close(),
      },
      register: around(register, 'register', at),
    }),
    outside: (outside) => wrapOutside(outside, at),
  };
}

function wrapOutside(outside: OutsideWorld, at: AtCall): OutsideWorld {
  const { beforeSigning } = outside;
  return {
    ...outside,
    sms: around(outside.sms, 'sms', at),
    identityVerifier: around(outside.identityVerifier, 'identity', at),
    bankLogin: around(outside.bankLogin, 'bank', at),
    beforeSigning: async (signal) => {
      await at('ca before');
      await beforeSigning?.(signal);
    },
  };
}

/** The same port with `at` before each call, and after those that do something in the world. */
function around<Port extends object>(port: Port, name: string, at: AtCall): Port {
  const isOutside = ['sms', 'identity', 'bank'].includes(name);
  return new Proxy(port, {
    get: (target, property): unknown => {
      const member: unknown = Reflect.get(target, property, target);
      if (typeof member !== 'function') return member;
      // A method of the port; it runs on the port itself, which may have private members.
      const method = member.bind(target) as (...words: unknown[]) => unknown;
      const called = String(property);
      if (left.has(called)) return method;
      return async (...words: unknown[]) => {
        await at(`${name}.${called} before`);
        const answer = await method(...words);
        if (isOutside || writes.has(called)) await at(`${name}.${called} after`);
        return answer;
      };
    },
  });
}
