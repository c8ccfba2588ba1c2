import type { Contact, ContactBook } from './contactBook.ts';
import type { Completion, CompletionNotices } from './completionNotices.ts';

/** What the facade stands in front of. */
export interface NoticesParts {
  readonly contacts: ContactBook;
  readonly completions: CompletionNotices;
}

/**
 * Notices as the rest of the product uses them. Everything can be repeated. Reminders need no call: they follow from the
 * certificate and the contact. Outage: `Unavailable('store')`; the carrier's is never the caller's.
 */
export class Notices {
  readonly #with: NoticesParts;

  constructor(parts: NoticesParts) {
    this.#with = parts;
  }

  /** Keeps how a person is reached; to be called before `completed`, with the instant at which it was given. */
  keepContact(personKey: string, contact: Contact, at: Temporal.Instant): Promise<void> {
    return this.#with.contacts.keep(personKey, contact, at);
  }

  /** Name, phone and the rest, in plain: for sending, and masked for showing. */
  contact(personKey: string): Promise<Contact | undefined> {
    return this.#with.contacts.find(personKey);
  }

  /** Tells the owner what was done to their certificate, once an id. */
  completed(completion: Completion): Promise<void> {
    return this.#with.completions.tell(completion);
  }

  /** Ends reminders for all of the person's certificates, or begins them again. Completion notices always go out. */
  setReminders(personKey: string, on: boolean): Promise<void> {
    return this.#with.contacts.setReminders(personKey, on);
  }

  remindersOn(personKey: string): Promise<boolean> {
    return this.#with.contacts.wantsReminders(personKey);
  }

  /** Forgets how the person is reached: no notice of any kind goes out to them any more. */
  forget(personKey: string): Promise<void> {
    return this.#with.contacts.forget(personKey);
  }
}
