import { plainText } from '../identity/typedText.ts';
import type { Random } from '../shared/random.ts';
import { refuse } from '../shared/result.ts';
import type { Sealer } from '../shared/sealed.ts';
import type { Admission, Doorkeeper, Reception, Visitor } from './admission.ts';
import { bind, drawTwoDigits, makeCookie, numbersShown, wrongNumbersAllowed } from './browserBinding.ts';
import { isSame, sha256 } from '../shared/digest.ts';
import type { Rebinding } from './browserBinding.ts';
import type { SecureAnswer, SecurePage } from './securePage.ts';
import type { SecureStepHandlers } from './secureStep.ts';
import type { VisitRecord } from './visitRecord.ts';
import type { FoundVisit, VisitStore } from './visitStore.ts';

type Other = Extract<Admission, { as: 'other' }>;

/**
 * Another browser takes a visit over (KakaoTalk's in-app browser → the bank's app → Chrome is normal): the owning chat is
 * shown two digits, the page asks for them. Three wrong ones, from whichever browsers, end the link.
 */
export class Rebinder {
  readonly #store: VisitStore;
  readonly #door: Doorkeeper;
  readonly #reception: Reception;
  readonly #handlers: SecureStepHandlers;
  readonly #sealer: Sealer;
  readonly #random: Random;

  constructor(parts: {
    readonly store: VisitStore;
    readonly door: Doorkeeper;
    readonly reception: Reception;
    readonly handlers: SecureStepHandlers;
    readonly sealer: Sealer;
    readonly random: Random;
  }) {
    this.#store = parts.store;
    this.#door = parts.door;
    this.#reception = parts.reception;
    this.#handlers = parts.handlers;
    this.#sealer = parts.sealer;
    this.#random = parts.random;
  }

  /** The page for a browser that a visit does not belong to; it tells nothing of the visit. */
  page(other: Other): SecurePage {
    const { rebinding } = other.visit.record;
    return { kind: 'rebind', asked: rebinding !== undefined && belongsTo(rebinding, other.cookie) };
  }

  /** Shows a number in the owning chat, three times a visit at the most; the page is the same afterwards. */
  async askNumber(visitor: Visitor): Promise<SecureAnswer> {
    const admission = await this.#door.admit(visitor);
    if (admission.as !== 'other') return this.#reception.answer(admission);
    const { visit } = admission;
    const cookie = admission.cookie ?? makeCookie(this.#random);
    const number = drawTwoDigits(this.#random);
    const sealed = this.#sealer.seal(number, numberContext(visit.id));
    const written = await this.#store.update(visit.id, (record) => {
      const { shown = 0, wrong = 0 } = record.rebinding ?? {};
      if (shown >= numbersShown) return undefined;
      return { ...record, rebinding: { cookie: sha256(cookie), number: sealed, shown: shown + 1, wrong } };
    });
    if (written && written.before !== written.after) await this.#handlers.showRebindNumber(visit.record, number);
    return { page: { kind: 'rebind', asked: true }, cookie: { visit: visit.id, value: cookie } };
  }

  /**
   * Takes the visit over when the number is right. Refusals `visit.numberWrong` with `triesLeft`, `visit.numberGone` when
   * this browser was shown none; after the third wrong one the neutral page, and the link is over.
   *
   * @param typed two digits as typed
   */
  async enterNumber(visitor: Visitor, typed: string): Promise<SecureAnswer> {
    const admission = await this.#door.admit(visitor);
    // The number was right already, and our answer got lost.
    if (admission.as === 'unbound' && admission.visit.record.browser) return this.#reception.begin(visitor);
    if (admission.as !== 'other') return this.#reception.answer(admission);
    const { visit, cookie } = admission;
    const { rebinding } = visit.record;
    if (cookie === undefined || !rebinding || !belongsTo(rebinding, cookie))
      return { page: { kind: 'rebind', asked: false }, refusal: refuse('visit.numberGone') };
    const fresh = makeCookie(this.#random);
    const written = await this.#store.update(visit.id, (record) => this.#judge(record, visit, typed, cookie, fresh));
    if (!written || written.after.ended) return { page: { kind: 'gone', told: false } };
    const wrong = written.after.rebinding?.wrong;
    if (wrong === undefined) return this.#reception.showBound(visitor, visit.id, fresh);
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
    const right =
      belongsTo(rebinding, cookie) &&
      isSame(this.#sealer.open(rebinding.number, numberContext(visit.id)), plainText(typed));
    if (right) return { ...rest, browser: bind(undefined, fresh, cookie) };
    const wrong = rebinding.wrong + 1;
    const counted = { ...record, rebinding: { ...rebinding, wrong } };
    return wrong < wrongNumbersAllowed ? counted : { ...counted, ended: 'guessed' };
  }
}

function belongsTo(rebinding: Rebinding, cookie: string | undefined): boolean {
  return cookie !== undefined && isSame(rebinding.cookie, sha256(cookie));
}

function numberContext(visit: string): string {
  return `visit:${visit}:number`;
}
