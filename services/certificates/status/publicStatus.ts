import type { CertificateRegister, Status } from '../certificateRegister.ts';
import type { ListedRevocation } from './revocationList.ts';
import { certificateHold, revocationReasons } from '../revocationReason.ts';
import type { CertificateStanding, CertificateStandings } from '../standing.ts';

/** What the world may know of a serial (RFC 6960 §2.2). */
export type PublicStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'revoked'; readonly at: string; readonly reasonCode: number };

/** Answers for a serial: never stored, or stored and not delivered yet, is unknown. Outage: `Unavailable('store')`. */
export async function publicStatusOf(
  serialHex: string,
  from: { readonly standings: CertificateStandings; readonly register: CertificateRegister },
): Promise<PublicStatus> {
  const standing = await from.standings.of(serialHex);
  if (standing) return statusOf(standing);
  // A serial that was reserved and never stored can be revoked all the same.
  const last = (await from.register.statuses(serialHex)).at(-1);
  return (last && revocationIn(last)) ?? { kind: 'unknown' };
}

function statusOf({ state, since, reason, statuses }: CertificateStanding): PublicStatus {
  if (state === undefined) return { kind: 'unknown' };
  const last = statuses.at(-1);
  const written = last && revocationIn(last);
  if (written) return written;
  if (state !== 'superseded') return { kind: 'good' };
  return { kind: 'revoked', at: since ?? '', reasonCode: revocationReasons[reason ?? 'superseded'] };
}

function revocationIn(status: Status): Extract<PublicStatus, { kind: 'revoked' }> | undefined {
  const { state, at, reason } = status;
  if (state === 'held') return { kind: 'revoked', at, reasonCode: certificateHold };
  if (state !== 'revoked' && state !== 'superseded') return undefined;
  return { kind: 'revoked', at, reasonCode: revocationReasons[reason ?? 'unspecified'] };
}

/** The lines of a revocation list, from every status change that may matter, by serial. */
export function listedRevocations(statuses: readonly Status[]): readonly ListedRevocation[] {
  const last = new Map<string, Status>();
  for (const status of statuses) {
    const known = last.get(status.serialHex);
    if (!known || known.number < status.number) last.set(status.serialHex, status);
  }
  const lines: ListedRevocation[] = [];
  for (const status of last.values()) {
    const found = revocationIn(status);
    if (found) lines.push({ serialHex: status.serialHex, at: found.at, reasonCode: found.reasonCode });
  }
  return lines.toSorted((a, b) => (a.serialHex < b.serialHex ? -1 : 1));
}
