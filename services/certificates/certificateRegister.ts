import type { Sealed, Sealer } from '../shared/sealed.ts';
import type { Register, RegisterEntry } from '../register/register.ts';
import { findAll } from '../register/registerQueries.ts';
import type { ProductCode } from './certificate.ts';
import type { RevocationReason } from './revocationReason.ts';

/** A certificate's facts for as long as it is kept; what changes stands in its statuses. */
export interface CertificateEntry {
  readonly schema: 1;
  readonly serialHex: string;
  readonly kind: 'issue' | 'renew' | 'reissue';
  readonly product: ProductCode;
  readonly bankCode: string;
  readonly personKey: string;
  readonly lineageId: string;
  readonly enrollmentId: string;
  readonly caseId: string;
  readonly keyId: string;
  /** 18 digits of the common name. */
  readonly account: string;
  readonly notBefore: string;
  readonly notAfter: string;
  /** The certificate whose place it took. */
  readonly replaces?: string;
}

/** A change of status. A later one counts more; `revoked` and `superseded` are final. */
export interface StatusChange {
  readonly state: 'active' | 'held' | 'locked' | 'superseded' | 'revoked';
  /** ISO instant. */
  readonly at: string;
  readonly reason?: RevocationReason;
  /** `customer`, `system`, `agent:{id}`. */
  readonly actor: string;
  /** Makes the change happen once. */
  readonly requestId: string;
}

/** A status change with its number, counted from 1. */
export interface Status extends StatusChange {
  readonly serialHex: string;
  readonly number: number;
}

/** Institutions the customer uses the certificate at (타기관 등록): joined or left. */
export interface InstitutionChange {
  readonly institution: string;
  readonly registered: boolean;
  readonly at: string;
  readonly requestId: string;
}

const statusDigits = 6;

/** The register's kinds that this module writes. */
export const certificateKinds = [
  'certificate',
  'certificateBody',
  'certificateStatus',
  'certificateInstitution',
  'certificateSerial',
  'journal',
] as const;

/** What the register holds of certificates; every entry is insert-once. Outage: `Unavailable('store')`. */
export class CertificateRegister {
  readonly #register: Register;
  readonly #sealer: Sealer;

  constructor({ register, sealer }: { readonly register: Register; readonly sealer: Sealer }) {
    this.#register = register;
    this.#sealer = sealer;
  }

  /** The facts of a certificate that was stored. */
  async certificate(serialHex: string): Promise<CertificateEntry | undefined> {
    return valueOf<CertificateEntry>(await this.#register.get('certificate', serialHex));
  }

  /** Every certificate a person ever had here, in order of serial. */
  async ofPerson(personKey: string): Promise<readonly CertificateEntry[]> {
    return this.#all<CertificateEntry>({ kind: 'certificate', index: 'person', equals: personKey });
  }

  /** Certificates whose notAfter lies in the span (`from` ≤ notAfter < `until`), soonest first. */
  async expiring(from: Temporal.Instant, until: Temporal.Instant): Promise<readonly CertificateEntry[]> {
    const span = { from: instantText(from), until: instantText(until) };
    return this.#all<CertificateEntry>({ kind: 'certificate', index: 'expiry', ...span });
  }

  /** Certificates issued in the span (`from` ≤ issue < `until`), oldest first, page after page. */
  async *issuedBetween(from: Temporal.Instant, until: Temporal.Instant): AsyncIterable<CertificateEntry> {
    const span = { from: instantText(from), until: instantText(until) };
    for await (const { value } of findAll(this.#register, { kind: 'certificate', index: 'at', ...span }))
      yield parsed<CertificateEntry>(value);
  }

  /** The DER of a certificate that was signed, stored or not. */
  async body(serialHex: string): Promise<Buffer | undefined> {
    const found = await this.#register.find({ kind: 'certificateBody', index: 'serial', equals: serialHex, limit: 1 });
    const sealed = valueOf<Sealed<string>>(found[0]);
    return sealed && Buffer.from(this.#sealer.open(sealed, bodyContext(serialHex)), 'base64url');
  }

  /** Whether the serial was ever reserved, and until when its certificate would be valid. */
  async reserved(serialHex: string): Promise<{ readonly notAfter: string } | undefined> {
    return valueOf<{ notAfter: string }>(await this.#register.get('certificateSerial', serialHex));
  }

  /** The changes of a certificate's status, oldest first. */
  async statuses(serialHex: string): Promise<readonly Status[]> {
    const found = await this.#all<Status>({ kind: 'certificateStatus', index: 'serial', equals: serialHex });
    return found.toSorted((a, b) => a.number - b.number);
  }

  /** Appends a change when nobody else appended number `number` first. */
  async appendStatus(serialHex: string, number: number, change: StatusChange, notAfter: string): Promise<boolean> {
    const status: Status = { ...change, serialHex, number };
    const indexes = { serial: serialHex, crl: instantText(notAfter) };
    const id = `${serialHex}:${String(number).padStart(statusDigits, '0')}`;
    return this.#register.insert([entry('certificateStatus', id, change.at, status, indexes)]);
  }

  /** The changes that revocation lists care for, of certificates not expired at `now`, in no order. */
  async listedStatuses(now: Temporal.Instant): Promise<readonly Status[]> {
    return this.#all<Status>({ kind: 'certificateStatus', index: 'crl', from: instantText(now) });
  }

  /** The institutions a certificate is registered at, in the order of registration. */
  async institutions(serialHex: string): Promise<readonly string[]> {
    const current = new Set<string>();
    for (const change of await this.#institutionChanges(serialHex)) {
      if (change.registered) current.add(change.institution);
      else current.delete(change.institution);
    }
    return [...current];
  }

  /** Records a change of institutions, once a request. */
  async changeInstitution(serialHex: string, change: InstitutionChange): Promise<void> {
    for (;;) {
      const known = await this.#institutionChanges(serialHex);
      if (known.some((one) => one.requestId === change.requestId)) return;
      const id = `${serialHex}:${String(known.length + 1).padStart(statusDigits, '0')}`;
      const next = entry('certificateInstitution', id, change.at, change, { serial: serialHex });
      if (await this.#register.insert([next])) return;
    }
  }

  /** The entry that holds the DER, sealed under the newest pepper. */
  bodyEntry(serialHex: string, certificate: Buffer, at: string): RegisterEntry {
    const sealed = this.#sealer.seal(certificate.toString('base64url'), bodyContext(serialHex));
    const indexes = { serial: serialHex, pepper: sealed.keyId };
    return entry('certificateBody', `${serialHex}:${sealed.keyId}`, at, sealed, indexes);
  }

  /** Seals up to `limit` bodies of an older pepper anew: the new entry first, then the old one goes. */
  async rewrap(limit: number, at: Temporal.Instant): Promise<number> {
    const newest = this.#sealer.seal('', 'probe').keyId;
    let done = 0;
    for await (const { kind, id, indexes } of findAll(this.#register, { kind: 'certificateBody', index: 'at' })) {
      const { serial, pepper } = indexes;
      if (done >= limit) break;
      if (!serial || pepper === newest) continue;
      const certificate = await this.body(serial);
      if (certificate) await this.#register.insert([this.bodyEntry(serial, certificate, instantText(at))]);
      await this.#register.purge(kind, [id]);
      done += 1;
    }
    return done;
  }

  async #institutionChanges(serialHex: string): Promise<readonly InstitutionChange[]> {
    return this.#all<InstitutionChange>({ kind: 'certificateInstitution', index: 'serial', equals: serialHex });
  }

  async #all<T>(query: Parameters<typeof findAll>[1]): Promise<readonly T[]> {
    const found: T[] = [];
    for await (const { value } of findAll(this.#register, query)) found.push(parsed<T>(value));
    return found;
  }
}

/** An entry as the register wants it. */
export function entry(
  kind: (typeof certificateKinds)[number],
  id: string,
  at: string,
  value: object,
  indexes: RegisterEntry['indexes'],
): RegisterEntry {
  return { kind, id, at: instantText(at), value: JSON.stringify(value), indexes };
}

/** The entry of a certificate's facts. */
export function certificateEntry(certificate: CertificateEntry, at: string): RegisterEntry {
  const { serialHex, personKey, lineageId, enrollmentId, notAfter } = certificate;
  const expiry = instantText(notAfter);
  const indexes = { person: personKey, serial: serialHex, lineage: lineageId, enrollment: enrollmentId, expiry };
  return entry('certificate', serialHex, at, certificate, indexes);
}

/** UTC with nine digits of fraction: text order is time order. */
export function instantText(at: Temporal.Instant | string): string {
  const instant = typeof at === 'string' ? Temporal.Instant.from(at) : at;
  return instant.toString({ fractionalSecondDigits: 9 });
}

function bodyContext(serialHex: string): string {
  return `certificate:${serialHex}`;
}

function valueOf<T>(found: RegisterEntry | undefined): T | undefined {
  return found && parsed<T>(found.value);
}

function parsed<T>(json: string): T {
  // Only this module writes these kinds.
  return JSON.parse(json) as T;
}
