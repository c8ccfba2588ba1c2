import type { Audit, AuditAction } from '../../audit/audit.ts';
import type { Banks } from '../../banks/banks.ts';
import type { Clock } from '../../shared/clock.ts';
import { ok, refuse } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { CertificateLifeCycle, StatusRequest } from '../certificateLifeCycle.ts';
import { instantText } from '../certificateRegister.ts';
import type { CertificateRegister, StatusChange } from '../certificateRegister.ts';
import type { CertificateSummary } from '../certificate.ts';
import type { KeyCustody } from '../keys/keyCustody.ts';
import { customerReasons, staffReasons } from '../revocationReason.ts';
import type { RevocationReason } from '../revocationReason.ts';
import { changeAt, summaryOf } from '../standing.ts';
import type { CertificateStanding, CertificateStandings } from '../standing.ts';

/** Collaborators of `StatusChanges`, handed in by composition/. */
export interface StatusChangesParts {
  readonly banks: Banks;
  readonly custody: KeyCustody;
  readonly standings: CertificateStandings;
  readonly register: CertificateRegister;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly onRevocation: () => void;
}

/** Revoking, holding, releasing, registering elsewhere: each audited before it happens, and once a request. */
export class StatusChanges {
  readonly #parts: StatusChangesParts;

  constructor(parts: StatusChangesParts) {
    this.#parts = parts;
  }

  async revoke(
    request: StatusRequest & { readonly reason: RevocationReason },
  ): Promise<Result<void, 'revoke.notFound' | 'revoke.alreadyEnded' | 'revoke.reasonNotAllowed'>> {
    const allowed = request.actor.kind === 'customer' ? customerReasons : staffReasons;
    if (!allowed.includes(request.reason)) return refuse('revoke.reasonNotAllowed');
    const standing = await this.#parts.standings.of(request.serialHex);
    if (!standing) return this.#revokeOrphan(request);
    const changed = await this.#change(request, standing, { state: 'revoked', reason: request.reason }, isNotEnded);
    if (!changed) return refuse('revoke.alreadyEnded');
    await this.#parts.custody.destroy(standing.certificate.keyId);
    return ok(undefined);
  }

  async hold(request: StatusRequest): Promise<Result<CertificateSummary, 'hold.notActive'>> {
    const standing = await this.#parts.standings.of(request.serialHex);
    const holdable = (state: CertificateStanding['state']): boolean => state === 'active' || state === 'locked';
    const changed = standing && (await this.#change(request, standing, { state: 'held' }, holdable));
    return changed ? ok(summaryOf(changed)) : refuse('hold.notActive');
  }

  async release(request: StatusRequest): Promise<Result<CertificateSummary, 'hold.notHeld'>> {
    const { standings, custody } = this.#parts;
    const standing = await standings.of(request.serialHex);
    if (!standing) return refuse('hold.notHeld');
    const key = await custody.standing(standing.certificate.keyId);
    const state = key?.locked ? 'locked' : 'active';
    const changed = await this.#change(request, standing, { state }, (found) => found === 'held');
    return changed ? ok(summaryOf(changed)) : refuse('hold.notHeld');
  }

  async registerInstitution(
    request: Parameters<CertificateLifeCycle['registerInstitution']>[0],
  ): ReturnType<CertificateLifeCycle['registerInstitution']> {
    const { banks, standings, register, clock } = this.#parts;
    const { institution, registered, requestId, serialHex } = request;
    const standing = await standings.of(serialHex);
    if (standing?.state !== 'active') return refuse('certificate.notActive');
    if (!banks.byCode(institution)) return refuse('institution.unknown');
    await this.#audit(
      request,
      standing,
      registered ? 'certificate.institution.join' : 'certificate.institution.leave',
      { institution },
    );
    const change = { institution, registered, requestId, at: instantText(clock.now()) };
    await register.changeInstitution(serialHex, change);
    return ok(await register.institutions(serialHex));
  }

  /** @returns undefined when the certificate is in no state for it */
  async #change(
    request: StatusRequest,
    standing: CertificateStanding,
    wanted: Pick<StatusChange, 'state' | 'reason'>,
    allowed: (state: CertificateStanding['state']) => boolean,
  ): Promise<CertificateStanding | undefined> {
    const { standings, clock, onRevocation } = this.#parts;
    const again = standing.statuses.some(({ requestId }) => requestId === request.requestId);
    if (!again && !allowed(standing.state)) return undefined;
    // in use again: that is what a release makes of a hold
    const act = wanted.state === 'active' ? 'released' : wanted.state;
    if (!again) await this.#audit(request, standing, `certificate.${act}`, { reason: wanted.reason ?? null });
    const { requestId, actor } = request;
    const change = changeAt(clock.now(), { ...wanted, requestId, actor: actor.name });
    const { standing: now, changed } = await standings.change(standing, change, allowed);
    onRevocation();
    return changed ? now : undefined;
  }

  /** A serial that was reserved and never became a certificate. */
  async #revokeOrphan(
    request: StatusRequest & { readonly reason: RevocationReason },
  ): Promise<Result<void, 'revoke.notFound' | 'revoke.alreadyEnded'>> {
    const { register, audit, clock, onRevocation } = this.#parts;
    const { serialHex, requestId, reason, actor } = request;
    const reserved = await register.reserved(serialHex);
    if (!reserved) return refuse('revoke.notFound');
    const known = await register.statuses(serialHex);
    if (known.length > 0)
      return known.some((one) => one.requestId === requestId) ? ok(undefined) : refuse('revoke.alreadyEnded');
    await audit.write({ action: 'certificate.revoked', actor: actor.name, subject: serialHex, details: { reason } });
    const change = changeAt(clock.now(), { state: 'revoked', reason, requestId, actor: actor.name });
    if (!(await register.appendStatus(serialHex, 1, change, reserved.notAfter))) return this.#revokeOrphan(request);
    onRevocation();
    return ok(undefined);
  }

  async #audit(
    { actor }: StatusRequest,
    { certificate }: CertificateStanding,
    action: AuditAction,
    details: Readonly<Record<string, string | null>>,
  ): Promise<void> {
    const { personKey, serialHex } = certificate;
    await this.#parts.audit.write({ action, actor: actor.name, personKey, subject: serialHex, details });
  }
}

function isNotEnded(state: CertificateStanding['state']): boolean {
  return state !== 'revoked' && state !== 'superseded' && state !== 'expired';
}
