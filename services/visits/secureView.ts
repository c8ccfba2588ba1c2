import type { BankLogin } from '../banks/bankLogin.ts';
import type { Clock } from '../shared/clock.ts';
import type { Random } from '../shared/random.ts';
import { refuse } from '../shared/result.ts';
import type { Sealer } from '../shared/sealed.ts';
import { Doorkeeper } from './admission.ts';
import type { Admission, CookieOf, Reception, Visitor } from './admission.ts';
import { BankVisit } from './bankVisit.ts';
import { bind, isBoundTo, makeCookie, mayBegin } from './browserBinding.ts';
import type { RecordedVisits } from './recordedVisits.ts';
import { Rebinder } from './rebinding.ts';
import type { SecureAnswer } from './securePage.ts';
import { SecurePages } from './securePages.ts';
import type { SecureStepHandlers, VisitFacts } from './secureStep.ts';
import { sampleContext, StepForms } from './stepForms.ts';
import { standing } from './visitRecord.ts';
import type { VisitStore } from './visitStore.ts';

/** How often one link may be traded for a new one; a stranger who has an old link cannot flood the chat. */
export const renewalsAllowed = 5;

/** Everything the secure view is made of. */
export interface SecureViewParts {
  readonly store: VisitStore;
  readonly visits: RecordedVisits;
  readonly handlers: SecureStepHandlers;
  readonly bankLogin: BankLogin;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: Random;
}

/** What a finished visit may give away. */
export type IssuedInVisit = NonNullable<VisitFacts['issued']> & Pick<VisitFacts, 'bankCode' | 'product' | 'locale'>;

/**
 * The pages' side of the visits (SECURITY §1, §2): which page a browser sees, and what its taps do. Refusals are shown on
 * the page that comes with them; outages (`Unavailable`) are thrown and leave the visit where it was.
 */
export class SecureView implements Reception {
  readonly bank: BankVisit;
  readonly forms: StepForms;
  readonly rebinder: Rebinder;
  readonly #parts: SecureViewParts;
  readonly #door: Doorkeeper;
  readonly #pages: SecurePages;

  constructor(parts: SecureViewParts) {
    this.#parts = parts;
    this.#door = new Doorkeeper(parts);
    this.#pages = new SecurePages(parts);
    const rooms = { ...parts, door: this.#door, reception: this };
    this.bank = new BankVisit(rooms);
    this.forms = new StepForms(rooms);
    this.rebinder = new Rebinder(rooms);
  }

  /** The page as it stands: what a reload shows. Nobody's link stays nobody's. */
  async show(visitor: Visitor): Promise<SecureAnswer> {
    return this.answer(await this.#door.admit(visitor));
  }

  /**
   * The first real interaction: binds the link to this browser, under a cookie made now. Refusal `visit.cookiesOff` when
   * the browser brought none of the cookies it was given before.
   */
  async begin(visitor: Visitor): Promise<SecureAnswer> {
    const admission = await this.#door.admit(visitor);
    if (admission.as !== 'unbound' && admission.as !== 'other') return this.answer(admission);
    const { visit } = admission;
    const cookie = visitor.cookieOf(visit.id);
    if (cookie === undefined) return { ...(await this.answer(admission)), refusal: refuse('visit.cookiesOff') };
    const fresh = makeCookie(this.#parts.random);
    await this.#parts.store.update(visit.id, (record) =>
      mayBegin(record.browser, cookie) ? { ...record, browser: bind(record.browser, fresh, cookie) } : undefined,
    );
    return this.showBound(visitor, visit.id, fresh);
  }

  /** The page after `fresh` may have been bound: the cookie goes out only when it was. */
  async showBound(visitor: Visitor, id: string, fresh: string): Promise<SecureAnswer> {
    const bound = await this.#parts.store.get(id);
    if (!isBoundTo(bound?.record.browser, fresh)) return this.show(visitor);
    const answer = await this.show({ ...visitor, cookieOf: () => fresh });
    return { ...answer, cookie: { visit: id, value: fresh } };
  }

  /**
   * Trades a link that is over for a new one. The browser that owned it gets the new one begun; for anybody else the chat
   * shows it, and the page is the same whether there was such a link or not.
   */
  async renew(visitor: Visitor): Promise<SecureAnswer> {
    const admission = await this.#door.admit(visitor);
    if (admission.as !== 'gone') return this.answer(admission);
    const found = await this.#parts.store.find(visitor.link);
    const told: SecureAnswer = { page: { kind: 'gone', told: true } };
    if (!found) return told;
    const counted = await this.#parts.store.update(found.id, (record) =>
      record.renewals < renewalsAllowed ? { ...record, renewals: record.renewals + 1 } : undefined,
    );
    if (!counted || counted.before === counted.after) return told;
    const own = isBoundTo(found.record.browser, visitor.cookieOf(found.id));
    const token = await this.#parts.handlers.renewLink(found.record, own);
    if (token === undefined || !own) return told;
    const given = makeCookie(this.#parts.random);
    return { ...(await this.begin({ link: { token }, cookieOf: () => given })), token };
  }

  /** What was issued in a visit that this browser finished; undefined for everybody else. */
  async issued(visit: string, cookieOf: CookieOf): Promise<IssuedInVisit | undefined> {
    const found = await this.#parts.store.get(visit);
    if (!found || !isBoundTo(found.record.browser, cookieOf(visit))) return undefined;
    if (standing(found.record, found.newest, this.#parts.clock.now()) !== 'finished') return undefined;
    const facts = await this.#parts.handlers.facts(found.record);
    if (!facts?.issued) return undefined;
    const { issued: certificate, bankCode, product, locale } = facts;
    return { ...certificate, bankCode, product, ...(locale && { locale }) };
  }

  /** What was signed as a sample in a visit that this browser finished: DER; undefined for everybody else. */
  async sample(visit: string, cookieOf: CookieOf): Promise<Buffer | undefined> {
    const found = await this.#parts.store.get(visit);
    const sample = found?.record.sample;
    if (!found || !sample || !isBoundTo(found.record.browser, cookieOf(visit))) return undefined;
    if (standing(found.record, found.newest, this.#parts.clock.now()) !== 'finished') return undefined;
    return Buffer.from(this.#parts.sealer.open(sample, sampleContext(visit)), 'base64url');
  }

  /** The answer to an admission: the page that the visitor may see. */
  async answer(admission: Admission): Promise<SecureAnswer> {
    if (admission.as === 'gone') return { page: { kind: 'gone', told: false } };
    if (admission.as === 'other') return { page: this.rebinder.page(admission) };
    if (admission.as === 'unbound') return { page: this.#pages.start(admission.visit) };
    const { visit } = admission;
    const page = admission.as === 'own' ? await this.#pages.next(admission.visit) : await this.#pages.finished(visit);
    const { stopped } = visit.record;
    const refusal = page.kind === 'finished' && stopped && refuse(stopped.code, stopped.details);
    return { page, ...(refusal && { refusal }), token: this.#parts.store.tokenOf(visit) };
  }
}
