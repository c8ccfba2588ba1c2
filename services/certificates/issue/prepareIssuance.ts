import { createHash } from 'node:crypto';
import type { Banks } from '../../banks/banks.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Random } from '../../shared/random.ts';
import type { RefusalCode } from '../../shared/refusals.ts';
import { ok, refuse } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { Sealer } from '../../shared/sealed.ts';
import type { CertificateAuthority, Prepared } from '../authority/certificateAuthority.ts';
import { instantText } from '../certificateRegister.ts';
import type { CertificateEntry } from '../certificateRegister.ts';
import type { ProductCode } from '../certificate.ts';
import { confirmationInBytes } from './confirmation.ts';
import { orderKey } from './journaledIssuance.ts';
import type { JournaledIssuance, IssuanceOrder } from './journaledIssuance.ts';
import type { Journal } from './journal.ts';
import type { KeyCustody } from '../keys/keyCustody.ts';
import type { Credential } from '../credential.ts';
import type { Profile, Profiles } from '../authority/profile.ts';
import type { RevocationReason } from '../revocationReason.ts';
import type { CertificateStanding } from '../standing.ts';
import type { Validity } from '../authority/validity.ts';

/** One certificate to be made: who, what, until when, and in whose place. */
export interface PlannedCertificate {
  readonly kind: CertificateEntry['kind'];
  readonly enrollmentId: string;
  readonly caseId: string;
  readonly personKey: string;
  readonly product: ProductCode;
  readonly bankCode: string;
  readonly name: string;
  /** DER IdentifyData. */
  readonly identifyData: Buffer;
  readonly validity: Validity;
  readonly lineageId: string;
  readonly replaces: string | undefined;
  readonly replaceReason: RevocationReason;
  readonly confirmedHash: string | undefined;
}

/** What places certificates. */
export interface IssuancePreparationParts {
  readonly profiles: Profiles;
  readonly banks: Banks;
  readonly issuance: JournaledIssuance;
  readonly journal: Journal;
  readonly custody: KeyCustody;
  readonly authority: CertificateAuthority;
  readonly sealer: Sealer;
  readonly random: Random;
  readonly clock: Clock;
}

/** A key made for a placement, or why there is none. */
export type MakeKey<Code extends RefusalCode> = (
  keyId: string,
  profile: Profile,
) => Promise<Result<{ readonly publicKey: string }, Code>>;

/** What an earlier call of the same enrollment left. */
export type Earlier =
  | { readonly found: 'nothing' }
  | { readonly found: 'certificate'; readonly serialHex: string }
  | { readonly found: 'order'; readonly order: IssuanceOrder };

/** From a decision to a certificate in its place: key, to-be-signed bytes, confirmation, order, issuance. */
export class IssuancePreparation {
  readonly #parts: IssuancePreparationParts;

  constructor(parts: IssuancePreparationParts) {
    this.#parts = parts;
  }

  /** What there is of this enrollment already. */
  async earlier(enrollmentId: string): Promise<Earlier> {
    const { issuance, journal } = this.#parts;
    const { stage, isVoid, serialHex, attempt } = await journal.progress(enrollmentId);
    const placed = !isVoid && (stage === 'stored' || stage === 'delivered');
    const order = (await issuance.order(enrollmentId))?.value;
    if (order && isVoid && order.attempt <= attempt) await issuance.forget(order);
    else if (order) return { found: 'order', order };
    return placed && serialHex ? { found: 'certificate', serialHex } : { found: 'nothing' };
  }

  /**
   * Goes on with an order that a call before left. An order not yet signed whose key another credential opens is voided:
   * the customer has chosen anew.
   */
  async resume(order: IssuanceOrder, credential: Credential): Promise<CertificateStanding | undefined> {
    const { journal, custody, issuance, random } = this.#parts;
    const { stage, attempt } = await journal.progress(order.enrollmentId);
    const unsigned = attempt < order.attempt || stage === undefined ? 'reserved' : stage === 'reserved' && 'signed';
    if (unsigned) {
      const requestId = random.bytes(16).toString('base64url');
      const fits = await custody.check({ requestId, keyId: order.certificate.keyId, credential });
      if (!fits.ok && (await issuance.void(order, unsigned, 'another credential was chosen'))) return undefined;
    }
    return issuance.finish(order);
  }

  /** @returns undefined as value when the place changed hands meanwhile: decide again */
  async place<Code extends RefusalCode>(
    placement: PlannedCertificate,
    makeKey: MakeKey<Code>,
  ): Promise<Result<CertificateStanding | undefined, Code | 'issue.confirmationChanged'>> {
    const { profiles, issuance, random } = this.#parts;
    // Each try has its own key: one left by a crash may be under a credential that the customer did not choose now.
    const keyId = `${placement.enrollmentId}:${random.bytes(9).toString('base64url')}`;
    await issuance.announce(placement.enrollmentId, keyId);
    try {
      const key = await makeKey(keyId, profiles.of(placement.product));
      const made = key.ok && (await this.#order(placement, keyId, Buffer.from(key.value.publicKey, 'base64url')));
      if (made) return ok(await this.#begin(made.order, made.prepared));
      await this.#drop(keyId);
      return key.ok ? refuse('issue.confirmationChanged') : key;
    } catch (error) {
      await this.#dropUnordered(placement.enrollmentId, keyId);
      throw error;
    }
  }

  async #begin(order: IssuanceOrder, prepared: Prepared): Promise<CertificateStanding | undefined> {
    const { issuance } = this.#parts;
    const counted = await issuance.begin(order);
    const { keyId } = order.certificate;
    if (counted.certificate.keyId === keyId) return issuance.finish(counted, prepared);
    await this.#drop(keyId);
    return issuance.finish(counted);
  }

  /** A key that nothing was signed for. */
  async #drop(keyId: string): Promise<void> {
    await this.#parts.custody.destroy(keyId);
    await this.#parts.issuance.unlist(keyId);
  }

  /** After an error: unless the order is written, nobody will ever ask for this key. */
  async #dropUnordered(enrollmentId: string, keyId: string): Promise<void> {
    try {
      const order = await this.#parts.issuance.order(enrollmentId);
      if (order?.value.certificate.keyId !== keyId) await this.#drop(keyId);
    } catch {
      // The store is away as well: recovery finds the key by its announcement.
    }
  }

  /** The order with its bytes; undefined when they don't say what was confirmed. */
  async #order(
    placement: PlannedCertificate,
    keyId: string,
    publicKey: Buffer,
  ): Promise<{ readonly order: IssuanceOrder; readonly prepared: Prepared } | undefined> {
    const { profiles, journal } = this.#parts;
    const prepared = await this.#prepare(placement, publicKey);
    const inBytes = confirmationInBytes(profiles, prepared.facts).hash;
    if (placement.confirmedHash !== undefined && inBytes !== placement.confirmedHash) return undefined;
    const { attempt } = await journal.progress(placement.enrollmentId);
    return { order: this.#orderOf(placement, { attempt: attempt + 1, keyId, prepared }), prepared };
  }

  async #prepare(placement: PlannedCertificate, publicKey: Buffer): Promise<Prepared> {
    const { profiles, banks, authority } = this.#parts;
    const { product, name, bankCode, identifyData, validity, lineageId } = placement;
    const bankUnit = banks.byCode(bankCode)?.ou;
    if (!bankUnit) throw new Error('expected a bank that sells the product, found none');
    const { policyOid } = profiles.of(product);
    const account = accountOf(lineageId);
    const subject = { product, policyOid, name: name.normalize('NFC'), bankCode, bankUnit, account };
    return authority.prepare({ ...subject, publicKey, identifyData, ...validity });
  }

  #orderOf(
    placement: PlannedCertificate,
    made: { readonly attempt: number; readonly keyId: string; readonly prepared: Prepared },
  ): IssuanceOrder {
    const { sealer, clock } = this.#parts;
    const { toBeSigned, facts } = made.prepared;
    const { kind, enrollmentId, caseId, personKey, product, bankCode, lineageId, replaces, replaceReason } = placement;
    const certificate: CertificateEntry = {
      schema: 1,
      serialHex: facts.serialHex,
      kind,
      enrollmentId,
      caseId,
      personKey,
      product,
      bankCode,
      lineageId,
      replaces,
      keyId: made.keyId,
      account: facts.account,
      notBefore: facts.notBefore.toString(),
      notAfter: facts.notAfter.toString(),
    };
    return {
      schema: 1,
      enrollmentId,
      attempt: made.attempt,
      serialHex: facts.serialHex,
      certificate,
      toBeSigned: sealer.seal(toBeSigned.toString('base64url'), orderKey(enrollmentId)),
      toBeSignedHash: facts.toBeSignedHash,
      replaceReason,
      preparedAt: instantText(clock.now()),
    };
  }
}

/** 18 digits that stay the same along a lineage, so that a renewed certificate keeps its name. */
function accountOf(lineageId: string): string {
  const digest = createHash('sha256').update(lineageId).digest('hex');
  return (BigInt(`0x${digest}`) % 10n ** 18n).toString().padStart(18, '0');
}
