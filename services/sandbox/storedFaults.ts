import type { OutsideSystem } from '../shared/unavailable.ts';
import { changeRecord, removal } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';
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
    return all.flatMap((fault) => fault ?? []);
  }

  async take(service: OutsideSystem): Promise<FaultState | undefined> {
    const found = await this.#read(service);
    if (!found || found.times === 0) return found;
    return this.#change(service, ({ left, ...fault }) => (left > 1 ? { ...fault, left: left - 1 } : undefined));
  }

  async #read(service: OutsideSystem): Promise<FaultState | undefined> {
    return (await this.#records.get<FaultState>(keyOf(service)))?.value;
  }

  /** Answers the fault as it was before the change; undefined when there was none. */
  async #change(
    service: OutsideSystem,
    next: (fault: FaultState) => FaultState | undefined,
  ): Promise<FaultState | undefined> {
    const none: FaultState = { service, mode: 'ok', ms: 0, times: 0, left: 0 };
    const { before } = await changeRecord<FaultState>(
      this.#records,
      keyOf(service),
      (fault) => next(fault ?? none) ?? removal,
    );
    return before;
  }
}

function keyOf(service: OutsideSystem): string {
  return `sandbox:fault:${service}`;
}
