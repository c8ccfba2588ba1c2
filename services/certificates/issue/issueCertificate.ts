import type { Banks } from '../../banks/banks.ts';
import type { Random } from '../../shared/random.ts';
import { ok, refuse } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { CertificateIssuing, IssueRefusal, IssueSubject, IssueSummary } from '../certificateIssuing.ts';
import type { CertificateSummary, ProductCode } from '../certificate.ts';
import type { CertificateLifeCycle } from '../certificateLifeCycle.ts';
import type { CertificateRegister } from '../certificateRegister.ts';
import { confirmationOf } from './confirmation.ts';
import type { ActiveCertificateSlots } from '../activeCertificateSlot.ts';
import type { KeyCustody } from '../keys/keyCustody.ts';
import type { PlannedCertificate, IssuancePreparation } from './prepareIssuance.ts';
import type { Profiles } from '../authority/profile.ts';
import type { Recovery } from './recovery.ts';
import type { JournaledIssuance } from './journaledIssuance.ts';
import type { CertificateStanding, CertificateStandings } from '../standing.ts';
import { summaryOf } from '../standing.ts';
import { newValidity } from '../authority/validity.ts';

type IssueRequest = Parameters<CertificateIssuing['issue']>[0];
type Issued = Result<CertificateSummary, IssueRefusal>;

/** A first issue, or one in the place of a certificate that can't be used any more. */
type Mode = Pick<PlannedCertificate, 'kind' | 'replaceReason'>;

/** Whether issuing is stopped for now (SECURITY §2, emergency stop). */
export type IsPaused = (bankCode: string, product: ProductCode) => Promise<boolean>;

/** Collaborators of `CertificateIssuer`, handed in by composition/. */
export interface CertificateIssuerParts {
  readonly profiles: Profiles;
  readonly banks: Banks;
  readonly custody: KeyCustody;
  readonly placements: IssuancePreparation;
  readonly issuance: JournaledIssuance;
  readonly recovery: Recovery;
  readonly standings: CertificateStandings;
  readonly holders: ActiveCertificateSlots;
  readonly register: CertificateRegister;
  readonly random: Random;
  readonly isPaused: IsPaused;
}

/** How often a decision is taken anew when the person's place changed hands in between. */
const decisions = 3;

/** A first certificate, or a new one in the place of another. */
export class CertificateIssuer implements CertificateIssuing {
  readonly #parts: CertificateIssuerParts;
  readonly #flights = new Map<string, Promise<Issued>>();

  constructor(parts: CertificateIssuerParts) {
    this.#parts = parts;
  }

  bindIdentity(request: Parameters<CertificateIssuing['bindIdentity']>[0]): Promise<{ readonly vid: string }> {
    return this.#parts.custody.bind(request);
  }

  makeKeyAhead(enrollmentId: string): void {
    const { custody, profiles } = this.#parts;
    const keyType = profiles.of('personal').keyType;
    // A key that could not be begun ahead is made when it is needed.
    custody.makeAhead({ enrollmentId, keyType }).catch(() => {});
  }

  summary(subject: Omit<IssueSubject, 'vid'>, now: Temporal.Instant): IssueSummary {
    const profile = this.#parts.profiles.of(subject.product);
    const { name, bankCode, product } = subject;
    return confirmationOf(profile, { name, bankCode, product, notAfter: newValidity(profile, now).notAfter });
  }

  async active(personKey: string, product: ProductCode): Promise<CertificateSummary | undefined> {
    const { holders, standings } = this.#parts;
    for (;;) {
      const { holder, version } = await holders.get(personKey, product);
      const standing = holder.active && (await standings.of(holder.active.serialHex));
      if (standing && isLive(standing)) return summaryOf(standing);
      // The place may have been handed on between the two reads: then the answer is its new holder.
      if ((await holders.get(personKey, product)).version === version) return undefined;
    }
  }

  issue(request: IssueRequest): Promise<Issued> {
    return this.#once(request, { kind: 'issue', replaceReason: 'superseded' });
  }

  async reissue({
    reason,
    ...request
  }: Parameters<CertificateLifeCycle['reissue']>[0]): ReturnType<CertificateLifeCycle['reissue']> {
    const { personKey, product, enrollmentId } = request.subject;
    const { found } = await this.#parts.placements.earlier(enrollmentId);
    if (found === 'nothing' && !(await this.active(personKey, product))) return refuse('reissue.none');
    return this.#once({ ...request, replaceConsent: true }, { kind: 'reissue', replaceReason: reason });
  }

  certificate(serialHex: string): Promise<Buffer | undefined> {
    return this.#parts.register.body(serialHex);
  }

  recover(deliver: Parameters<CertificateIssuing['recover']>[0]): Promise<void> {
    return this.#parts.recovery.recover(deliver);
  }

  delivered(enrollmentId: string): Promise<void> {
    return this.#parts.issuance.delivered(enrollmentId);
  }

  /** Parallel calls of one enrollment are one. */
  #once(request: IssueRequest, mode: Mode): Promise<Issued> {
    const { enrollmentId } = request.subject;
    const flight =
      this.#flights.get(enrollmentId) ?? this.#issue(request, mode).finally(() => this.#flights.delete(enrollmentId));
    this.#flights.set(enrollmentId, flight);
    return flight;
  }

  async #issue(request: IssueRequest, mode: Mode): Promise<Issued> {
    const { placements, standings } = this.#parts;
    for (let decision = 0; decision < decisions; decision += 1) {
      const earlier = await placements.earlier(request.subject.enrollmentId);
      if (earlier.found === 'certificate') return ok(summaryOf(await standings.existing(earlier.serialHex)));
      const placed =
        earlier.found === 'order'
          ? ok(await placements.resume(earlier.order, request.credential))
          : await this.#decide(request, mode);
      if (!placed.ok) return placed;
      if (placed.value) return ok(summaryOf(placed.value));
    }
    return refuse('issue.replaceConsentNeeded');
  }

  async #decide(request: IssueRequest, mode: Mode): Promise<Result<CertificateStanding | undefined, IssueRefusal>> {
    const { subject, confirmedHash, now, credential } = request;
    const { placements, custody, holders } = this.#parts;
    const { enrollmentId, vid } = subject;
    const refusal = await this.#refusal(request);
    if (refusal) return refuse(refusal);
    const { holder } = await holders.get(subject.personKey, subject.product);
    const replaced = holder.active && (await this.#parts.standings.of(holder.active.serialHex));
    if (replaced && isLive(replaced) && !request.replaceConsent) return refuse('issue.replaceConsentNeeded');
    const profile = this.#parts.profiles.of(subject.product);
    const placement: PlannedCertificate = {
      ...mode,
      ...subject,
      identifyData: Buffer.from(vid, 'base64url'),
      validity: newValidity(profile, now),
      lineageId: this.#parts.random.bytes(16).toString('hex'),
      replaces: holder.active?.serialHex,
      confirmedHash,
    };
    return placements.place(placement, (keyId, { keyType }) =>
      custody.create({ keyId, enrollmentId, vid, keyType, credential }),
    );
  }

  async #refusal({ subject, confirmedHash, now }: IssueRequest): Promise<IssueRefusal | undefined> {
    const { banks, isPaused } = this.#parts;
    const { bankCode, product } = subject;
    const bank = banks.byCode(bankCode);
    if (!bank?.issuer || !bank.productsSold.includes(product)) return 'issue.productNotSold';
    if (await isPaused(bankCode, product)) return 'issue.paused';
    if (this.summary(subject, now).hash !== confirmedHash) return 'issue.confirmationChanged';
    return undefined;
  }
}

/** Whether a certificate occupies its person's place: active, held or locked. */
export function isLive({ state }: CertificateStanding): boolean {
  return state === 'active' || state === 'held' || state === 'locked';
}
