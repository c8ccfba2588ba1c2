import type { ErasablePersonKeys, PersonalBlob } from '../audit/personKeys.ts';
import { toJson } from '../shared/json.ts';
import { changeRecord, removal, type NextValue } from '../state/changeRecord.ts';
import type { Records } from '../state/records.ts';
import type { KakaoRecipient } from './kakaoEvents.ts';

/**
 * The channel a customer agreed to. 알림톡 (a KakaoTalk message by phone number, templates approved beforehand) would be a
 * third name here and a `NoticeSender` of its own in front of the SMS one (docs/operations.md).
 */
export type NoticeChannel = 'sms' | 'kakaoTalk';

/** How a person is reached; opened only to send. */
export interface Contact {
  readonly name: string;
  /** National digits, `01012345678`. */
  readonly phone: string;
  readonly email?: string;
  readonly locale: 'ko' | 'en';
  readonly channel: NoticeChannel;
  /** The case in which the contact was given. */
  readonly caseId?: string;
  /** Whom the Event API would have to name; without it `kakaoTalk` goes out as SMS. */
  readonly kakao?: KakaoRecipient;
}

interface ContactRecord {
  readonly schema: 1;
  /** Absent when only the wish about reminders is known. */
  readonly contact?: PersonalBlob;
  /** When the contact was given: an older one that comes late changes nothing. */
  readonly keptAt?: string;
  readonly reminders: boolean;
}

/** Collaborators of `ContactBook`, handed in by composition/. */
export interface ContactBookParts {
  readonly records: Records;
  readonly personKeys: ErasablePersonKeys;
}

/**
 * How people are reached, sealed under a key that each person has for this alone: forgetting a contact destroys it, in
 * every backup too, and leaves the audit log readable. Every change is compare-and-set and can be repeated.
 * Outage: `Unavailable('store')`.
 */
export class ContactBook {
  readonly #with: ContactBookParts;

  constructor(parts: ContactBookParts) {
    this.#with = parts;
  }

  /** Keeps how the person is reached; of several the one given last counts. The wish about reminders stays. */
  async keep(personKey: string, contact: Contact, at: Temporal.Instant): Promise<void> {
    await this.#change(personKey, async (record) => {
      if (record?.keptAt && Temporal.Instant.compare(Temporal.Instant.from(record.keptAt), at) > 0) return undefined;
      if (record && (await this.#isKept(personKey, record, contact))) return undefined;
      const sealed = await this.#with.personKeys.seal(keyName(personKey), toJson(contact));
      return { schema: 1, contact: sealed, keptAt: at.toString(), reminders: record?.reminders ?? true };
    });
  }

  /** How the person is reached; undefined when that was never given, or was forgotten. */
  async find(personKey: string): Promise<Contact | undefined> {
    const found = await this.#read(personKey);
    return found && this.#open(personKey, found);
  }

  /** Whether the person wants reminders: they are part of the service, on until ended (DOMAIN §8). */
  async wantsReminders(personKey: string): Promise<boolean> {
    return (await this.#read(personKey))?.reminders ?? true;
  }

  /** Ends reminders, or begins them again; also for somebody whose contact is not known. */
  async setReminders(personKey: string, on: boolean): Promise<void> {
    await this.#change(personKey, (record) => {
      const isAsWished = record ? record.reminders === on : on;
      return isAsWished ? undefined : { schema: 1, ...record, reminders: on };
    });
  }

  /** Forgets how the person is reached, and what they wished. The key goes last: what a crash leaves still opens nothing new. */
  async forget(personKey: string): Promise<void> {
    await this.#change(personKey, () => removal);
    await this.#with.personKeys.erase(keyName(personKey));
  }

  async #isKept(personKey: string, record: ContactRecord, contact: Contact): Promise<boolean> {
    const kept = await this.#open(personKey, record);
    return kept !== undefined && JSON.stringify(toJson(kept)) === JSON.stringify(toJson(contact));
  }

  async #open(personKey: string, { contact }: ContactRecord): Promise<Contact | undefined> {
    if (!contact) return undefined;
    // keep() sealed a contact
    return (await this.#with.personKeys.open(keyName(personKey), contact)) as Contact | undefined;
  }

  async #change(
    personKey: string,
    change: (record: ContactRecord | undefined) => NextValue<ContactRecord> | Promise<NextValue<ContactRecord>>,
  ): Promise<void> {
    await changeRecord(this.#with.records, recordKey(personKey), change);
  }

  async #read(personKey: string): Promise<ContactRecord | undefined> {
    return (await this.#with.records.get<ContactRecord>(recordKey(personKey)))?.value;
  }
}

function recordKey(personKey: string): string {
  return `contact:${personKey}`;
}

/** The name of the person's key for contacts, apart from the one of the audit log. */
function keyName(personKey: string): string {
  return `contact|${personKey}`;
}
