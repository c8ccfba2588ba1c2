import type { Records } from '../state/records.ts';
import type { ProductCode } from './certificate.ts';

/**
 * Who holds the place of «the active certificate» of one person and product: the only switch (DESIGN §4). One
 * compare-and-set moves it from old to new, so there is never a gap and never two.
 */
export interface ActiveCertificateSlot {
  readonly schema: 1;
  readonly active?: { readonly serialHex: string; readonly since: string };
  /** Whose place it was before, so that its status is known before its own entry is written. */
  readonly previous?: { readonly serialHex: string; readonly until: string };
  /** The issuance that has the place reserved. */
  readonly pending?: { readonly enrollmentId: string; readonly attempt: number };
}

/** A holder with the version that a change must name. */
export interface VersionedSlot {
  readonly holder: ActiveCertificateSlot;
  readonly version: number;
}

/** The holder records. Outage: `Unavailable('store')`. */
export class ActiveCertificateSlots {
  readonly #records: Records;

  constructor(records: Records) {
    this.#records = records;
  }

  async get(personKey: string, product: ProductCode): Promise<VersionedSlot> {
    const found = await this.#records.get<ActiveCertificateSlot>(holderKey(personKey, product));
    return found ? { holder: found.value, version: found.version } : { holder: { schema: 1 }, version: 0 };
  }

  /** False when somebody else changed it since `version`. */
  async put(personKey: string, product: ProductCode, holder: ActiveCertificateSlot, version: number): Promise<boolean> {
    return (await this.#records.putIfVersion(holderKey(personKey, product), holder, version)) !== false;
  }
}

/** The record's key; the braces keep one person's holders together. */
export function holderKey(personKey: string, product: ProductCode): string {
  return `holder:{${personKey}}:${product}`;
}
