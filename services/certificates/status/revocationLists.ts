import { createHash } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { Unavailable } from '../../shared/unavailable.ts';
import { changeRecord } from '../../state/changeRecord.ts';
import type { Records } from '../../state/records.ts';
import { instantText } from '../certificateRegister.ts';
import { authorityOf } from '../authority/issuerFacts.ts';
import { signRevocationList } from './revocationList.ts';
import type { ListedRevocation } from './revocationList.ts';
import type { Authority } from '../authority/signer.ts';
import { wholeSecond } from '../authority/validity.ts';

/** A list lives a day, and is made anew after half of it (SECURITY §3). */
const hoursToLive = 24;
const hoursUntilRenewed = 12;
/** Real time for which a look at the register counts: a revocation by another instance shows within it. */
const lookMilliseconds = 2000;

/** The list that counts, shared by all instances. */
interface StoredList {
  readonly schema: 1;
  readonly number: number;
  readonly thisUpdate: string;
  readonly nextUpdate: string;
  /** Hash of what it lists: the same content needs no new list. */
  readonly content: string;
  /** base64url. */
  readonly der: string;
}

/** Collaborators that composition/ hands in. */
export interface RevocationListParts {
  /** `issuing` or `root`; names the record. */
  readonly name: string;
  readonly authority: Authority;
  readonly records: Records;
  readonly clock: Clock;
  /** Every revocation to list at `now`. */
  readonly revocations: (now: Temporal.Instant) => Promise<readonly ListedRevocation[]>;
}

/** The revocation list of one authority: made when it is asked for and something changed, numbered without a gap. */
export class RevocationLists {
  readonly #parts: RevocationListParts;
  readonly #issuer: ReturnType<typeof authorityOf>;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #current: Promise<StoredList> | undefined;
  #known: StoredList | undefined;

  constructor(parts: RevocationListParts) {
    this.#parts = parts;
    this.#issuer = authorityOf(parts.authority.certificate);
  }

  /** The next asking looks into the register, however recent the last look was. */
  changed(): void {
    this.#lookedAt = Number.NEGATIVE_INFINITY;
  }

  /** The DER of the list that counts now. Outage: `Unavailable('store' | 'ca')`, as long as none is left that counts. */
  async der(): Promise<Buffer> {
    const fresh = !this.#current && performance.now() - this.#lookedAt < lookMilliseconds;
    const known = this.#known;
    const list = fresh && known && this.#counts(known) ? known : await this.#renewed();
    return Buffer.from(list.der, 'base64url');
  }

  /** One look at a time; a look that began before a change does not count for it. */
  #renewed(): Promise<StoredList> {
    if (this.#current && this.#lookedAt !== Number.NEGATIVE_INFINITY) return this.#current;
    this.#lookedAt = performance.now();
    const current = this.#look().finally(() => {
      if (this.#current === current) this.#current = undefined;
    });
    this.#current = current;
    return current;
  }

  async #look(): Promise<StoredList> {
    try {
      this.#known = await this.#renew();
      return this.#known;
    } catch (error) {
      this.changed();
      if (error instanceof Unavailable && this.#known && this.#counts(this.#known)) return this.#known;
      throw error;
    }
  }

  async #renew(): Promise<StoredList> {
    const { records, clock, revocations, name } = this.#parts;
    const { after } = await changeRecord<StoredList>(records, listKey(name), async (found) => {
      const now = wholeSecond(clock.now());
      const lines = await revocations(now);
      const content = createHash('sha256').update(JSON.stringify(lines)).digest('base64url');
      if (found && found.content === content && this.#isYoung(found, now)) return undefined;
      return this.#sign(lines, { content, now, number: (found?.number ?? 0) + 1 });
    });
    if (!after) throw new Error('expected a revocation list after one was signed, found none');
    return after;
  }

  async #sign(
    revocations: readonly ListedRevocation[],
    { content, now, number }: { readonly content: string; readonly now: Temporal.Instant; readonly number: number },
  ): Promise<StoredList> {
    const nextUpdate = now.add({ hours: hoursToLive });
    const list = { issuer: this.#issuer, number, thisUpdate: now, nextUpdate, revocations };
    const der = (await signRevocationList(list, this.#parts.authority.signer)).toString('base64url');
    return { schema: 1, number, thisUpdate: instantText(now), nextUpdate: instantText(nextUpdate), content, der };
  }

  #isYoung({ thisUpdate }: StoredList, now: Temporal.Instant): boolean {
    const age = now.since(Temporal.Instant.from(thisUpdate)).total('hours');
    return age >= 0 && age < hoursUntilRenewed;
  }

  #counts({ thisUpdate, nextUpdate }: StoredList): boolean {
    const now = instantText(this.#parts.clock.now());
    return thisUpdate <= now && now < nextUpdate;
  }
}

function listKey(name: string): string {
  return `crl:${name}`;
}
