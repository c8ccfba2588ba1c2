import { createHmac } from 'node:crypto';
import type { Random } from '../shared/random.ts';
import type { Records } from '../state/records.ts';

/** Who a cloud account belongs to: the three things that the cloud knows a customer by (DOMAIN §2). */
export interface CloudAccountOwner {
  /** As `parsePersonName` answers it. */
  readonly name: string;
  /** `1990-01-01` */
  readonly birthDate: string;
  /** National digits. */
  readonly phone: string;
}

/** A device that was connected with an SMS code. */
export interface ConnectedDevice {
  readonly id: string;
  /** e.g. `Chrome · Windows` */
  readonly description: string;
  readonly connectedAt: string;
  readonly lastUsedAt: string;
}

/** Another bank or office at which the certificate was registered (타기관 등록). */
export interface RegisteredInstitution {
  readonly code: string;
  readonly registeredAt: string;
}

/** The customer's place in the cloud. Nothing in it says who they are. */
export interface CloudAccount {
  readonly schema: 1;
  readonly accountId: string;
  readonly createdAt: string;
  /** The last time it was connected or used; twelve months later the cloud clears it. */
  readonly lastUsedAt: string;
  readonly devices: readonly ConnectedDevice[];
  readonly institutions: readonly RegisteredInstitution[];
}

/**
 * The cloud accounts of all customers, keyed by an HMAC of name, birth date and phone: a customer with a new number has
 * none until theirs is moved. Outage: `Unavailable('store')`.
 */
export class CloudAccounts {
  readonly #records: Records;
  readonly #random: Random;
  readonly #key: string;

  /** @param key keys the HMAC; never rotates (PERSON_KEY) */
  constructor(parts: { readonly records: Records; readonly random: Random; readonly key: string }) {
    if (parts.key === '') throw new Error('expected a key for cloud accounts, found none');
    this.#records = parts.records;
    this.#random = parts.random;
    this.#key = parts.key;
  }

  /** Makes the customer's account, or finds it; connecting again, or twice at once, gives the same one. */
  async connect({ now, ...owner }: CloudAccountOwner & { readonly now: Temporal.Instant }): Promise<CloudAccount> {
    const key = this.#recordKey(owner);
    for (;;) {
      const found = await this.#records.get<CloudAccount>(key);
      const account = found ? used(found.value, now) : this.#empty(now);
      if ((await this.#records.putIfVersion(key, account, found?.version ?? 0)) !== false) return account;
    }
  }

  /** The customer's account, if they have one under this phone. */
  async find(owner: CloudAccountOwner): Promise<CloudAccount | undefined> {
    return (await this.#records.get<CloudAccount>(this.#recordKey(owner)))?.value;
  }

  #empty(now: Temporal.Instant): CloudAccount {
    const [accountId, at] = [this.#random.bytes(12).toString('base64url'), now.toString()];
    return { schema: 1, accountId, createdAt: at, lastUsedAt: at, devices: [], institutions: [] };
  }

  /** The three parts are separated by what none of them can hold. */
  #recordKey({ name, birthDate, phone }: CloudAccountOwner): string {
    const owner = [name.normalize('NFC'), birthDate, phone].join('\n');
    const hash = createHmac('sha256', this.#key).update(`cloud account\n${owner}`).digest('base64url');
    return `cloudAccount:${hash}`;
  }
}

/** A clock that was set back takes no use away. */
function used(account: CloudAccount, now: Temporal.Instant): CloudAccount {
  const isLater = Temporal.Instant.compare(now, account.lastUsedAt) > 0;
  return isLater ? { ...account, lastUsedAt: now.toString() } : account;
}
