import { createHmac } from 'node:crypto';
import type { KnownHere } from './knownCustomer.ts';
import { changeRecord, removal } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';

/** How long a customer stays known: the consent `다음에 알아보기` (DOMAIN §8). */
export const knownDays = 400;

/** A user of a channel, as the channel names them. */
export interface ChannelUser {
  readonly channel: string;
  readonly userId: string;
}

interface KnownRecord extends KnownHere {
  readonly schema: 1;
}

interface KnownAt {
  readonly schema: 1;
  /** Keys of the records that know this person. */
  readonly users: readonly string[];
}

/**
 * Which customer speaks in which channel: HMAC of the channel's user → personKey, with the customer's consent only
 * (DESIGN §4). Nothing here names them beyond a masked name. Outage: `Unavailable('store')`.
 */
export class KnownCustomers {
  readonly #records: Records;
  readonly #key: string;

  /** @param parts.key PERSON_KEY; never rotates */
  constructor(parts: { readonly records: Records; readonly key: string }) {
    this.#records = parts.records;
    this.#key = parts.key;
  }

  /** Who it is, unless that was longer ago than was agreed to. */
  async find(user: ChannelUser, now: Temporal.Instant): Promise<KnownHere | undefined> {
    const found = (await this.#records.get<KnownRecord>(this.#userKey(user)))?.value;
    if (!found || !isKnownAt(found, now)) return undefined;
    const { personKey, bank, maskedName, since } = found;
    return { personKey, bank, maskedName, since };
  }

  /** Remembers; the same again changes nothing but the day it counts from. Who was known here before is not any more. */
  async remember(user: ChannelUser, known: KnownHere): Promise<void> {
    const key = this.#userKey(user);
    const before = (await this.#records.get<KnownRecord>(key))?.value.personKey;
    // listed before it is written, so that a crash leaves nobody known who can't be forgotten; and after, for a race
    await this.#enlist(known.personKey, key);
    await changeRecord<KnownRecord>(this.#records, key, () => ({ schema: 1, ...known }));
    await this.#enlist(known.personKey, key);
    if (before !== undefined && before !== known.personKey) await this.#delist(before, key);
  }

  /** Forgets this user of a channel. */
  async forget(user: ChannelUser): Promise<void> {
    const key = this.#userKey(user);
    const { before } = await changeRecord<KnownRecord>(this.#records, key, () => removal);
    if (before) await this.#delist(before.personKey, key);
  }

  /** Forgets a person in every channel; whoever else is known there by now stays known. */
  async forgetPerson(personKey: string): Promise<void> {
    const listed = await this.#records.get<KnownAt>(personListKey(personKey));
    for (const key of listed?.value.users ?? []) {
      await this.#removeIf(key, (known) => known.personKey === personKey);
      await this.#delist(personKey, key);
    }
  }

  /** Removes what is older than was agreed to. Answers how many went. */
  async purge(now: Temporal.Instant): Promise<number> {
    let purged = 0;
    for await (const key of this.#records.keys('known:')) {
      const removed = await this.#removeIf(key, (known) => daysKnown(known, now) >= knownDays);
      if (!removed) continue;
      await this.#delist(removed.personKey, key);
      purged += 1;
    }
    return purged;
  }

  #enlist(personKey: string, key: string): Promise<void> {
    return this.#list(personKey, (users) => (users.includes(key) ? users : [...users, key]));
  }

  /** Off the list, unless they were remembered again meanwhile. */
  async #delist(personKey: string, key: string): Promise<void> {
    await this.#list(personKey, (users) => users.filter((one) => one !== key));
    const again = await this.#records.get<KnownRecord>(key);
    if (again?.value.personKey === personKey) await this.#enlist(personKey, key);
  }

  async #list(personKey: string, change: (users: readonly string[]) => readonly string[]): Promise<void> {
    await changeRecord<KnownAt>(this.#records, personListKey(personKey), (found) => {
      const before = found?.users ?? [];
      const users = change(before);
      if (users.length === before.length) return undefined;
      return users.length > 0 ? { schema: 1, users } : removal;
    });
  }

  /** Answers what was removed, if anything was. */
  async #removeIf(key: string, goes: (known: KnownRecord) => boolean): Promise<KnownRecord | undefined> {
    const { before, after } = await changeRecord<KnownRecord>(this.#records, key, (known) =>
      known && goes(known) ? removal : undefined,
    );
    return after ? undefined : before;
  }

  #userKey({ channel, userId }: ChannelUser): string {
    return `known:${createHmac('sha256', this.#key).update(`known\n${channel}\n${userId}`).digest('base64url')}`;
  }
}

/** Whether the consent still lasts at `now`; a clock set back to before it revives nothing. */
export function isKnownAt(known: Pick<KnownHere, 'since'>, now: Temporal.Instant): boolean {
  const days = daysKnown(known, now);
  return days >= 0 && days < knownDays;
}

function daysKnown({ since }: Pick<KnownHere, 'since'>, now: Temporal.Instant): number {
  return now.since(Temporal.Instant.from(since)).total('hours') / 24;
}

function personListKey(personKey: string): string {
  return `knownPerson:${personKey}`;
}
