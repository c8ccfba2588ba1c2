import type { OutsideSystem } from '../shared/unavailable.ts';
import type { Fault, FaultState, OutsideAct } from './faults.ts';
import type { SandboxPeople } from './people.ts';

/** One thing that reached a phone or a mailbox. `at` is an ISO instant of product time. */
export interface Delivery {
  readonly id: string;
  readonly to: string;
  /** Mail only. */
  readonly subject?: string;
  readonly text: string;
  readonly at: string;
}

/** The phones, or the mailboxes. */
export interface Inboxes {
  /** Puts a message in; the same id arrives once. */
  deliver(message: Omit<Delivery, 'at'>): Promise<void>;
  /** What has arrived, oldest first. */
  messages(owner: string): Promise<readonly Delivery[]>;
}

/** One-won deposits and others, as the account's owner sees them. */
export interface Deposit {
  readonly amount: number;
  readonly depositor: string;
  readonly at: string;
}

/** The accounts of the sandbox's banks. */
export interface Deposits {
  /** Puts money in; the same id arrives once. */
  add(account: SandboxAccount, id: string, deposit: Omit<Deposit, 'at'>): Promise<void>;
  list(account: SandboxAccount): Promise<readonly Deposit[]>;
}

/** An account by bank code and number (digits only). */
export interface SandboxAccount {
  readonly bankCode: string;
  readonly account: string;
}

/** The faults that are switched on. */
export interface Faults {
  /** Switches a fault on, or off by mode `ok`; the last one of a service counts. */
  set(fault: Fault): Promise<void>;
  /** Those that are on. */
  list(): Promise<readonly FaultState[]>;
  /** The fault that the next act of `service` meets, counted down for all instances together. */
  take(service: OutsideSystem): Promise<FaultState | undefined>;
}

/**
 * The outside world, simulated: people, phones, mailboxes, accounts, faults. Kept in the store below `sandbox:`, so it
 * survives a restart and all instances share it (CONTRACT §4). What is in it is not the product's: it may hold codes.
 */
export interface SandboxWorld {
  readonly people: SandboxPeople;
  readonly phones: Inboxes;
  readonly mailboxes: Inboxes;
  readonly deposits: Deposits;
  readonly faults: Faults;
  /**
   * Does `act` as the outside system would at the moment: as it is, or under the fault that is switched on.
   * @throws Unavailable(service) under `error`, `timeout` and `garbage`, and when `signal` aborts the waiting
   */
  faulty<T>(service: OutsideSystem, signal: AbortSignal, act: OutsideAct<T>): Promise<T>;
}
