import type { Clock } from '../shared/clock.ts';
import type { OutsideSystem } from '../shared/unavailable.ts';
import type { State } from '../state/state.ts';
import type { Streams } from '../state/streams.ts';
import { underFault, type OutsideAct } from './faults.ts';
import { loadPeople, type SandboxPeople } from './people.ts';
import { StoredFaults } from './storedFaults.ts';
import type { Delivery, Deposit, Deposits, Faults, Inboxes, SandboxWorld } from './world.ts';

const pageSize = 500;

/** The sandbox world in the hot state's store. */
export class StoredSandboxWorld implements SandboxWorld {
  readonly people: SandboxPeople;
  readonly phones: Inboxes;
  readonly mailboxes: Inboxes;
  readonly deposits: Deposits;
  readonly faults: Faults;

  /**
   * @param clock  product time, for when things arrive
   * @param people how many generated people live here beside the listed ones (SANDBOX_PEOPLE)
   */
  constructor(parts: {
    readonly state: Pick<State, 'records' | 'streams'>;
    readonly clock: Clock;
    readonly people: number;
  }) {
    const { records, streams } = parts.state;
    this.people = loadPeople(parts.people);
    this.phones = storedInboxes('phone', streams, parts.clock);
    this.mailboxes = storedInboxes('mailbox', streams, parts.clock);
    this.deposits = storedDeposits(streams, parts.clock);
    this.faults = new StoredFaults({ records });
  }

  async faulty<T>(service: OutsideSystem, signal: AbortSignal, act: OutsideAct<T>): Promise<T> {
    return underFault(await this.faults.take(service), { service, signal, act });
  }
}

function storedInboxes(kind: 'phone' | 'mailbox', streams: Streams, clock: Clock): Inboxes {
  const stream = (owner: string) => `sandbox:${kind}:${owner}`;
  return {
    deliver: async (message) => {
      const delivery: Delivery = { ...message, at: clock.now().toString() };
      await streams.append(stream(message.to), [{ id: message.id, value: JSON.stringify(delivery) }]);
    },
    messages: (owner) => readAll<Delivery>(streams, stream(owner)),
  };
}

function storedDeposits(streams: Streams, clock: Clock): Deposits {
  const stream = (bankCode: string, account: string) => `sandbox:deposits:${bankCode}:${account}`;
  return {
    add: async ({ bankCode, account }, id, deposit) => {
      const value = JSON.stringify({ ...deposit, at: clock.now().toString() });
      await streams.append(stream(bankCode, account), [{ id, value }]);
    },
    list: ({ bankCode, account }) => readAll<Deposit>(streams, stream(bankCode, account)),
  };
}

async function readAll<T>(streams: Streams, stream: string): Promise<readonly T[]> {
  const all: T[] = [];
  for (let position = 0; ;) {
    const page = await streams.read(stream, position, pageSize);
    all.push(...page.map(({ value }) => JSON.parse(value) as T)); // only this file writes these streams
    const last = page.at(-1);
    if (!last || page.length < pageSize) return all;
    position = last.position;
  }
}
