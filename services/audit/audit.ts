import type { Json } from '../shared/json.ts';

/** One thing that happened, without personal data: a person appears as `personKey` only. */
export interface AuditEvent {
  /** e.g. `certificate.sign.before`, `consent.given`, `agent.view`. */
  readonly action: string;
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
