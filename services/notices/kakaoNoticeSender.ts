import type { Clock } from '../shared/clock.ts';
import type { NoticeChannel } from './contactBook.ts';
import type { KakaoEvents, KakaoRecipient } from './kakaoEvents.ts';
import type { NoticeLedger } from './noticeLedger.ts';
import type { Notice, NoticeSender } from './noticeSender.ts';
import type { PendingKakaoNotices } from './pendingKakaoNotices.ts';

/** Collaborators of `KakaoNoticeSender`, handed in by composition/. */
export interface KakaoNoticeSenderParts {
  readonly events: KakaoEvents;
  readonly shelf: PendingKakaoNotices;
  readonly ledger: NoticeLedger;
  readonly clock: Clock;
  readonly noteSent: (text: string) => Promise<void>;
  /** Takes what Kakao does not, and completion notices: those belong to the registered phone. */
  readonly otherwise: NoticeSender;
}

/**
 * Reminders by KakaoTalk's Event API to those who agreed to it: the words are put on the shelf, and the event
 * `cert_expiring` makes Kakao fetch them. Whatever Kakao refuses, or leaves without an answer, goes out as SMS.
 *
 * Kakao takes the same event twice, so it is asked once an id: the ledger says so before. After a crash in between nobody
 * knows whether it was taken; then the SMS goes out too. That is the one case in which a customer may read a reminder in
 * both places: better than in none.
 */
export class KakaoNoticeSender implements NoticeSender {
  readonly #with: KakaoNoticeSenderParts;

  constructor(parts: KakaoNoticeSenderParts) {
    this.#with = parts;
  }

  async send(notice: Notice): Promise<NoticeChannel> {
    const { channel, kakao } = notice.contact;
    const wanted = notice.kind === 'reminder' && channel === 'kakaoTalk' && kakao;
    if (wanted && (await this.#byKakao(notice, wanted))) return 'kakaoTalk';
    return this.#with.otherwise.send(notice);
  }

  async #byKakao(notice: Notice, recipient: KakaoRecipient): Promise<boolean> {
    const { ledger, clock, noteSent, shelf, events } = this.#with;
    const { id } = notice;
    const first = await ledger.write({ kind: 'kakaoNoticeBegun', id, at: clock.now(), value: {} });
    if (!first) return ledger.has('kakaoNotice', id);
    await noteSent(notice.text);
    await shelf.put(recipient, notice);
    const answer = await events.send(recipient, 'cert_expiring');
    if (answer.ok) {
      await ledger.write({ kind: 'kakaoNotice', id, at: clock.now(), value: {} });
      return true;
    }
    // Refused is refused; after a silence Kakao may still come for the words.
    if (answer.code === 'kakaoEvents.refused') await shelf.remove(recipient, id);
    return false;
  }
}
