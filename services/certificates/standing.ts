import type { Clock } from '../shared/clock.ts';
import type { CertificateEntry, CertificateRegister, Status, StatusChange } from './certificateRegister.ts';
import type { CertificateState, CertificateSummary } from './certificate.ts';
import type { ActiveCertificateSlot, ActiveCertificateSlots } from './activeCertificateSlot.ts';
import { instantText } from './certificateRegister.ts';
import type { RevocationReason } from './revocationReason.ts';

/** A certificate with what is true of it now; `state` is undefined while its issuance has not switched the place yet. */
export interface CertificateStanding {
  readonly certificate: CertificateEntry;
  readonly state: CertificateState | undefined;
  /** Of a revoked, superseded or held one. */
  readonly since?: string;
  readonly reason?: RevocationReason;
  readonly statuses: readonly Status[];
}

/** What is true of a certificate, from its facts, its statuses and the holder record; pure. */
function standingOf(
  certificate: CertificateEntry,
  statuses: readonly Status[],
  holder: ActiveCertificateSlot,
  now: Temporal.Instant,
): CertificateStanding {
  const last = statuses.at(-1);
  const base = { certificate, statuses };
  if (last && (last.state === 'revoked' || last.state === 'superseded'))
    return { ...base, state: last.state, since: last.at, reason: last.reason };
  const { serialHex, notAfter } = certificate;
  if (holder.previous?.serialHex === serialHex)
    return { ...base, state: 'superseded', since: holder.previous.until, reason: 'superseded' };
  if (holder.active?.serialHex !== serialHex) return { ...base, state: undefined };
  if (Temporal.Instant.compare(now, Temporal.Instant.from(notAfter)) > 0) return { ...base, state: 'expired' };
  return { ...base, state: last?.state ?? 'active', since: last?.at };
}

/** What others may know of it; throws for one that is not switched yet. */
export function summaryOf({ certificate, state }: CertificateStanding): CertificateSummary {
  if (!state) throw new Error('expected a delivered certificate, found one under way');
  const { serialHex, product, bankCode, notBefore, notAfter, lineageId } = certificate;
  return { serialHex, product, bankCode, state, notBefore, notAfter, lineageId };
}

/** Reads and changes what is true of certificates. Outage: `Unavailable('store')`. */
export class CertificateStandings {
  readonly #register: CertificateRegister;
  readonly #holders: ActiveCertificateSlots;
  readonly #clock: Clock;

  constructor(parts: {
    readonly register: CertificateRegister;
    readonly holders: ActiveCertificateSlots;
    readonly clock: Clock;
  }) {
    this.#register = parts.register;
    this.#holders = parts.holders;
    this.#clock = parts.clock;
  }

  /** Undefined for a serial that was never stored. */
  async of(serialHex: string): Promise<CertificateStanding | undefined> {
    const certificate = await this.#register.certificate(serialHex);
    return certificate && this.#standing(certificate);
  }

  /** Of a serial that must be stored. */
  async existing(serialHex: string): Promise<CertificateStanding> {
    const standing = await this.of(serialHex);
    if (!standing) throw new Error('expected a stored certificate, found none');
    return standing;
  }

  /** Every certificate of a person that was delivered, in order of issue. */
  async ofPerson(personKey: string): Promise<readonly CertificateStanding[]> {
    const certificates = await this.#register.ofPerson(personKey);
    const standings = await Promise.all(certificates.map((one) => this.#standing(one)));
    return standings
      .filter(({ state }) => state !== undefined)
      .toSorted((a, b) => (a.certificate.notBefore < b.certificate.notBefore ? -1 : 1));
  }

  /**
   * Appends a status change that `allowed` permits, once a request.
   * @returns the standing after it, or the one that forbade it
   */
  async change(
    standing: CertificateStanding,
    change: StatusChange,
    allowed: (state: CertificateStanding['state']) => boolean,
  ): Promise<{ readonly standing: CertificateStanding; readonly changed: boolean }> {
    let current = standing;
    for (;;) {
      if (current.statuses.some(({ requestId }) => requestId === change.requestId))
        return { standing: current, changed: true };
      if (!allowed(current.state)) return { standing: current, changed: false };
      const { serialHex, notAfter } = current.certificate;
      const number = current.statuses.length + 1;
      const written = await this.#register.appendStatus(serialHex, number, change, notAfter);
      current = await this.#standing(current.certificate);
      if (written) return { standing: current, changed: true };
    }
  }

  async #standing(certificate: CertificateEntry): Promise<CertificateStanding> {
    const { serialHex, personKey, product } = certificate;
    // The place first: a switch between the two reads then shows as superseded, never as active twice.
    const { holder } = await this.#holders.get(personKey, product);
    return standingOf(certificate, await this.#register.statuses(serialHex), holder, this.#clock.now());
  }
}

/** The requestId of the module's own act on a certificate, e.g. its supersession by another. */
export function ownRequest(act: string, serialHex: string): string {
  return `${act}:${serialHex}`;
}

/** A status change now. */
export function changeAt(now: Temporal.Instant, change: Omit<StatusChange, 'at'>): StatusChange {
  return { ...change, at: instantText(now) };
}
