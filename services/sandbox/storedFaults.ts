import type { OutsideSystem } from '../shared/unavailable.ts';
import type { Records, Versioned } from '../state/records.ts';
import { faultServices, type Fault, type FaultState } from './faults.ts';
import type { Faults } from './world.ts';

/** Faults in the store: one record a service, counted down by compare-and-set. */
export class StoredFaults implements Faults {
  readonly #records: Records;

  constructor({ records }: { readonly records: Records }) {
    this.#records = records;
  }

  async set(fault: Fault): Promise<void> {
    const state = fault.mode === 'ok' ? undefined : { ...fault, left: fault.times };
    await this.#change(fault.service, () => state);
  }

  async list(): Promise<readonly FaultState[]> {
    const all = await Promise.all(faultServices.map((service) => this.#read(service)));
    return all.flatMap((fault) => fault?.value ?? []);
  }

  async take(service: OutsideSystem): Promise<FaultState | undefined> {
    const found = await this.#read(service);
    if (!found || found.value.times === 0) return found?.value;
    return this.#change(service, ({ left, ...fault }) => (left > 1 ? { ...fault, left: left - 1 } : undefined));
  }

  #read(service: OutsideSystem): Promise<Versioned<FaultState> | undefined> {
    return this.#records.get<FaultState>(`sandbox:fault:${service}`);
  }

  /** Answers the fault as it was before the change; undefined when there was none. */
  async #change(
    service: OutsideSystem,
    next: (fault: FaultState) => FaultState | undefined,
  ): Promise<FaultState | undefined> {
    const none: FaultState = { service, mode: 'ok', ms: 0, times: 0, left: 0 };
    for (;;) {
      const found = await this.#read(service);
      const after = next(found?.value ?? none);
      if (!found && !after) return undefined;
      const written = await this.#records.putIfVersion(`sandbox:fault:${service}`, after, found?.version ?? 0);
      if (written !== false) return found?.value;
    }
  }
}
