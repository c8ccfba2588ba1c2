import { createPublicKey, verify } from 'node:crypto';
import type { Banks } from '../../banks/banks.ts';
import { seoulDay } from '../../shared/clock.ts';
import { ok, refuse } from '../../shared/result.ts';
import type { Refusal, Result } from '../../shared/result.ts';
import { readFacts, splitCertificate } from '../authority/certificateFacts.ts';
import type { CertificateFacts } from '../authority/certificateFacts.ts';
import type { CertificateLifeCycle, RenewalOffer, RenewalRefusal, RenewalRequest } from '../certificateLifeCycle.ts';
import type { CertificateRegister } from '../certificateRegister.ts';
import type { CertificateSummary } from '../certificate.ts';
import { confirmationOf } from './confirmation.ts';
import type { ActiveCertificateSlots } from '../activeCertificateSlot.ts';
import type { IsPaused } from './issueCertificate.ts';
import { possessionBytes } from '../keys/keyCustody.ts';
import type { KeyCustody } from '../keys/keyCustody.ts';
import type { CredentialFault } from '../credential.ts';
import type { CredentialUses } from '../keys/credentialUse.ts';
import type { IssuancePreparation } from './prepareIssuance.ts';
import type { Profile, Profiles } from '../authority/profile.ts';
import { summaryOf } from '../standing.ts';
import type { CertificateStanding, CertificateStandings } from '../standing.ts';
import { renewableFrom, renewedValidity } from '../authority/validity.ts';

type RenewRequest = Parameters<CertificateLifeCycle['renew']>[0];
type Renewed = Awaited<ReturnType<CertificateLifeCycle['renew']>>;

/** Collaborators of `CertificateRenewer`, handed in by composition/. */
export interface CertificateRenewerParts {
  readonly profiles: Profiles;
  readonly banks: Banks;
  readonly custody: KeyCustody;
  readonly keyUses: CredentialUses;
  readonly placements: IssuancePreparation;
  readonly standings: CertificateStandings;
  readonly holders: ActiveCertificateSlots;
  readonly register: CertificateRegister;
  readonly isPaused: IsPaused;
}

/** A certificate that may be renewed now, with what its bytes say. */
interface Renewable {
  readonly standing: CertificateStanding;
  readonly facts: CertificateFacts;
  readonly profile: Profile;
}

const decisions = 3;

/** Renewal at the issuing bank, within the window, with the old key still usable (DOMAIN §2). */
export class CertificateRenewer {
  readonly #parts: CertificateRenewerParts;
  readonly #flights = new Map<string, Promise<Renewed>>();

  constructor(parts: CertificateRenewerParts) {
    this.#parts = parts;
  }

  async renewal(request: RenewalRequest): Promise<Result<RenewalOffer, RenewalRefusal>> {
    const found = await this.#renewable(request);
    if (!found.ok) return found;
    const { standing } = found.value;
    return ok({
      current: summaryOf(standing),
      summary: confirmationOf(found.value.profile, content(found.value, request)),
    });
  }

  renew(request: RenewRequest): Promise<Renewed> {
    const { enrollmentId } = request;
    const flight =
      this.#flights.get(enrollmentId) ?? this.#renew(request).finally(() => this.#flights.delete(enrollmentId));
    this.#flights.set(enrollmentId, flight);
    return flight;
  }

  async #renew(request: RenewRequest): Promise<Renewed> {
    const { placements, standings } = this.#parts;
    for (let decision = 0; decision < decisions; decision += 1) {
      const earlier = await placements.earlier(request.enrollmentId);
      if (earlier.found === 'certificate') return ok(summaryOf(await standings.existing(earlier.serialHex)));
      const placed =
        earlier.found === 'order'
          ? ok(await placements.resume(earlier.order, request.credential))
          : await this.#place(request);
      if (!placed.ok) return placed;
      if (placed.value) return this.#answer(placed.value);
    }
    return refuse('renew.none');
  }

  /** A revocation or hold that came over the old one meanwhile has come over the new one too. */
  #answer(standing: CertificateStanding): Result<CertificateSummary, RenewalRefusal> {
    if (standing.state === 'revoked') return refuse('renew.none');
    return standing.state === 'held' ? refuse('renew.held') : ok(summaryOf(standing));
  }

  async #place(
    request: RenewRequest,
  ): Promise<Result<CertificateStanding | undefined, RenewalRefusal | CredentialFault | 'issue.confirmationChanged'>> {
    const found = await this.#renewable(request);
    if (!found.ok) return found;
    const { standing, facts, profile } = found.value;
    const { certificate } = standing;
    const { enrollmentId, caseId, personKey, product, confirmedHash } = request;
    // Nothing is tried with the credential before it is known that the customer confirmed what would be signed.
    if (confirmationOf(profile, content(found.value, request)).hash !== confirmedHash)
      return refuse('issue.confirmationChanged');
    return this.#parts.placements.place(
      {
        kind: 'renew',
        enrollmentId,
        caseId,
        personKey,
        product,
        bankCode: certificate.bankCode,
        name: facts.name,
        identifyData: facts.identifyData,
        validity: renewedValidity(profile, facts.notAfter, request.now),
        lineageId: certificate.lineageId,
        replaces: certificate.serialHex,
        replaceReason: 'superseded',
        confirmedHash,
      },
      (keyId) => this.#succeedingKey(request, keyId, found.value),
    );
  }

  async #succeedingKey(
    request: RenewRequest,
    keyId: string,
    { standing, facts, profile }: Renewable,
  ): Promise<Result<{ readonly publicKey: string }, CredentialFault>> {
    const { requestId, enrollmentId, credential } = request;
    const challenge = `${enrollmentId}|${facts.serialHex}`;
    const { custody, keyUses } = this.#parts;
    const oldKeyId = standing.certificate.keyId;
    const { keyType } = profile;
    const made = await custody.succeed({ requestId, enrollmentId, keyId, oldKeyId, keyType, credential, challenge });
    if (!made.ok) {
      if (made.code === 'credential.locked') await keyUses.lock(standing);
      return made;
    }
    const old = createPublicKey({ key: facts.publicKey, format: 'der', type: 'spki' });
    const proof = Buffer.from(made.value.proof, 'base64url');
    if (!verify('sha256', possessionBytes(challenge, made.value.publicKey), old, proof))
      throw new Error('expected proof of possession of the old key, found none');
    return made;
  }

  async #renewable(request: RenewalRequest): Promise<Result<Renewable, RenewalRefusal>> {
    const { holders, standings, register, profiles } = this.#parts;
    const { holder } = await holders.get(request.personKey, request.product);
    const standing = holder.active && (await standings.of(holder.active.serialHex));
    const refusal = await this.#refusal(request, standing);
    if (refusal) return refusal;
    const body = standing && (await register.body(standing.certificate.serialHex));
    if (!standing || !body) throw new Error('expected the bytes of a stored certificate, found none');
    const facts = readFacts(splitCertificate(body).toBeSigned);
    return ok({ standing, facts, profile: profiles.of(request.product) });
  }

  async #refusal(
    { product, bankCode, now }: RenewalRequest,
    standing: CertificateStanding | undefined,
  ): Promise<Refusal<RenewalRefusal> | undefined> {
    const { profiles, banks, isPaused } = this.#parts;
    if (!standing || standing.state === 'revoked' || standing.state === 'superseded') return refuse('renew.none');
    const { certificate, state } = standing;
    const notAfter = Temporal.Instant.from(certificate.notAfter);
    if (Temporal.Instant.compare(now, notAfter) > 0)
      return refuse('renew.expired', { endedDay: seoulDay(notAfter).toString() });
    if (certificate.bankCode !== bankCode) return refuse('renew.otherBank', { bankCode: certificate.bankCode });
    const firstDay = renewableFrom(profiles.of(product), notAfter);
    if (Temporal.PlainDate.compare(seoulDay(now), firstDay) < 0)
      return refuse('renew.tooEarly', { firstDay: firstDay.toString() });
    if (state === 'held') return refuse('renew.held');
    if (state === 'locked') return refuse('credential.locked');
    if (!banks.byCode(bankCode)?.productsSold.includes(product)) return refuse('issue.productNotSold');
    return (await isPaused(bankCode, product)) ? refuse('issue.paused') : undefined;
  }
}

function content(
  { standing, facts, profile }: Renewable,
  { now }: RenewalRequest,
): Parameters<typeof confirmationOf>[1] {
  const { bankCode, product } = standing.certificate;
  return { name: facts.name, bankCode, product, notAfter: renewedValidity(profile, facts.notAfter, now).notAfter };
}
