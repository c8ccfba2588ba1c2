import { DeadlineExceeded, withDeadline } from '../shared/deadline.ts';
import { Unavailable } from '../shared/unavailable.ts';
import type { SmsSender } from '../sms/smsSender.ts';
import type { NoticeChannel } from './contactBook.ts';
import type { Notice, NoticeSender } from './noticeSender.ts';

/** How long the carrier may take; no customer waits for it. */
const answerMilliseconds = 5_000;

/** Collaborators of `SmsNoticeSender`, handed in by composition/. */
export interface SmsNoticeSenderParts {
  readonly sms: SmsSender;
  /** Remembers by key what goes out, so that a customer can ask whether it was ours. */
  readonly noteSent: (text: string) => Promise<void>;
}

/**
 * Notices as SMS, or as LMS when they are longer. The text is remembered before it goes out: a message that arrived and is
 * called a fake would be worse than a key too many. The carrier takes an id once (`SmsSender`), so asking again is safe.
 */
export class SmsNoticeSender implements NoticeSender {
  readonly #with: SmsNoticeSenderParts;

  constructor(parts: SmsNoticeSenderParts) {
    this.#with = parts;
  }

  async send({ id, text, contact }: Notice): Promise<NoticeChannel> {
    const { sms, noteSent } = this.#with;
    await noteSent(text);
    try {
      await withDeadline(answerMilliseconds, (signal) => sms.send({ id, to: contact.phone, text }, signal));
    } catch (error) {
      throw error instanceof DeadlineExceeded ? new Unavailable('sms', { cause: error }) : error;
    }
    return 'sms';
  }
}
