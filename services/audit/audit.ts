import type { Json } from '../shared/json.ts';

/** Every act that is written down, by what it is about. A new one is a line here. */
export type AuditAction =
  | `agent.${'view' | 'take' | 'say' | 'close'}`
  | 'audit.open'
  | `certificate.${'sign.before' | 'sign.after' | 'void'}`
  | `certificate.${'held' | 'released' | 'revoked' | 'superseded' | 'institution.join' | 'institution.leave' | 'locked'}`
  | `certificate.${'credential' | 'use' | 'identityProof'}`
  | `cloud.${'connect' | 'disconnect' | 'login'}`
  | 'consent.given'
  /** A protected act was refused: a proof was missing, too old or too weak. */
  | 'evidence.missing'
  | `register.purge.${'before' | 'after'}`;

/** One thing that happened, without personal data: a person appears as `personKey` only. */
export interface AuditEvent {
  readonly action: AuditAction;
  /** Who acted: `customer`, `system`, `agent:{id}`. */
  readonly actor: string;
  readonly personKey?: string;
  /** What it concerns, e.g. a serial or a case id. */
  readonly subject?: string;
  readonly details?: Readonly<Record<string, Json>>;
}

/**
 * The audit log: append-only, one hash chain an instance `{stream, seq, prevMac}` (SECURITY §2). Resolves when the entry
 * is durable; a caller that must not act unrecorded awaits it first ("no audit record → no signature").
 */
export interface Audit {
  /** @throws Unavailable('store') when the entry could not be made durable. */
  write(event: AuditEvent): Promise<void>;
}
