import type { Records, Versioned } from '../state/records.ts';
import type { SandboxWorld } from './world.ts';

/** How long one command may take, as with the real adapters. */
const commandMilliseconds = 1_000;
/** How often faults that another instance set are looked for. */
const pollMilliseconds = 250;

/**
 * The hot state's records as the product sees them in the sandbox: the fault `store` acts here. While none is on, a
 * command costs nothing more. The sandbox's own world goes round it, else its faults could not be switched off.
 */
export class SandboxRecords implements Records {
  readonly #records: Records;
  readonly #world: SandboxWorld;
  readonly #timer: NodeJS.Timeout;
  #isOn = false;

  constructor(parts: { readonly records: Records; readonly world: SandboxWorld }) {
    this.#records = parts.records;
    this.#world = parts.world;
    this.#timer = setInterval(() => void this.refresh().catch(() => undefined), pollMilliseconds).unref();
  }

  /** Looks whether the fault is on; to be called when one was set here. */
  async refresh(): Promise<void> {
    this.#isOn = (await this.#world.faults.list()).some(({ service }) => service === 'store');
  }

  get<T>(key: string): Promise<Versioned<T> | undefined> {
    return this.#under(() => this.#records.get<T>(key));
  }

  putIfVersion<T>(key: string, value: T | undefined, version: number): Promise<number | false> {
    return this.#under(() => this.#records.putIfVersion(key, value, version));
  }

  keys(prefix: string): AsyncIterable<string> {
    return this.#records.keys(prefix);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #under<T>(act: () => Promise<T>): Promise<T> {
    return this.#isOn ? this.#world.faulty('store', AbortSignal.timeout(commandMilliseconds), act) : act();
  }
}
