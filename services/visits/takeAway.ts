import { isBoundTo } from './browserBinding.ts';
import { sampleContext } from './sealContexts.ts';
import type { CookieOf } from './visitAccess.ts';
import type { VisitFacts } from './visitCase.ts';
import type { VisitParts } from './visitParts.ts';
import { standing, type VisitRecord } from './visitRecord.ts';

/** What a finished visit may give away. */
export type IssuedInVisit = NonNullable<VisitFacts['issued']> & Pick<VisitFacts, 'bankCode' | 'product' | 'locale'>;

/** What a finished visit gives to the browser that finished it, and to nobody else. */
export class TakeAway {
  readonly #parts: VisitParts;

  constructor(parts: VisitParts) {
    this.#parts = parts;
  }

  /** What was issued in the visit. */
  async issued(visit: string, cookieOf: CookieOf): Promise<IssuedInVisit | undefined> {
    const record = await this.#finishedBy(visit, cookieOf);
    const facts = record && (await this.#parts.visitCase.facts(record));
    if (!facts?.issued) return undefined;
    const { issued: certificate, bankCode, product, locale } = facts;
    return { ...certificate, bankCode, product, ...(locale && { locale }) };
  }

  /** What a step of the visit gave away: DER. */
  async sample(visit: string, cookieOf: CookieOf): Promise<Buffer | undefined> {
    const sample = (await this.#finishedBy(visit, cookieOf))?.sample;
    return sample && Buffer.from(this.#parts.sealer.open(sample, sampleContext(visit)), 'base64url');
  }

  async #finishedBy(visit: string, cookieOf: CookieOf): Promise<VisitRecord | undefined> {
    const found = await this.#parts.store.get(visit);
    if (!found || !isBoundTo(found.record.browser, cookieOf(visit))) return undefined;
    return standing(found.record, found.newest, this.#parts.clock.now()) === 'finished' ? found.record : undefined;
  }
}
