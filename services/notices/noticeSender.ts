import type { Contact, NoticeChannel } from './contactBook.ts';

/** Words for one person. */
export interface Notice {
  /** Idempotency key: the same id reaches the person once. */
  readonly id: string;
  readonly kind: 'reminder' | 'completion';
  /** As it will be read: masked, without a link. */
  readonly text: string;
  readonly contact: Contact;
}

/** Takes a notice to a person by the channel they agreed to. */
export interface NoticeSender {
  /**
   * Resolves when the channel has taken it, with the channel that did. Outage: `Unavailable('sms' | 'store')` – it may
   * still have gone out; send again under the same id only.
   */
  send(notice: Notice): Promise<NoticeChannel>;
}
