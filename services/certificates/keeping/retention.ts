import { createHash } from 'node:crypto';
import type { Audit } from '../../audit/audit.ts';
import type { Register } from '../../register/register.ts';
import { findAll } from '../../register/registerQueries.ts';
import type { Clock } from '../../shared/clock.ts';
import { changeRecord, removal } from '../../state/changeRecord.ts';
import type { Records } from '../../state/records.ts';
import { certificateKinds, instantText } from '../certificateRegister.ts';
import type { CertificateEntry, CertificateRegister } from '../certificateRegister.ts';
import { holderKey } from '../activeCertificateSlot.ts';
import type { ActiveCertificateSlot } from '../activeCertificateSlot.ts';
import type { KeyCustody } from '../keys/keyCustody.ts';

/** What was done to a certificate is kept so long: by law, after its end (DOMAIN §8). */
export const recordYears = 5;
/** A key outlives its certificate by this much only: nothing can be renewed or signed with it any more. */
const daysKeyKept = 1;
/** As long as a conversation's answers are kept (SECURITY §1). */
const daysPlaceKept = 7;
const certificatesAtOnce = 200;

/** Collaborators of `Retention`, handed in by composition/. */
export interface RetentionParts {
  readonly register: Register;
  readonly certificates: CertificateRegister;
  readonly records: Records;
  readonly custody: KeyCustody;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** Removes what has been kept long enough, with a checkpoint in the audit chain on both sides of it. */
export class Retention {
  readonly #parts: RetentionParts;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  /**
   * One run: destroys the keys of certificates that ended, purges what ended longer ago than it is kept. Repeatable; a crash in
   * between is made good by the next run.
   * @returns how many certificates were purged
   */
  async run(): Promise<number> {
    const now = this.#parts.clock.now();
    await this.#destroyEndedKeys(now);
    await this.#parts.custody.unbindOlderThan(now.subtract({ hours: 24 * daysPlaceKept }).toString());
    const limit = now.toZonedDateTimeISO('UTC').subtract({ years: recordYears }).toInstant();
    let purged = 0;
    for (;;) {
      const batch = (await this.#parts.certificates.expiring(beginning, limit)).slice(0, certificatesAtOnce);
      if (batch.length === 0) break;
      await this.#purge(batch, limit);
      purged += batch.length;
    }
    await this.#purgeOrphans(limit);
    return purged;
  }

  async #destroyEndedKeys(now: Temporal.Instant): Promise<void> {
    const { certificates, custody } = this.#parts;
    // Two months back: a run that was left out for some weeks is made good.
    const from = now.subtract({ hours: 24 * 60 });
    const ended = await certificates.expiring(from, now.subtract({ hours: 24 * daysKeyKept }));
    for (const { keyId } of ended) await custody.destroy(keyId);
  }

  /** The checkpoint names the digest of what goes, so that a gap in the register can be told from a theft. */
  async #purge(batch: readonly CertificateEntry[], limit: Temporal.Instant): Promise<void> {
    const { audit, register } = this.#parts;
    const digest = createHash('sha256').update(JSON.stringify(batch)).digest('hex');
    const details = { until: instantText(limit), certificates: batch.length, digest };
    await audit.write({ action: 'register.purge.before', actor: 'system', details });
    for (const certificate of batch) await this.#purgeOne(certificate);
    // Last, so that an interrupted run finds them again.
    await register.purge(
      'certificate',
      batch.map(({ serialHex }) => serialHex),
    );
    await audit.write({ action: 'register.purge.after', actor: 'system', details });
  }

  async #purgeOne(certificate: CertificateEntry): Promise<void> {
    const { register, custody } = this.#parts;
    const { serialHex, enrollmentId, keyId } = certificate;
    await custody.destroy(keyId);
    await this.#forgetHolder(certificate);
    for (const kind of ['certificateStatus', 'certificateInstitution', 'certificateBody'] as const)
      await register.purge(kind, await this.#ids(kind, 'serial', serialHex));
    await register.purge('journal', await this.#ids('journal', 'enrollment', enrollmentId));
    await register.purge('certificateSerial', [serialHex]);
  }

  async #forgetHolder({ personKey, product, serialHex }: CertificateEntry): Promise<void> {
    const { records } = this.#parts;
    await changeRecord<ActiveCertificateSlot>(records, holderKey(personKey, product), (slot) =>
      slot?.active?.serialHex === serialHex && !slot.pending ? removal : undefined,
    );
    await changeRecord(records, `use:${serialHex}`, () => removal);
  }

  /** Serials that were reserved and never became a certificate, with what was written about them. */
  async #purgeOrphans(limit: Temporal.Instant): Promise<void> {
    const { register, certificates } = this.#parts;
    const query = { kind: 'certificateSerial', index: 'expiry', until: instantText(limit) };
    const serials: string[] = [];
    for await (const { id } of findAll(register, query)) serials.push(id);
    for (const serial of serials) {
      if (await certificates.certificate(serial)) continue;
      for (const kind of ['certificateStatus', 'certificateBody', 'journal'] as const)
        await register.purge(kind, await this.#ids(kind, 'serial', serial));
      await register.purge('certificateSerial', [serial]);
    }
  }

  async #ids(kind: (typeof certificateKinds)[number], index: string, equals: string): Promise<readonly string[]> {
    const ids: string[] = [];
    for await (const { id } of findAll(this.#parts.register, { kind, index, equals })) ids.push(id);
    return ids;
  }
}

const beginning = Temporal.Instant.from('1970-01-01T00:00:00Z');
