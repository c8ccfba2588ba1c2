import { sha256 } from '../shared/digest.ts';
import { createHmac } from 'node:crypto';
import type { VisitOwner } from './visitCase.ts';

/** TOKEN_KEY: the first makes new links, the others were valid before it. */
export type TokenKeys = readonly [string | Uint8Array, ...(string | Uint8Array)[]];

/** The link's token: 43 characters base64url of HMAC-SHA-256(key, `visit|caseId|visitNumber`). */
export function visitToken(key: string | Uint8Array, owner: VisitOwner): string {
  return createHmac('sha256', key).update(`visit|${owner.caseId}|${owner.visitNumber}`).digest('base64url');
}

/** What a visit is stored under: SHA-256 of its token, 43 characters base64url. Whoever reads the store has no link. */
export function visitId(token: string): string {
  return sha256(token);
}
