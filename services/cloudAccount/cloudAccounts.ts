import { createHmac } from 'node:crypto';
import { seoul } from '../shared/clock.ts';
import type { Random } from '../shared/random.ts';
import { changeRecord, removal, type NextValue } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';
import { ownedBy, upgradeAccount, used } from './cloudAccount.ts';
import type { CloudAccount, CloudAccountOfSchema1, CloudAccountOwner } from './cloudAccount.ts';

/** Months without a use after which the cloud clears an account (DOMAIN §2). */
export const unusedMonths = 12;

/** What was last used at this instant or before it is unused for twelve months, the day on which they end not counted. */
export function unusedSince(now: Temporal.Instant): Temporal.Instant {
  return now.toZonedDateTimeISO(seoul).startOfDay().subtract({ months: unusedMonths }).toInstant();
}

/** The accounts of a person over the phone numbers they have had; the last one is where their certificates are now. */
interface PersonIndex {
  readonly schema: 1;
  readonly accounts: readonly string[];
}

/** An account at rest, of whatever version. */
type StoredAccount = CloudAccount | CloudAccountOfSchema1;

/** An account and where it is kept: its address tells nobody whose it is. */
export interface FoundAccount {
  readonly address: string;
  readonly account: CloudAccount;
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

  /**
   * Makes the customer's account, or finds it; connecting again, or twice at once, gives the same one.
   *
   * @param request.personKey who the identity check said it is; their certificates are found here from now on
   */
  async connect({
    now,
    personKey,
    ...owner
  }: CloudAccountOwner & { readonly personKey?: string; readonly now: Temporal.Instant }): Promise<CloudAccount> {
    const address = this.#addressOf(owner);
    // The index first: a line that leads to no account yet harms nobody.
    if (personKey !== undefined) await this.#index(personKey, (accounts) => [...without(accounts, address), address]);
    const { after } = await this.#change(address, (found) =>
      ownedBy(found ? used(found, now) : this.#empty(now), personKey),
    );
    if (!after) throw new Error('expected the account that was connected, found none');
    return after;
  }

  /** The customer's account, if they have one under this phone. */
  async find(owner: CloudAccountOwner): Promise<CloudAccount | undefined> {
    return (await this.at(this.#addressOf(owner)))?.account;
  }

  /**
   * The account that somebody who says these three things may connect a device to: a person's newest one. An older one,
   * under a number they gave up, is as unknown as one that never was. Costs the same reads either way.
   */
  async connectable(owner: CloudAccountOwner): Promise<FoundAccount | undefined> {
    const found = await this.at(this.#addressOf(owner));
    const newest = (await this.#addresses(found?.account.personKey ?? 'nobody')).at(-1);
    return found && found.address === newest ? found : undefined;
  }

  /** The account at an address. */
  async at(address: string): Promise<FoundAccount | undefined> {
    const found = await this.#get(address);
    return found && { address, account: found };
  }

  /** Every account of a person, oldest first. */
  async ofPerson(personKey: string): Promise<readonly FoundAccount[]> {
    const found = await Promise.all((await this.#addresses(personKey)).map((address) => this.at(address)));
    return found.filter((one) => one !== undefined && one.account.personKey === personKey) as FoundAccount[]; // filtered
  }

  /**
   * Changes an account by compare-and-set. `change` may run several times; undefined leaves the account as it is.
   * @returns the account before and after; undefined when there is none
   */
  async change(
    address: string,
    change: (account: CloudAccount) => CloudAccount | undefined,
  ): Promise<{ readonly before: CloudAccount; readonly after: CloudAccount } | undefined> {
    const { before, after } = await this.#change(address, (account) => account && change(account));
    return before && after && { before, after };
  }

  /**
   * Clears accounts that nobody used for twelve months, devices and all; one that is used meanwhile stays.
   *
   * @param lastUseOf the last time that a person's certificates were used elsewhere than through the cloud's own pages
   * @param clearing told whose account goes, before it does
   * @returns how many were cleared
   */
  async purge(
    now: Temporal.Instant,
    lastUseOf: (personKey: string) => Promise<string | undefined> = () => Promise.resolve(undefined),
    clearing: (personKey: string) => Promise<void> = () => Promise.resolve(),
  ): Promise<number> {
    const before = unusedSince(now);
    let cleared = 0;
    for await (const key of this.#records.keys('cloudAccount:')) {
      const address = key.slice('cloudAccount:'.length);
      const { before: found, after } = await this.#change(address, async (account) => {
        if (!account || isAfter(account.lastUsedAt, before)) return undefined;
        const { personKey } = account;
        const elsewhere = personKey === undefined ? undefined : await lastUseOf(personKey);
        if (elsewhere !== undefined && isAfter(elsewhere, before)) return undefined;
        if (personKey !== undefined) await clearing(personKey);
        return removal;
      });
      if (!found || after) continue;
      const { personKey } = found;
      if (personKey !== undefined) await this.#index(personKey, (accounts) => without(accounts, address));
      cleared += 1;
    }
    return cleared;
  }

  /** Whether the person has an account, under whatever number. */
  async has(personKey: string): Promise<boolean> {
    for (const address of await this.#addresses(personKey)) if (await this.#get(address)) return true;
    return false;
  }

  async #get(address: string): Promise<CloudAccount | undefined> {
    const found = await this.#records.get<StoredAccount>(recordKey(address));
    return found && upgradeAccount(found.value);
  }

  /** Changes an account by compare-and-set; one of an older version is upgraded as it is read. */
  async #change(
    address: string,
    next: (account: CloudAccount | undefined) => NextValue<CloudAccount> | Promise<NextValue<CloudAccount>>,
  ): Promise<{ readonly before: CloudAccount | undefined; readonly after: CloudAccount | undefined }> {
    const { before, after } = await changeRecord<StoredAccount>(this.#records, recordKey(address), (stored) =>
      next(stored && upgradeAccount(stored)),
    );
    return { before: before && upgradeAccount(before), after: after && upgradeAccount(after) };
  }

  async #addresses(personKey: string): Promise<readonly string[]> {
    return (await this.#records.get<PersonIndex>(personKeyOf(personKey)))?.value.accounts ?? [];
  }

  async #index(personKey: string, change: (accounts: readonly string[]) => readonly string[]): Promise<void> {
    await changeRecord<PersonIndex>(this.#records, personKeyOf(personKey), (stored) => {
      const before = stored?.accounts ?? [];
      const accounts = change(before);
      if (accounts.join() === before.join()) return undefined;
      return accounts.length > 0 ? { schema: 1, accounts } : removal;
    });
  }

  #empty(now: Temporal.Instant): CloudAccount {
    const [accountId, at] = [this.#random.bytes(12).toString('base64url'), now.toString()];
    return { schema: 2, accountId, createdAt: at, lastUsedAt: at, devices: [], institutions: [] };
  }

  /** The three parts are separated by what none of them can hold. */
  #addressOf({ name, birthDate, phone }: CloudAccountOwner): string {
    const owner = [name.normalize('NFC'), birthDate, phone].join('\n');
    return createHmac('sha256', this.#key).update(`cloud account\n${owner}`).digest('base64url');
  }
}

function recordKey(address: string): string {
  return `cloudAccount:${address}`;
}

function personKeyOf(personKey: string): string {
  return `cloudPerson:${personKey}`;
}

function without(accounts: readonly string[], address: string): readonly string[] {
  return accounts.filter((one) => one !== address);
}

function isAfter(at: string, limit: Temporal.Instant): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(at), limit) > 0;
}
