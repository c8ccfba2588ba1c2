import type { Audit } from '../../audit/audit.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Sealed, Sealer } from '../../shared/sealed.ts';
import type { Records } from '../../state/records.ts';
import type { Schedule } from '../../state/schedule.ts';
import type { CertificateAuthority, Prepared } from '../authority/certificateAuthority.ts';
import { certificateEntry, entry, instantText } from '../certificateRegister.ts';
import type { CertificateEntry, CertificateRegister } from '../certificateRegister.ts';
import type { ActiveCertificateSlots } from '../activeCertificateSlot.ts';
import type { Journal, Stage } from './journal.ts';
import type { KeyCustody } from '../keys/keyCustody.ts';
import type { RevocationReason } from '../revocationReason.ts';
import type { CertificateStanding, CertificateStandings } from '../standing.ts';
import { changeAt, ownRequest } from '../standing.ts';

/** Everything that finishing an issuance needs, written before anything else of it. */
export interface IssuanceOrder {
  readonly schema: 1;
  readonly enrollmentId: string;
  /** Counts the tries of one enrollment from 1; a new one begins only after the one before was voided. */
  readonly attempt: number;
  readonly serialHex: string;
  /** The facts as they will be stored. */
  readonly certificate: CertificateEntry;
  readonly toBeSigned: Sealed<string>;
  readonly toBeSignedHash: string;
  /** Why the certificate it replaces ends. */
  readonly replaceReason: RevocationReason;
  readonly preparedAt: string;
}

/** Collaborators of `JournaledIssuance`, handed in by composition/. */
export interface JournaledIssuanceParts {
  readonly records: Records;
  readonly schedule: Schedule;
  readonly register: CertificateRegister;
  readonly journal: Journal;
  readonly holders: ActiveCertificateSlots;
  readonly standings: CertificateStandings;
  readonly custody: KeyCustody;
  readonly authority: CertificateAuthority;
  readonly audit: Audit;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Told when a certificate stopped being good. */
  readonly onRevocation: () => void;
}

/** Where tries are listed, by key, from before the key is made until the certificate is delivered. */
export const issuanceQueue = 'issuance';

/** The way of one certificate from prepared bytes to the holder's place; every step can be repeated by anyone. */
export class JournaledIssuance {
  readonly #parts: JournaledIssuanceParts;
  readonly #flights = new Map<string, Promise<CertificateStanding | undefined>>();

  constructor(parts: JournaledIssuanceParts) {
    this.#parts = parts;
  }

  /** The order of an enrollment that is under way. */
  async order(enrollmentId: string): Promise<{ readonly value: IssuanceOrder; readonly version: number } | undefined> {
    return this.#parts.records.get<IssuanceOrder>(orderKey(enrollmentId));
  }

  /** Lists a try before its key is made, so that a crash can lose neither the key nor the order that follows. */
  async announce(enrollmentId: string, keyId: string): Promise<void> {
    const { schedule, clock } = this.#parts;
    await schedule.put(issuanceQueue, { id: keyId, at: clock.now(), payload: enrollmentId });
  }

  /** Takes a try off the list. */
  async unlist(keyId: string): Promise<void> {
    await this.#parts.schedule.remove(issuanceQueue, keyId);
  }

  /**
   * Writes the order down, before anything of it happens. Of several parallel ones the first counts.
   * @returns the order that counts
   */
  async begin(order: IssuanceOrder): Promise<IssuanceOrder> {
    const { records } = this.#parts;
    const written = await records.putIfVersion(orderKey(order.enrollmentId), order, 0);
    if (written !== false) return order;
    const first = await this.order(order.enrollmentId);
    if (!first) throw new Error('expected the order that was first, found none');
    return first.value;
  }

  /**
   * Goes on from wherever the journal stands until the certificate holds its place.
   * @returns the certificate's standing; undefined when the attempt was voided, e.g. because the place it should
   *   replace had changed hands
   */
  finish(order: IssuanceOrder, prepared?: Prepared): Promise<CertificateStanding | undefined> {
    const label = `${order.enrollmentId}:${order.attempt}`;
    const flight = this.#flights.get(label) ?? this.#finish(order, prepared).finally(() => this.#flights.delete(label));
    this.#flights.set(label, flight);
    return flight;
  }

  async #finish(order: IssuanceOrder, prepared: Prepared | undefined): Promise<CertificateStanding | undefined> {
    for (;;) {
      const progress = await this.#parts.journal.progress(order.enrollmentId);
      const reached = progress.attempt === order.attempt;
      if (progress.attempt > order.attempt || (reached && progress.isVoid)) return undefined;
      const stage = reached ? progress.stage : undefined;
      if (stage === 'stored' || stage === 'delivered') return this.#switch(order);
      await this.#advance(order, stage, prepared);
    }
  }

  /** Ends an attempt that is not signed yet and gives its place back; false when it is too late for that. */
  async void(order: IssuanceOrder, stage: 'reserved' | 'signed', reason: string): Promise<boolean> {
    const { journal, clock, audit } = this.#parts;
    if (!(await journal.void(order, stage, now(clock), reason))) return false;
    await audit.write({ action: 'certificate.void', actor: 'system', subject: order.serialHex, details: { reason } });
    await this.forget(order);
    return true;
  }

  /** Gives back what a voided attempt had: its place, its key, its entry in the list. */
  async forget(order: IssuanceOrder): Promise<void> {
    await this.#releasePlace(order);
    await this.#parts.custody.destroy(order.certificate.keyId);
    await this.#close(order.enrollmentId);
  }

  /** The journal's last line: whoever asked knows. Does nothing for what is not stored yet. */
  async delivered(enrollmentId: string): Promise<void> {
    const { journal, clock } = this.#parts;
    const { stage, isVoid } = await journal.progress(enrollmentId);
    if (isVoid || (stage !== 'stored' && stage !== 'delivered')) return;
    const found = await this.order(enrollmentId);
    if (found && stage === 'stored') await journal.write(found.value, 'delivered', now(clock));
    await this.#close(enrollmentId);
  }

  /** The order goes first: an entry left in the list only makes recovery look once more. */
  async #close(enrollmentId: string): Promise<void> {
    const found = await this.order(enrollmentId);
    if (!found) return;
    await this.#parts.records.putIfVersion(orderKey(enrollmentId), undefined, found.version);
    await this.unlist(found.value.certificate.keyId);
  }

  async #advance(order: IssuanceOrder, stage: Stage | undefined, prepared: Prepared | undefined): Promise<void> {
    if (stage === undefined) return this.#reserve(order);
    if (stage === 'reserved') return this.#sign(order, prepared);
    const { journal, clock } = this.#parts;
    await journal.write(order, 'stored', now(clock), [certificateEntry(order.certificate, order.preparedAt)]);
  }

  /** Takes the person's place first: a second issuance of the same product finds it taken (PITFALLS 12). */
  async #reserve(order: IssuanceOrder): Promise<void> {
    if (!(await this.#claimPlace(order))) {
      await this.void(order, 'reserved', 'place changed hands');
      return;
    }
    const { journal, clock } = this.#parts;
    const { serialHex, enrollmentId } = order;
    const { notAfter } = order.certificate;
    const serial = entry(
      'certificateSerial',
      serialHex,
      order.preparedAt,
      { enrollmentId, notAfter },
      { expiry: notAfter },
    );
    await journal.write(order, 'reserved', now(clock), [serial]);
  }

  /** No audit record, no signature: the entry before is durable when the signer is asked. */
  async #sign(order: IssuanceOrder, prepared: Prepared | undefined): Promise<void> {
    const { journal, clock, audit, authority, register } = this.#parts;
    const { serialHex } = order;
    const { personKey } = order.certificate;
    const about = { actor: 'system', personKey, subject: serialHex, details: { hash: order.toBeSignedHash } };
    await audit.write({ action: 'certificate.sign.before', ...about });
    const { token } = prepared ?? (await authority.resume(this.#toBeSigned(order)));
    const certificate = await authority.issue(token);
    await audit.write({ action: 'certificate.sign.after', ...about });
    await journal.write(order, 'signed', now(clock), [register.bodyEntry(serialHex, certificate, now(clock))]);
  }

  #toBeSigned(order: IssuanceOrder): Buffer {
    return Buffer.from(this.#parts.sealer.open(order.toBeSigned, orderKey(order.enrollmentId)), 'base64url');
  }

  async #claimPlace(order: IssuanceOrder): Promise<boolean> {
    const { holders } = this.#parts;
    for (;;) {
      const { holder, version } = await holders.get(order.certificate.personKey, order.certificate.product);
      const { pending } = holder;
      const own = pending?.enrollmentId === order.enrollmentId;
      if (own && pending.attempt === order.attempt) return true;
      // An older attempt of our own was voided, else this one could not have begun.
      if (pending && !own) {
        await this.#settle(pending.enrollmentId, order);
        continue;
      }
      if (holder.active?.serialHex !== order.certificate.replaces) return false;
      // The holder names one predecessor only: the one before must have its own entry by then.
      if (holder.previous) await this.#supersede(holder.previous.serialHex, order);
      const claim = { ...holder, pending: { enrollmentId: order.enrollmentId, attempt: order.attempt } };
      if (await holders.put(order.certificate.personKey, order.certificate.product, claim, version)) return true;
    }
  }

  /** Another enrollment has the place reserved: it is brought to its end first, whatever became of its caller. */
  async #settle(enrollmentId: string, order: IssuanceOrder): Promise<void> {
    const other = await this.order(enrollmentId);
    if (other) await this.finish(other.value);
    const { holder, version } = await this.#parts.holders.get(order.certificate.personKey, order.certificate.product);
    const { pending, ...rest } = holder;
    // Nothing was reserved under it any more: its order was voided in between.
    if (pending?.enrollmentId === enrollmentId)
      await this.#parts.holders.put(order.certificate.personKey, order.certificate.product, rest, version);
  }

  async #releasePlace(order: IssuanceOrder): Promise<void> {
    const { holders } = this.#parts;
    for (;;) {
      const { holder, version } = await holders.get(order.certificate.personKey, order.certificate.product);
      const { pending, ...rest } = holder;
      if (pending?.enrollmentId !== order.enrollmentId || pending.attempt !== order.attempt) return;
      if (await holders.put(order.certificate.personKey, order.certificate.product, rest, version)) return;
    }
  }

  /** One compare-and-set: the new certificate is the active one, the old one is not any more. */
  async #switch(order: IssuanceOrder): Promise<CertificateStanding> {
    const { holders, clock, standings, custody } = this.#parts;
    for (;;) {
      const { holder, version } = await holders.get(order.certificate.personKey, order.certificate.product);
      const { pending, active } = holder;
      if (pending?.enrollmentId !== order.enrollmentId || pending.attempt !== order.attempt) break;
      const at = now(clock);
      const previous = active && { serialHex: active.serialHex, until: at };
      const next = { schema: 1, active: { serialHex: order.serialHex, since: at }, previous } as const;
      if (await holders.put(order.certificate.personKey, order.certificate.product, next, version)) break;
    }
    if (order.certificate.replaces) await this.#supersede(order.certificate.replaces, order);
    await custody.unbind(order.enrollmentId);
    return standings.existing(order.serialHex);
  }

  /** Writes the old one's end down, destroys its key, and hands on what had come over it in between. */
  async #supersede(serialHex: string, order: IssuanceOrder): Promise<void> {
    const { standings, clock, custody } = this.#parts;
    const old = await standings.of(serialHex);
    if (!old) return;
    await this.#inherit(old, order);
    const compromised = order.replaceReason !== 'superseded' && serialHex === order.certificate.replaces;
    const change = changeAt(clock.now(), {
      state: compromised ? 'revoked' : 'superseded',
      reason: compromised ? order.replaceReason : 'superseded',
      actor: 'system',
      requestId: ownRequest('superseded', serialHex),
    });
    const written = old.statuses.some(({ state }) => state === 'revoked' || state === 'superseded');
    if (!written) await standings.change(old, change, () => true);
    await custody.destroy(old.certificate.keyId);
    this.#parts.onRevocation();
  }

  /** A renewal does not wash a revocation or a hold off that came while it was under way. */
  async #inherit(old: CertificateStanding, order: IssuanceOrder): Promise<void> {
    const last = old.statuses.at(-1);
    if (order.certificate.kind !== 'renew' || old.certificate.serialHex !== order.certificate.replaces) return;
    if (last?.state !== 'revoked' && last?.state !== 'held') return;
    const { standings, clock } = this.#parts;
    const renewed = await standings.of(order.serialHex);
    const { state, reason, actor } = last;
    const change = changeAt(clock.now(), { state, reason, actor, requestId: ownRequest('inherited', order.serialHex) });
    if (renewed) await standings.change(renewed, change, (found) => found !== 'revoked');
  }
}

/** The record of an issuance under way. */
export function orderKey(enrollmentId: string): string {
  return `issuance:${enrollmentId}`;
}

function now(clock: Clock): string {
  return instantText(clock.now());
}
