import { plainText } from '../identity/typedText.ts';
import { isSame, sha256 } from '../shared/digest.ts';
import { refuse } from '../shared/result.ts';
import { bind, drawTwoDigits, makeCookie, numbersShown, wrongNumbersAllowed } from './browserBinding.ts';
import { askedBy } from './rebindPage.ts';
import { numberContext } from './sealContexts.ts';
import { goneAnswer, type SecureAnswer } from './securePage.ts';
import type { Visitor } from './visitAccess.ts';
import type { VisitBinder } from './visitBinder.ts';
import type { VisitRecord } from './visitRecord.ts';
import type { VisitRooms } from './visitRooms.ts';
import type { FoundVisit } from './visitStore.ts';

/**
 * Another browser takes a visit over (KakaoTalk's in-app browser → the bank's app → Chrome is normal): the owning chat is
 * shown two digits, the page asks for them. Three wrong ones, from whichever browsers, end the link.
 */
export class Rebinder {
  readonly #rooms: VisitRooms & { readonly binder: VisitBinder };

  constructor(rooms: VisitRooms & { readonly binder: VisitBinder }) {
    this.#rooms = rooms;
  }

  /** Shows a number in the owning chat, three times a visit at the most; the page is the same afterwards. */
  async askNumber(visitor: Visitor): Promise<SecureAnswer> {
    const { access, responder, store, sealer, random, visitCase } = this.#rooms;
    const admission = await access.admit(visitor);
    if (admission.as !== 'other') return responder.answer(admission);
    const { visit } = admission;
    const cookie = admission.cookie ?? makeCookie(random);
    const number = drawTwoDigits(random);
    const sealed = sealer.seal(number, numberContext(visit.id));
    const written = await store.update(visit.id, (record) => {
      const { shown = 0, wrong = 0 } = record.rebinding ?? {};
      if (shown >= numbersShown) return undefined;
      return { ...record, rebinding: { cookie: sha256(cookie), number: sealed, shown: shown + 1, wrong } };
    });
    if (written && written.before !== written.after) await visitCase.showRebindNumber(visit.record, number);
    return { page: { kind: 'rebind', asked: true }, cookie: { visit: visit.id, value: cookie } };
  }

  /**
   * Takes the visit over when the number is right. Refusals `visit.numberWrong` with `triesLeft`, `visit.numberGone` when
   * this browser was shown none; after the third wrong one the neutral page, and the link is over.
   *
   * @param typed two digits as typed
   */
  async enterNumber(visitor: Visitor, typed: string): Promise<SecureAnswer> {
    const { access, responder, binder } = this.#rooms;
    const admission = await access.admit(visitor);
    // The number was right already, and our answer got lost.
    if (admission.as === 'unbound' && admission.visit.record.browser) return binder.begin(visitor);
    if (admission.as !== 'other') return responder.answer(admission);
    const { visit, cookie } = admission;
    const { rebinding } = visit.record;
    if (cookie === undefined || !rebinding || !askedBy(rebinding, cookie))
      return { page: { kind: 'rebind', asked: false }, refusal: refuse('visit.numberGone') };
    const fresh = makeCookie(this.#rooms.random);
    const written = await this.#rooms.store.update(visit.id, (record) =>
      this.#judge(record, visit, typed, cookie, fresh),
    );
    if (!written || written.after.ended) return goneAnswer;
    const wrong = written.after.rebinding?.wrong;
    if (wrong === undefined) return binder.showBound(visitor, visit.id, fresh);
    const refusal = refuse('visit.numberWrong', { triesLeft: wrongNumbersAllowed - wrong });
    return { page: { kind: 'rebind', asked: true }, refusal };
  }

  /** One guess and its count are one write: a hundred at once are still three. */
  #judge(
    record: VisitRecord,
    visit: FoundVisit,
    typed: string,
    cookie: string,
    fresh: string,
  ): VisitRecord | undefined {
    const { rebinding, ...rest } = record;
    if (!rebinding || record.ended) return undefined;
    const number = this.#rooms.sealer.open(rebinding.number, numberContext(visit.id));
    const right = askedBy(rebinding, cookie) && isSame(number, plainText(typed));
    if (right) return { ...rest, browser: bind(undefined, fresh, cookie) };
    const wrong = rebinding.wrong + 1;
    const counted = { ...record, rebinding: { ...rebinding, wrong } };
    return wrong < wrongNumbersAllowed ? counted : { ...counted, ended: 'guessed' };
  }
}
