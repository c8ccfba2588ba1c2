import { createHmac } from 'node:crypto';
import type { KnownHere } from '../cases/caseRecord.ts';
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

  /** Remembers; the same again changes nothing but the day it counts from. */
  async remember(user: ChannelUser, known: KnownHere): Promise<void> {
    const key = this.#userKey(user);
    await this.#list(known.personKey, (users) => [...new Set([...users, key])]);
    await this.#write<KnownRecord>(key, { schema: 1, ...known });
  }

  /** Forgets this user of a channel. */
  async forget(user: ChannelUser): Promise<void> {
    const key = this.#userKey(user);
    const found = await this.#records.get<KnownRecord>(key);
    if (!found) return;
    await this.#write<KnownRecord>(key, undefined);
    await this.#list(found.value.personKey, (users) => users.filter((one) => one !== key));
  }

  /** Forgets a person in every channel. */
  async forgetPerson(personKey: string): Promise<void> {
    const listed = await this.#records.get<KnownAt>(personListKey(personKey));
    for (const key of listed?.value.users ?? []) await this.#write<KnownRecord>(key, undefined);
    await this.#list(personKey, () => []);
  }

  /** Removes what is older than was agreed to. Answers how many went. */
  async purge(now: Temporal.Instant): Promise<number> {
    let purged = 0;
    for await (const key of this.#records.keys('known:')) {
      const found = await this.#records.get<KnownRecord>(key);
      if (!found || isKnownAt(found.value, now)) continue;
      if ((await this.#records.putIfVersion(key, undefined, found.version)) === false) continue;
      await this.#list(found.value.personKey, (users) => users.filter((one) => one !== key));
      purged += 1;
    }
    return purged;
  }

  async #list(personKey: string, change: (users: readonly string[]) => readonly string[]): Promise<void> {
    const key = personListKey(personKey);
    for (;;) {
      const found = await this.#records.get<KnownAt>(key);
      const users = change(found?.value.users ?? []);
      const next: KnownAt | undefined = users.length > 0 ? { schema: 1, users } : undefined;
      if (!found && !next) return;
      if ((await this.#records.putIfVersion(key, next, found?.version ?? 0)) !== false) return;
    }
  }

  async #write<T>(key: string, value: T | undefined): Promise<void> {
    for (;;) {
      const found = await this.#records.get<T>(key);
      if (!found && value === undefined) return;
      if ((await this.#records.putIfVersion(key, value, found?.version ?? 0)) !== false) return;
    }
  }

  #userKey({ channel, userId }: ChannelUser): string {
    return `known:${createHmac('sha256', this.#key).update(`known\n${channel}\n${userId}`).digest('base64url')}`;
  }
}

/** Whether the consent still lasts at `now`; a clock set back to before it revives nothing. */
export function isKnownAt({ since }: Pick<KnownHere, 'since'>, now: Temporal.Instant): boolean {
  const days = now.since(Temporal.Instant.from(since)).total('hours') / 24;
  return days >= 0 && days < knownDays;
}

function personListKey(personKey: string): string {
  return `knownPerson:${personKey}`;
}
